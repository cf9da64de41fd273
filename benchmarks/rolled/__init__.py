"""The parts of an installation on several machines, for `run.py bench rolling` and the tests."""
