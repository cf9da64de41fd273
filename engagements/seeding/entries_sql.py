# ruff: noqa: S608 - put together from our own words; numbers go as parameters
"""The search index of made-up engagements, built from the few different texts that they consist of.

The result is that of `sijill_entries`: the tsvector of `a . b` is that of `a` followed by that of `b`, so each text
is parsed only once instead of for each engagement. Parameters: `first` and `last`, the ids of a batch.
"""

from __future__ import annotations

PREPARE = """
    CREATE TEMP TABLE seed_piece (said text PRIMARY KEY, words tsvector NOT NULL, open boolean NOT NULL);
    CREATE AGGREGATE pg_temp.joined (tsvector) (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '');
"""

_OF = "BETWEEN %(first)s AND %(last)s"
TAKE_APART = f"""
    WITH e AS MATERIALIZED (
        SELECT id, title, summary, city, confidentiality = 'open' AS open FROM engagements_engagement WHERE id {_OF}
    ), said AS MATERIALIZED (
        SELECT said, bool_or(open) AS open FROM (
            SELECT unnest(ARRAY[title, summary, city]), open FROM e
            UNION ALL SELECT c.text, e.open FROM engagements_commitment c JOIN e ON e.id = c.engagement_id
            UNION ALL SELECT owner, false FROM engagements_commitment WHERE engagement_id {_OF}
            UNION ALL SELECT unnest(ARRAY[m.name, m.role, m.organization]), e.open
            FROM engagements_participation m JOIN e ON e.id = m.engagement_id
            UNION ALL SELECT unnest(ARRAY[p.name_ar, p.name_en]), e.open FROM engagements_engagement_partners b
            JOIN engagements_partner p ON p.id = b.partner_id JOIN e ON e.id = b.engagement_id
        ) one (said, open) GROUP BY said
    )
    INSERT INTO seed_piece AS known
    SELECT said, coalesce(old.words, sijill_lexemes(sijill_fold(said), 'A')), said.open
    FROM said LEFT JOIN seed_piece old USING (said) WHERE old.said IS NULL OR (said.open AND NOT old.open)
    ON CONFLICT (said) DO UPDATE SET open = true
"""
"""`open`: the text occurs in an engagement that everybody may see."""

ENTRIES = f"""
    WITH e AS MATERIALIZED (
        SELECT * FROM engagements_engagement WHERE id {_OF} AND merged_into_id IS NULL
    ), marks AS (
        SELECT engagement_id, array_to_tsvector(array_agg(mark)) AS words FROM (
            SELECT engagement_id, '=c' || country_id AS mark
            FROM engagements_engagement_partner_countries WHERE engagement_id {_OF}
            UNION ALL SELECT engagement_id, '=p' || partner_id
            FROM engagements_engagement_partners WHERE engagement_id {_OF}
            UNION ALL SELECT engagement_id, '=t' || topic_id
            FROM engagements_engagement_topics WHERE engagement_id {_OF}
            UNION ALL SELECT engagement_id, '=q' || person_id
            FROM engagements_participation WHERE engagement_id {_OF} AND person_id IS NOT NULL
            UNION ALL SELECT id, '=k' || kind FROM e
        ) one GROUP BY engagement_id
    ), c AS MATERIALIZED (
        SELECT c.id, c.engagement_id, told.words AS text, owner.words AS owner FROM engagements_commitment c
        JOIN seed_piece told ON told.said = c.text JOIN seed_piece owner ON owner.said = c.owner
        WHERE engagement_id {_OF}
    ), promised AS (
        SELECT engagement_id, pg_temp.joined(text ORDER BY id) AS words FROM c GROUP BY engagement_id
    ), met AS (
        SELECT engagement_id, pg_temp.joined(name.words || role.words || body.words ORDER BY id) AS words
        FROM engagements_participation m JOIN seed_piece name ON name.said = m.name
        JOIN seed_piece role ON role.said = m.role JOIN seed_piece body ON body.said = m.organization
        WHERE engagement_id {_OF} GROUP BY engagement_id
    ), bodies AS (
        SELECT engagement_id, pg_temp.joined(ar.words || en.words ORDER BY p.id) AS words
        FROM engagements_engagement_partners m JOIN engagements_partner p ON p.id = m.partner_id
        JOIN seed_piece ar ON ar.said = p.name_ar JOIN seed_piece en ON en.said = p.name_en
        WHERE engagement_id {_OF} GROUP BY engagement_id
    )
    INSERT INTO engagements_searchentry (what, number, of, day, hidden, words)
    SELECT 'e', e.id, e.id, coalesce(e.date, DATE '0001-01-01'), e.confidentiality <> 'open',
        title.words || setweight(city.words || coalesce(bodies.words, '') || coalesce(met.words, ''), 'B')
        || setweight(summary.words || coalesce(promised.words, ''), 'C') || marks.words
    FROM e JOIN marks ON marks.engagement_id = e.id JOIN seed_piece title ON title.said = e.title
        JOIN seed_piece city ON city.said = e.city JOIN seed_piece summary ON summary.said = e.summary
        LEFT JOIN promised ON promised.engagement_id = e.id LEFT JOIN met ON met.engagement_id = e.id
        LEFT JOIN bodies ON bodies.engagement_id = e.id
    UNION ALL
    SELECT 'c', c.id, e.id, coalesce(e.date, DATE '0001-01-01'), e.confidentiality <> 'open',
        c.text || setweight(c.owner, 'B') || marks.words
    FROM c JOIN e ON e.id = c.engagement_id JOIN marks ON marks.engagement_id = e.id
"""

REMEMBER = """
    SELECT sijill_learn(array_agg(DISTINCT lexeme)) FROM seed_piece, unnest(words)
    WHERE open AND positions IS NOT NULL
"""
FORGET = "DROP AGGREGATE pg_temp.joined (tsvector); DROP TABLE seed_piece"
