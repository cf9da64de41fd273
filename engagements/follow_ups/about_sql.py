"""What a follow-up's engagement is about, kept on the follow-up's own row by the database, whoever writes.

A list of hundreds of thousands is filtered, counted and grouped by it without a look at other tables
(docs/follow_ups.md). `about` is sorted: `country=JP`, `partner=12`, `topic=mining`.
"""

from __future__ import annotations

ABOUT = """
CREATE OR REPLACE FUNCTION sijill_about(ids bigint[])
RETURNS TABLE (engagement_id bigint, about text[]) LANGUAGE sql STABLE AS $$
    SELECT f.engagement_id, array_agg(f.fact ORDER BY f.fact COLLATE "C") FROM (
        SELECT c.engagement_id, 'country=' || country_id FROM engagements_engagement_partner_countries c
            WHERE c.engagement_id = ANY (ids)
        UNION ALL
        SELECT p.engagement_id, 'partner=' || partner_id FROM engagements_engagement_partners p
            WHERE p.engagement_id = ANY (ids)
        UNION ALL
        SELECT t.engagement_id, 'topic=' || topic_id FROM engagements_engagement_topics t
            WHERE t.engagement_id = ANY (ids)
    ) f (engagement_id, fact) GROUP BY 1
$$
"""

FILL = """
SET LOCAL sijill.derive = 'later';
UPDATE engagements_commitment c SET about = coalesce(a.about, '{}'), made_on = e.date
FROM engagements_engagement e
    LEFT JOIN sijill_about((SELECT array_agg(DISTINCT engagement_id) FROM engagements_commitment)) a
    ON a.engagement_id = e.id
WHERE e.id = c.engagement_id;
SET LOCAL sijill.derive = 'now';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
"""For the rows that are there; nothing that is derived of them elsewhere changes by it."""

KEEP = """
CREATE OR REPLACE FUNCTION sijill_commitment_about() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.about := coalesce((SELECT a.about FROM sijill_about(ARRAY[NEW.engagement_id]) a), '{}');
    NEW.made_on := (SELECT date FROM engagements_engagement WHERE id = NEW.engagement_id);
    RETURN NEW;
END $$;
CREATE TRIGGER commitment_about BEFORE INSERT OR UPDATE OF engagement_id, about, made_on ON engagements_commitment
    FOR EACH ROW EXECUTE FUNCTION sijill_commitment_about();

CREATE OR REPLACE FUNCTION sijill_about_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    EXECUTE TG_ARGV[0] INTO ids;
    UPDATE engagements_commitment c SET about = coalesce(a.about, '{}'), made_on = e.date
        FROM engagements_engagement e LEFT JOIN sijill_about(ids) a ON a.engagement_id = e.id
        WHERE c.engagement_id = ANY (ids) AND e.id = c.engagement_id
            AND (c.about, c.made_on) IS DISTINCT FROM (coalesce(a.about, '{}'), e.date);
    RETURN NULL;
END $$;
"""

_TABLES = {
    "engagements_engagement_partner_countries": "engagement_id",
    "engagements_engagement_partners": "engagement_id",
    "engagements_engagement_topics": "engagement_id",
    "engagements_engagement": "id",
}
_EVENTS = {
    "INSERT": ("NEW TABLE AS came", ("came",)),
    "DELETE": ("OLD TABLE AS gone", ("gone",)),
    "UPDATE": ("NEW TABLE AS came OLD TABLE AS gone", ("came", "gone")),
}


def _triggers() -> list[tuple[str, str, str]]:
    """Name, table, and the statement that makes it. A new or deleted engagement has no follow-ups."""
    made = []
    for table, column in _TABLES.items():
        for event, (referencing, rows) in _EVENTS.items():
            if column == "id" and event != "UPDATE":
                continue
            query = " UNION ".join(f"SELECT {column} FROM {name}" for name in rows)  # noqa: S608
            name = f"about_after_{event.lower()}"
            made.append(
                (
                    name,
                    table,
                    f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {referencing} FOR EACH STATEMENT "  # noqa: S608
                    f"EXECUTE FUNCTION sijill_about_changed('SELECT array_agg({column}) FROM ({query}) touched')",
                )
            )
    return made


def create() -> list[str]:
    """The statements that fill the columns and keep them."""
    return [ABOUT, FILL, KEEP, *(statement for _name, _table, statement in _triggers())]


def drop() -> list[str]:
    """The statements that take it away."""
    return [
        *(f"DROP TRIGGER {name} ON {table}" for name, table, _statement in _triggers()),
        "DROP TRIGGER commitment_about ON engagements_commitment",
        "DROP FUNCTION sijill_about_changed(), sijill_commitment_about(), sijill_about(bigint[])",
    ]
