"""Makes up a register of any size, for measuring and for trying things out (`manage.py seed_scale`)."""
