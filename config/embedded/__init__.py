"""Services for a machine that has none: PostgreSQL and a Redis-protocol broker out of locked packages.

Standard library only: run.py imports this before anything is installed.
See docs/decisions/0004-embedded-services.md.
"""
