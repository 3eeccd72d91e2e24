"""Streaming measured from outside: a server process, and clients on the other core."""
