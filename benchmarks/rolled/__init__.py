"""The parts of an installation over several machines, for `run.py bench rolling` and the tests."""
