"""Runs as files: programs that train the same network again, and weights with what belongs to them."""
