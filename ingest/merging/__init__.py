"""A draft that tells of an engagement of the register: the two compared, and what of the draft joins."""
