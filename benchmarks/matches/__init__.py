"""What `benchmarks/matching.py` measures: pairs of tellings, and look-ups in a large index."""
