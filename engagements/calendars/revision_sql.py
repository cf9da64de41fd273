"""The triggers that count changes of what calendars show (models.Revision)."""

from __future__ import annotations

FUNCTION = """
    CREATE FUNCTION sijill_revise() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO engagements_revision (kind, number, revision, changed_at)
        VALUES (TG_ARGV[0], NEW.id, 1, now())
        ON CONFLICT (kind, number) DO UPDATE
        SET revision = engagements_revision.revision + 1, changed_at = EXCLUDED.changed_at;
        RETURN NULL;
    END $$
"""
_COLUMNS = {
    "commitment": (
        "engagement_id kind text status due_on closed_on owner owner_unit_id owner_partner_id owner_person_id"
        " assignee_id"
    ),
    "engagement": (
        "kind status title summary date date_precision date_end city country_id confidentiality merged_into_id"
    ),
}


def _trigger(kind: str) -> str:
    old, new = (", ".join(f"{row}.{column}" for column in _COLUMNS[kind].split()) for row in ("OLD", "NEW"))
    return f"""
        CREATE TRIGGER {kind}_revised AFTER UPDATE ON engagements_{kind} FOR EACH ROW
        WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION sijill_revise('{kind}')
    """


ALL = [FUNCTION, *(_trigger(kind) for kind in _COLUMNS)]
NONE = [
    *(f"DROP TRIGGER {kind}_revised ON engagements_{kind}" for kind in _COLUMNS),
    "DROP FUNCTION sijill_revise()",
]
