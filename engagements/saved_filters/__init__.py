"""Saved filters of lists, and what is new in them."""
