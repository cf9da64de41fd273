"""The brief on a country: what the register has for a period, each line with its source (docs/brief.md)."""
