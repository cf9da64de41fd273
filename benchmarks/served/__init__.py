"""Pages of the register, measured in a process of their own on a database of a known size."""
