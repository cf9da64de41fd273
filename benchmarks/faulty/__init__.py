"""A Sijill of one's own that is broken on purpose, and people who upload to it meanwhile."""
