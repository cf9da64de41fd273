"""The commands of run.py. Standard library only, because they run before anything is installed."""
