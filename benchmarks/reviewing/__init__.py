"""For `benchmarks.review`: fills a review queue, and measures the pages of an editor at work."""
