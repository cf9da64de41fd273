"""Releases in words for people: their state, their attempts, what went wrong, what is in them."""
