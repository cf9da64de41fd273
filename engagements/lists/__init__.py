"""What every list of the register has: its question, its filter, its pages, the address behind the `?`."""
