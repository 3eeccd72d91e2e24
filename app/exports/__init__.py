"""Runs as files to take home."""
