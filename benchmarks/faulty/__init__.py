"""A separate Sijill that is broken on purpose, and the people who upload to it meanwhile."""
