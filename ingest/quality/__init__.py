"""How well the reader reads, by what editors decided."""
