"""How well the search finds what staff look for: the sample corpus, queries with judged answers, the measures."""
