"""The lists that engagements stand in and the figures about them, as the database keeps them (docs/decisions/0009)."""
