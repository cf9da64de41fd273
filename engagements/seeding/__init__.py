"""A register of any size, made up: to measure and to try things on (`manage.py seed_scale`)."""
