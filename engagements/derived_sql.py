"""The functions and triggers that keep `models.derived` right, whoever writes (docs/decisions/0009).

After every statement on the register, what is derived of the engagements it touched is worked out again, in the same
transaction. Who writes very many rows says `SET LOCAL sijill.derive = 'later'` and calls `sijill_derive(ids)` himself.
"""

from __future__ import annotations

from collections.abc import Iterator

from engagements.kept_sql import CONTRIBUTIONS, LOCK

APPEARANCES = """
CREATE OR REPLACE FUNCTION sijill_appearances(ids bigint[]) RETURNS SETOF engagements_appearance
LANGUAGE sql STABLE AS $$
    WITH e AS MATERIALIZED (
        SELECT id, coalesce(date, DATE '0001-01-01') AS day, kind, status = 'held' AS held,
            confidentiality <> 'open' AS hidden,
            CASE date_precision WHEN 'none' THEN '' WHEN 'year' THEN to_char(date, 'YYYY')
                ELSE to_char(date, 'YYYY-MM') END AS month
        FROM engagements_engagement WHERE id = ANY (ids) AND merged_into_id IS NULL
    ), c AS MATERIALIZED (
        SELECT engagement_id, least(count(*), 32767) AS promises,
            string_agg(DISTINCT 'promise=' || status || ' ', '') AS told,
            coalesce(array_agg(coalesce(due_on, DATE '9999-12-31') ORDER BY due_on)
                FILTER (WHERE status IN ('open', 'in_progress')), '{}') AS dues
        FROM engagements_commitment WHERE engagement_id = ANY (ids) GROUP BY engagement_id
    ), t AS MATERIALIZED (
        SELECT engagement_id, string_agg('topic=' || topic_id || ' ', '' ORDER BY topic_id) AS told
        FROM engagements_engagement_topics WHERE engagement_id = ANY (ids) GROUP BY engagement_id
    ), places AS (
        SELECT engagement_id, 'c' || country_id AS shelf
        FROM engagements_engagement_partner_countries WHERE engagement_id = ANY (ids)
        UNION ALL
        SELECT id, 'c' FROM e WHERE NOT EXISTS (
            SELECT FROM engagements_engagement_partner_countries p WHERE p.engagement_id = e.id)
        UNION ALL
        SELECT id, '*' FROM e
    ), others AS (
        SELECT engagement_id, 'p' || partner_id AS shelf, '' AS facts
        FROM engagements_engagement_partners WHERE engagement_id = ANY (ids)
        UNION ALL
        SELECT engagement_id, 't' || topic_id, ''
        FROM engagements_engagement_topics WHERE engagement_id = ANY (ids)
        UNION ALL
        SELECT engagement_id, 'q' || person_id, side
        FROM engagements_participation WHERE engagement_id = ANY (ids) AND person_id IS NOT NULL
        UNION ALL
        SELECT engagement_id, 's' || source_id, ''
        FROM engagements_engagement_sources WHERE engagement_id = ANY (ids)
        UNION ALL
        SELECT DISTINCT m.engagement_id, 'o' || s.outlet, ''
        FROM engagements_engagement_sources m JOIN engagements_source s ON s.id = m.source_id
        WHERE m.engagement_id = ANY (ids) AND s.outlet <> ''
    )
    SELECT e.id, p.shelf, e.day, e.month, e.hidden, e.held, coalesce(c.promises, 0)::smallint,
        ' kind=' || e.kind || ' ' || coalesce(t.told, '') || coalesce(c.told, ''), coalesce(c.dues, '{}')
    FROM places p JOIN e ON e.id = p.engagement_id
        LEFT JOIN c ON c.engagement_id = e.id LEFT JOIN t ON t.engagement_id = e.id
    UNION ALL
    SELECT e.id, o.shelf, e.day, e.month, e.hidden, e.held, coalesce(c.promises, 0)::smallint, o.facts, '{}'
    FROM others o JOIN e ON e.id = o.engagement_id LEFT JOIN c ON c.engagement_id = e.id
$$
"""
"""The rows of `Appearance` as they have to be."""

