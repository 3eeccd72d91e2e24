"""How fast core is, in ratios: against textbook NumPy, against other libraries, against itself."""
