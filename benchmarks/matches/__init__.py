"""For `benchmarks/matching.py`: pairs of texts about one event, and look-ups in a large index."""
