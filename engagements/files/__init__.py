"""Stores the files that people upload, and sends them again."""
