"""PostgreSQL and a Redis-protocol broker from pinned packages, for machines that have none.

Uses only the standard library, because run.py imports this before anything is installed.
"""
