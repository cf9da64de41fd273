"""Names of the register that may be one and the same: found, listed, decided about (docs/names.md)."""