WORDINGS = """
CREATE OR REPLACE FUNCTION sijill_wordings(ids bigint[]) RETURNS SETOF engagements_wording LANGUAGE sql STABLE AS $$
    SELECT e.id, coalesce(e.date, DATE '0001-01-01'), e.confidentiality <> 'open',
        concat_ws(E'\\n', e.folded, c.told, p.told)
    FROM engagements_engagement e
    LEFT JOIN (
        SELECT engagement_id, string_agg(folded, E'\\n' ORDER BY id) AS told
        FROM engagements_commitment WHERE engagement_id = ANY (ids) GROUP BY engagement_id
    ) c ON c.engagement_id = e.id
    LEFT JOIN (
        SELECT m.engagement_id, string_agg(concat_ws(E'\\n', q.folded_ar, q.folded_en), E'\\n' ORDER BY m.id) AS told
        FROM engagements_participation m JOIN engagements_person q ON q.id = m.person_id
        WHERE m.engagement_id = ANY (ids) GROUP BY m.engagement_id
    ) p ON p.engagement_id = e.id
    WHERE e.id = ANY (ids) AND e.merged_into_id IS NULL
$$
"""
"""The rows of `Wording` as they have to be."""

DERIVE = f"""
CREATE OR REPLACE FUNCTION sijill_derive(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    before jsonb;
BEGIN
    IF ids IS NULL OR ids = '{{}}' THEN
        RETURN;
    END IF;
    -- Until this transaction ends, the same shelves are kept (kept_sql).
    PERFORM pg_advisory_xact_lock_shared({LOCK});
    -- Of two that write parts of one engagement, the second waits here and then sees what the first wrote.
    PERFORM 1 FROM engagements_engagement WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;

    SELECT jsonb_agg(c) INTO before FROM sijill_contributions(ids) c;
    DELETE FROM engagements_appearance a WHERE a.engagement_id = ANY (ids)
        AND NOT EXISTS (SELECT FROM sijill_appearances(ids) f
            WHERE f.engagement_id = a.engagement_id AND f.shelf = a.shelf AND f IS NOT DISTINCT FROM a);
    INSERT INTO engagements_appearance SELECT * FROM sijill_appearances(ids) ON CONFLICT DO NOTHING;
    INSERT INTO engagements_tally (shelf, what, key, hidden, n)
        SELECT shelf, what, key, hidden, sum(n) FROM (
            SELECT * FROM sijill_contributions(ids)
            UNION ALL
            SELECT b.shelf, b.what, b.key, b.hidden, -b.n FROM jsonb_to_recordset(before)
                AS b (shelf text, what text, key text, hidden boolean, n integer)
        ) changed GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0;

    INSERT INTO engagements_wording AS w SELECT * FROM sijill_wordings(ids)
        ON CONFLICT (engagement_id) DO UPDATE SET day = excluded.day, hidden = excluded.hidden, text = excluded.text
        WHERE (w.day, w.hidden, w.text) IS DISTINCT FROM (excluded.day, excluded.hidden, excluded.text);
    DELETE FROM engagements_wording w WHERE w.engagement_id = ANY (ids) AND NOT EXISTS (
        SELECT FROM engagements_engagement e WHERE e.id = w.engagement_id AND e.merged_into_id IS NULL);

    UPDATE engagements_commitment c SET hidden = e.confidentiality <> 'open' FROM engagements_engagement e
        WHERE e.id = c.engagement_id AND e.id = ANY (ids) AND c.hidden <> (e.confidentiality <> 'open');
END $$
"""  # noqa: S608 - our own number

CHANGED = """
CREATE OR REPLACE FUNCTION sijill_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    IF coalesce(current_setting('sijill.derive', true), '') <> 'later' THEN
        EXECUTE TG_ARGV[0] INTO ids;
        PERFORM sijill_derive(ids);
    END IF;
    RETURN NULL;
END $$
"""

HIDDEN = """
CREATE OR REPLACE FUNCTION sijill_commitment_hidden() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.hidden := coalesce(
        (SELECT confidentiality <> 'open' FROM engagements_engagement WHERE id = NEW.engagement_id), false);
    RETURN NEW;
END $$;
CREATE TRIGGER commitment_hidden BEFORE INSERT OR UPDATE ON engagements_commitment
    FOR EACH ROW EXECUTE FUNCTION sijill_commitment_hidden();
"""


