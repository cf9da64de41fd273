"""Measures pages of the register in a separate process, on a database of a known size."""
