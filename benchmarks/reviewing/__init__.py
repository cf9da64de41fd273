"""What `benchmarks.review` measures: a queue that was filled by a script, and the pages of an editor at work."""