def in_batches(each: str, before: str = "", after: str = "") -> str:
    """A block that does something with all engagements, 5,000 at a time; `each` finds their numbers in `ids`."""
    return f"""
DO $$
DECLARE
    first bigint := 0;
    ids bigint[];
BEGIN
    {before}
    LOOP
        SELECT array_agg(id) INTO ids FROM (
            SELECT id FROM engagements_engagement WHERE id > first ORDER BY id LIMIT 5000) batch;
        EXIT WHEN ids IS NULL;
        {each};
        first := ids[array_upper(ids, 1)];
    END LOOP;
    {after}
END $$
"""  # noqa: S608 - our own statements


ALL = in_batches("PERFORM sijill_derive(ids)")
"""Works out what is derived of every engagement."""

RECOUNT = in_batches(
    "INSERT INTO engagements_tally (shelf, what, key, hidden, n) SELECT * FROM sijill_contributions(ids)",
    before="LOCK TABLE engagements_tally IN EXCLUSIVE MODE; DELETE FROM engagements_tally;",
)
"""Counts the tallies again: after a change of `CONTRIBUTIONS`."""

_OWN = "SELECT DISTINCT engagement_id FROM {rows}"
TOUCHED = {
    "engagements_engagement": "SELECT id AS engagement_id FROM {rows}",
    "engagements_engagement_partner_countries": _OWN,
    "engagements_engagement_partners": _OWN,
    "engagements_engagement_topics": _OWN,
    "engagements_engagement_sources": _OWN,
    "engagements_participation": _OWN,
    "engagements_commitment": _OWN,
    "engagements_person": (
        "SELECT DISTINCT p.engagement_id FROM engagements_participation p JOIN {rows} r ON r.id = p.person_id"
    ),
    "engagements_source": (
        "SELECT DISTINCT m.engagement_id FROM engagements_engagement_sources m JOIN {rows} r ON r.id = m.source_id"
    ),
}
"""Which engagements a row of each table is about. New and deleted people and sources are in none."""
_ONLY_UPDATED = {"engagements_person", "engagements_source"}
_EVENTS = {
    "INSERT": ("NEW TABLE AS came", ("came",)),
    "DELETE": ("OLD TABLE AS gone", ("gone",)),
    "UPDATE": ("NEW TABLE AS came OLD TABLE AS gone", ("came", "gone")),
}


def _triggers() -> Iterator[tuple[str, str, str]]:
    """Name, table, and the statement that makes it."""
    for table, touched in TOUCHED.items():
        for event, (referencing, rows) in _EVENTS.items():
            if table in _ONLY_UPDATED and event != "UPDATE":
                continue
            query = " UNION ".join(touched.format(rows=name) for name in rows)
            name = f"derive_after_{event.lower()}"
            yield (
                name,
                table,
                f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {referencing} FOR EACH STATEMENT "  # noqa: S608
                f"EXECUTE FUNCTION sijill_changed('SELECT array_agg(engagement_id) FROM ({query}) touched')",
            )


def create() -> list[str]:
    """The statements that make all of it and work it out for the engagements that are there."""
    functions = [APPEARANCES, CONTRIBUTIONS, WORDINGS, DERIVE, CHANGED, HIDDEN]
    return [*functions, *(statement for _name, _table, statement in _triggers()), ALL]


def drop() -> list[str]:
    """The statements that take it away."""
    return [
        *(f"DROP TRIGGER {name} ON {table}" for name, table, _statement in _triggers()),
        "DROP TRIGGER commitment_hidden ON engagements_commitment",
        "DROP FUNCTION sijill_commitment_hidden(), sijill_changed(), sijill_derive(bigint[]),"
        " sijill_wordings(bigint[]), sijill_contributions(bigint[]), sijill_appearances(bigint[])",
    ]


PARTNER_RENAMED = """
CREATE TRIGGER derive_after_renaming AFTER UPDATE ON engagements_partner
    REFERENCING NEW TABLE AS came OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION sijill_changed(
    'SELECT array_agg(engagement_id) FROM (
        SELECT DISTINCT p.engagement_id FROM engagements_engagement_partners p
        JOIN came ON came.id = p.partner_id JOIN gone ON gone.id = came.id
        WHERE (came.name_ar, came.name_en) IS DISTINCT FROM (gone.name_ar, gone.name_en)) touched')
"""
"""An engagement is found by the names of its partners: of a partner that is renamed they are worked out again."""
