"""Data: where the examples come from. Drawn, given as points, or read from a table; examples are columns."""
