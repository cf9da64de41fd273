"""A list of follow-ups out of a file: read within limits, its columns understood, and what it would change."""
