"""What the database keeps for the search: the words of engagements, commitments and sources as `tsvector`s.

`sijill_lexemes(folded, weight)` is the twin of `arabic.lexemes`, made from its tables. The words stand as they are
without article, with their places (for phrases) and a weight; without places, what they are without clitics and
endings. Marks tell what text does not: `=cJP` country, `=p12` partner, `=q7` person, `=kvisit` kind, `=tmining` topic.
When the tables of `arabic.lexemes` change, a new migration runs `FUNCTIONS` again and `ALL`.
"""

from __future__ import annotations

from arabic.lexemes import AFTER, AND, BEFORE, ONE_LETTER, PUNCTUATION
from engagements import derived_sql

LONGEST = 200_000
"""So many characters of a source are searched: a tsvector holds a megabyte."""
_LETTERS = "[a-z\u0621-\u064a\u0671-\u06d3]"


def _quoted(text: str) -> str:
    return "U&'" + "".join(f"\\{ord(char):04x}" for char in text) + "'"


LEXEMES = rf"""
CREATE OR REPLACE FUNCTION sijill_lexemes(folded text, weight "char") RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    words text;
    bare text;
    without_and text;
    without_letter text;
BEGIN
    words := translate(folded, {_quoted(PUNCTUATION)}, '{" " * len(PUNCTUATION)}');
    bare := regexp_replace(words, '\m(?:{"|".join(BEFORE)})(?=\w{{3}})', '', 'g');
    without_and := regexp_replace(bare, '\m{AND}(?=\w{{4}})', '', 'g');
    without_letter := regexp_replace(without_and, '\m[{ONE_LETTER}](?=\w{{4}})', '', 'g');
    RETURN setweight(to_tsvector('pg_catalog.simple', bare), weight) || strip(to_tsvector('pg_catalog.simple',
        concat_ws(' ', without_and, without_letter, regexp_replace(
            concat_ws(' ', bare, without_and, without_letter), '(?<=\w{{3}})(?:{"|".join(AFTER)})\M', '', 'g'))));
END $$
"""

ENTRIES = """
CREATE OR REPLACE FUNCTION sijill_entries(ids bigint[]) RETURNS SETOF engagements_searchentry
LANGUAGE sql STABLE AS $$
    WITH e AS MATERIALIZED (
        SELECT * FROM engagements_engagement WHERE id = ANY (ids) AND merged_into_id IS NULL
    ), marks AS MATERIALIZED (
        SELECT engagement_id, array_agg(mark) AS said FROM (
            SELECT engagement_id, '=c' || country_id AS mark
            FROM engagements_engagement_partner_countries WHERE engagement_id = ANY (ids)
            UNION ALL SELECT engagement_id, '=p' || partner_id
            FROM engagements_engagement_partners WHERE engagement_id = ANY (ids)
            UNION ALL SELECT engagement_id, '=t' || topic_id
            FROM engagements_engagement_topics WHERE engagement_id = ANY (ids)
            UNION ALL SELECT engagement_id, '=q' || person_id
            FROM engagements_participation WHERE engagement_id = ANY (ids) AND person_id IS NOT NULL
            UNION ALL SELECT id, '=k' || kind FROM e
        ) one GROUP BY engagement_id
    ), c AS MATERIALIZED (
        SELECT id, engagement_id, text, owner FROM engagements_commitment WHERE engagement_id = ANY (ids)
    ), promised AS (
        SELECT engagement_id, string_agg(text, ' . ' ORDER BY id) AS said FROM c GROUP BY engagement_id
    ), met AS (
        SELECT engagement_id, string_agg(concat_ws(' ', name, role, organization), ' . ' ORDER BY id) AS said
        FROM engagements_participation WHERE engagement_id = ANY (ids) GROUP BY engagement_id
    ), bodies AS (
        SELECT m.engagement_id, string_agg(concat_ws(' ', p.name_ar, p.name_en), ' . ' ORDER BY p.id) AS said
        FROM engagements_engagement_partners m JOIN engagements_partner p ON p.id = m.partner_id
        WHERE m.engagement_id = ANY (ids) GROUP BY m.engagement_id
    )
    SELECT 'e'::varchar(1), e.id, e.id, coalesce(e.date, DATE '0001-01-01'), e.confidentiality <> 'open',
        sijill_lexemes(sijill_fold(e.title), 'A')
        || sijill_lexemes(sijill_fold(concat_ws(' . ', e.city, bodies.said, met.said)), 'B')
        || sijill_lexemes(sijill_fold(concat_ws(' . ', e.summary, promised.said)), 'C')
        || array_to_tsvector(marks.said)
    FROM e JOIN marks ON marks.engagement_id = e.id LEFT JOIN promised ON promised.engagement_id = e.id
        LEFT JOIN met ON met.engagement_id = e.id LEFT JOIN bodies ON bodies.engagement_id = e.id
    UNION ALL
    SELECT 'c'::varchar(1), c.id, e.id, coalesce(e.date, DATE '0001-01-01'), e.confidentiality <> 'open',
        sijill_lexemes(sijill_fold(c.text), 'A') || sijill_lexemes(sijill_fold(c.owner), 'B')
        || array_to_tsvector(marks.said)
    FROM c JOIN e ON e.id = c.engagement_id JOIN marks ON marks.engagement_id = e.id
$$
"""
"""What engagements and their commitments are found by, as it has to be."""

