"""The views of the register, a module for each section. Each view begins with `require`."""
