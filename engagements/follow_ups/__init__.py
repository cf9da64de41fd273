"""The list of follow-ups: its filters and order, and what is changed in it."""
