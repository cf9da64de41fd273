"""Filters that somebody saved: of which list, and what is new in it."""
