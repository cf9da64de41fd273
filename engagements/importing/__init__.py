"""Imports a list of follow-ups from a file: reads it within limits, understands its columns, shows what it would
change.
"""
