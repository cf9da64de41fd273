"""Pages of the register: one module a section. Each view begins with `require`."""
