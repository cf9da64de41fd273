"""A draft that tells of an engagement of the register: comparing the two, and choosing what of the draft joins it."""
