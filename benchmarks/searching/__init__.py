"""For `benchmarks.search`: the sample corpus, queries with graded answers, the measures."""