PERIODS = """
CREATE OR REPLACE FUNCTION sijill_periods(day date) RETURNS integer[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT ARRAY[extract(year FROM day)::integer, (extract(year FROM day) * 100 + extract(month FROM day))::integer]
$$
"""
"""The year and the month of a day, 2026 and 202611: the index of the words knows them, too (searching/newest.py)."""

INDEX = """
CREATE OR REPLACE FUNCTION sijill_index(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF ids IS NULL OR ids = '{}' THEN
        RETURN;
    END IF;
    WITH fresh AS MATERIALIZED (
        SELECT * FROM sijill_entries(ids)
    ), gone AS (
        DELETE FROM engagements_searchentry s WHERE s.of = ANY (ids)
            AND NOT EXISTS (SELECT FROM fresh WHERE fresh.what = s.what AND fresh.number = s.number)
    )
    INSERT INTO engagements_searchentry AS s SELECT * FROM fresh
        ON CONFLICT (what, number) DO UPDATE
        SET of = excluded.of, day = excluded.day, hidden = excluded.hidden, words = excluded.words
        WHERE (s.of, s.day, s.hidden, s.words)
            IS DISTINCT FROM (excluded.of, excluded.day, excluded.hidden, excluded.words);
    PERFORM sijill_learn((SELECT array_agg(DISTINCT lexeme) FROM engagements_searchentry s, unnest(s.words)
        WHERE s.of = ANY (ids) AND s.what = 'e' AND NOT s.hidden AND positions IS NOT NULL));
END $$
"""

LEARN = f"""
CREATE OR REPLACE FUNCTION sijill_learn(words text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO engagements_searchword (word)
        SELECT w FROM unnest(words) w WHERE length(w) BETWEEN 4 AND 40 AND w ~ '^{_LETTERS}+$'
            AND NOT EXISTS (SELECT FROM engagements_searchword known WHERE known.word = w)
$$
"""  # noqa: S608 - our own letters
"""Remembers the words that are new. Not unique, so that no writer waits for another's: a word may stand twice."""

CHANGED = derived_sql.CHANGED.replace(
    "PERFORM sijill_derive(ids);", "PERFORM sijill_derive(ids);\n        PERFORM sijill_index(ids);"
)

SOURCES = f"""
CREATE OR REPLACE FUNCTION sijill_source_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO engagements_searchentry AS s (what, number, of, day, hidden, words)
        VALUES ('s', NEW.id, NULL, coalesce(NEW.published_on, DATE '0001-01-01'), false,
            sijill_lexemes(sijill_fold(NEW.title), 'A') || sijill_lexemes(sijill_fold(NEW.outlet), 'B')
            || sijill_lexemes(sijill_fold(left(NEW.text, {LONGEST})), 'C'))
        ON CONFLICT (what, number) DO UPDATE SET day = excluded.day, words = excluded.words;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION sijill_source_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM engagements_searchentry WHERE what = 's' AND number = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER search_entry AFTER INSERT OR UPDATE OF title, outlet, text, published_on ON engagements_source
    FOR EACH ROW EXECUTE FUNCTION sijill_source_entry();
CREATE TRIGGER search_entry_gone AFTER DELETE ON engagements_source
    FOR EACH ROW EXECUTE FUNCTION sijill_source_gone();
"""  # noqa: S608 - a number of ours

ALL = derived_sql.in_batches(
    # Not sijill_index, which would look through the whole table for each batch: its index is made after all of them.
    """INSERT INTO engagements_searchentry SELECT * FROM sijill_entries(ids)
            ON CONFLICT (what, number) DO UPDATE SET of = excluded.of, day = excluded.day,
                hidden = excluded.hidden, words = excluded.words""",
    after=f"""PERFORM sijill_learn((SELECT array_agg(word) FROM ts_stat($words$
            SELECT ts_filter(words, '{{a,b,c}}') FROM engagements_searchentry WHERE what = 'e' AND NOT hidden$words$)));
        INSERT INTO engagements_searchentry (what, number, of, day, hidden, words)
        SELECT 's', id, NULL, coalesce(published_on, DATE '0001-01-01'), false,
            sijill_lexemes(sijill_fold(title), 'A') || sijill_lexemes(sijill_fold(outlet), 'B')
            || sijill_lexemes(sijill_fold(left(text, {LONGEST})), 'C')
        FROM engagements_source
        ON CONFLICT (what, number) DO UPDATE SET words = excluded.words;""",  # noqa: S608 - a number of ours
)
"""Works it all out for what is there."""

FUNCTIONS = [LEXEMES, ENTRIES, LEARN, INDEX]
CREATE = [*FUNCTIONS, CHANGED, SOURCES, ALL]
DROP = [
    "DROP TRIGGER search_entry ON engagements_source",
    "DROP TRIGGER search_entry_gone ON engagements_source",
    derived_sql.CHANGED,
    "DROP FUNCTION sijill_source_entry(), sijill_source_gone(), sijill_index(bigint[]), sijill_learn(text[]),"
    ' sijill_entries(bigint[]), sijill_lexemes(text, "char")',
]
