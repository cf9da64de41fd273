"""Partners and people: who exists for whom, who is meant by some words, and merging two."""
