"""The brief on a country: what the register knows of a period, each line with its source (docs/brief.md)."""
