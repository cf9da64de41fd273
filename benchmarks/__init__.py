"""Benchmarks for the claims about quality, speed and scale: `python3 run.py bench NAME`."""
