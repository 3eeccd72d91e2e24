"""The addresses that the server answers, one noun a module."""
