# ruff: noqa: S608 - put together from our own words; values go as parameters
"""Which shelves have tallies, and recounting them (docs/decisions/0009; migrations/register/derived.sql).

Tallies of countries and of everything are always kept. Those of a partner, a person or a topic are kept once its
shelf has so many places that counting them would be slow (`models.derived.KeptShelf`).
"""

from __future__ import annotations

_ALWAYS = "left(a.shelf, 1) IN ('c', '*')"

LENGTHS = """
    SELECT CASE what WHEN 'partner' THEN 'p' || key WHEN 'person' THEN 'q' || key
        ELSE 't' || substr(key, length('topic=') + 1) END AS shelf, sum(n) AS n
    FROM engagements_tally
    WHERE shelf = '*' AND (what IN ('partner', 'person') OR what = 'fact' AND key LIKE 'topic=%')
    GROUP BY 1
"""
"""Rows of (shelf, places), of every partner, person and topic."""

COUNTED = f"""
    SELECT shelf FROM engagements_tally GROUP BY shelf UNION SELECT shelf FROM engagements_keptshelf
    UNION SELECT DISTINCT shelf FROM engagements_appearance a WHERE {_ALWAYS}
"""
"""Every shelf that has tallies, or should."""

RECOUNT = """
    INSERT INTO engagements_tally (shelf, what, key, hidden, n)
        SELECT shelf, what, key, hidden, sum(n) FROM (
            SELECT * FROM sijill_figures(%(shelf)s) WHERE %(kept)s
            UNION ALL SELECT shelf, what, key, hidden, -n FROM engagements_tally WHERE shelf = %(shelf)s
        ) changed GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0
"""
"""Counts a shelf again and writes the difference, if there is any. Lock.KEPT has to be held alone."""
