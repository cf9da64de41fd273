# ruff: noqa: S608 - put together from our own words; values go as parameters
"""What is counted of which shelf, and how a shelf comes to be kept or is kept no longer (docs/decisions/0009).

The tallies of countries and of everything are always kept. Those of a partner, a person or a topic are, once it has so
many places that to count them would be slow (`models.derived.KeptShelf`); shorter ones are counted when they are asked.
"""

from __future__ import annotations

LOCK = 7453018
"""Who derives holds it shared, who changes what is kept alone: so nobody writes parts of a shelf that is being
counted, and nobody counts a shelf of which somebody has written parts."""

_ALWAYS = "left(a.shelf, 1) IN ('c', '*')"
_KEPT = f"{_ALWAYS} OR a.shelf IN (SELECT k.shelf FROM engagements_keptshelf k)"


def _counting(rows: str, shelves: str) -> str:
    """The query of what `rows` of `engagements_appearance` (all places of some engagements) add to the `shelves`."""
    return f"""
    WITH a AS MATERIALIZED ({rows}), told AS MATERIALIZED (
        SELECT DISTINCT ON (engagement_id) engagement_id, facts, dues FROM a WHERE {_ALWAYS}
    ), places AS MATERIALIZED (
        SELECT engagement_id, a.shelf, a.hidden, month, promises, told.facts, told.dues
        FROM a JOIN told USING (engagement_id) WHERE {shelves}
    ), due AS (
        SELECT places.shelf, places.hidden, unnest(dues)::text AS day FROM places WHERE dues <> '{{}}'
    ), one AS (
        SELECT places.shelf, 'all' AS what, '' AS key, places.hidden, 1 AS n FROM places
        UNION ALL SELECT places.shelf, 'month', month, places.hidden, 1 FROM places
        UNION ALL SELECT places.shelf, 'facts', facts, places.hidden, 1 FROM places
        UNION ALL SELECT a.shelf, 'promised', '', a.hidden, a.promises FROM places a
            WHERE promises > 0 AND {_ALWAYS}
        UNION ALL SELECT places.shelf, 'fact', unnest(string_to_array(trim(facts), ' ')), places.hidden, 1 FROM places
        UNION ALL SELECT due.shelf, 'open-year', left(day, 4), due.hidden, 1 FROM due
        UNION ALL SELECT due.shelf, 'open-month', left(day, 7), due.hidden, 1 FROM due
        UNION ALL SELECT due.shelf, 'open-day', day, due.hidden, 1 FROM due
        UNION ALL SELECT p.shelf, CASE left(a.shelf, 1) WHEN 'p' THEN 'partner' WHEN 'q' THEN 'person'
                WHEN 's' THEN 'source' ELSE 'outlet' END, substr(a.shelf, 2), p.hidden, 1
            FROM places p JOIN a USING (engagement_id)
            WHERE left(a.shelf, 1) IN ('p', 'q', 's', 'o') AND (left(a.shelf, 1) <> 's' OR p.shelf <> '*')
                AND (left(a.shelf, 1) <> 'q' OR p.shelf = '*' OR a.facts = 'partner') AND a.shelf <> p.shelf
    )
    SELECT one.shelf, one.what, one.key, one.hidden, sum(one.n)::integer FROM one GROUP BY 1, 2, 3, 4
"""


def _contributions(shelves: str) -> str:
    rows = "SELECT * FROM engagements_appearance x WHERE x.engagement_id = ANY (ids)"
    return f"""
CREATE OR REPLACE FUNCTION sijill_contributions(ids bigint[])
RETURNS TABLE (shelf text, what text, key text, hidden boolean, n integer) LANGUAGE sql STABLE AS $$
{_counting(rows, shelves)}$$
"""


CONTRIBUTIONS = _contributions(_ALWAYS)
"""What these engagements, as their appearances have it, add to the tallies. On `*` everybody counts; on other shelves
only people of the other side, and nobody on a shelf of their own. As it was before shelves of names were kept."""
CONTRIBUTIONS_OF_KEPT = _contributions(_KEPT)

FIGURES = f"""
CREATE OR REPLACE FUNCTION sijill_figures(wanted text)
RETURNS TABLE (shelf text, what text, key text, hidden boolean, n integer) LANGUAGE sql STABLE AS $$
{
    _counting(
        "SELECT x.* FROM engagements_appearance x WHERE x.engagement_id IN "
        "(SELECT m.engagement_id FROM engagements_appearance m WHERE m.shelf = wanted)",
        "a.shelf = wanted",
    )
}$$
"""
"""All tallies of one shelf, counted."""

KEEP = f"""
CREATE OR REPLACE FUNCTION sijill_keep(wanted text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock({LOCK}) THEN
        RETURN false;
    END IF;
    INSERT INTO engagements_keptshelf (shelf) VALUES (wanted) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        -- Planned for this shelf: of one in general the planner believes that it is short.
        EXECUTE 'INSERT INTO engagements_tally (shelf, what, key, hidden, n) SELECT * FROM sijill_figures($1)'
            USING wanted;
    END IF;
    RETURN true;
END $$;
CREATE OR REPLACE FUNCTION sijill_leave(unwanted text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock({LOCK}) THEN
        RETURN false;
    END IF;
    DELETE FROM engagements_tally WHERE shelf IN (SELECT shelf FROM engagements_keptshelf WHERE shelf = unwanted);
    DELETE FROM engagements_keptshelf WHERE shelf = unwanted;
    RETURN true;
END $$
"""
"""Each gives whether it could, now: it does not wait for those who write."""

LENGTHS = """
    SELECT CASE what WHEN 'partner' THEN 'p' || key WHEN 'person' THEN 'q' || key
        ELSE 't' || substr(key, length('topic=') + 1) END AS shelf, sum(n) AS n
    FROM engagements_tally
    WHERE shelf = '*' AND (what IN ('partner', 'person') OR what = 'fact' AND key LIKE 'topic=%')
    GROUP BY 1
"""
"""Rows of (shelf, places), of every partner, person and topic."""

PLACES_OF_EVERYTHING = """
    INSERT INTO engagements_appearance (engagement_id, shelf, day, month, hidden, held, promises, facts, dues)
    SELECT DISTINCT ON (engagement_id) engagement_id, '*', day, month, hidden, held, promises, facts, dues
    FROM engagements_appearance WHERE left(shelf, 1) = 'c' ORDER BY engagement_id
    ON CONFLICT DO NOTHING
"""
"""For a register that was filled before every engagement stood on `*`.

Tables that today's code made for an earlier version have these places already."""

KEEP_LONG = f"""
DO $$
DECLARE
    long text;
BEGIN
    FOR long IN SELECT shelf FROM ({LENGTHS}) one WHERE n > 1000 LOOP
        PERFORM sijill_keep(long);
    END LOOP;
END $$
"""

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
"""Counts a shelf again and writes the difference, if there is any. LOCK has to be held alone."""
