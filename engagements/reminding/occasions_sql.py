"""The SQL statements that write notices, each for all accounts at once. However often they run, each occasion is
written once.

What an account may not see is never written; this is checked again when notices are shown and sent.
"""

from __future__ import annotations

_ASKED = "(SELECT user_id FROM engagements_subscription WHERE kind = '{kind}')"
_OPEN = "c.status IN ('open', 'in_progress') AND c.due_on BETWEEN %(first)s AND %(last)s"
_MINE = f"""
    SELECT c.assignee_id AS user_id, c.id FROM engagements_commitment c
    WHERE c.assignee_id IN {_ASKED} AND {_OPEN}
    UNION
    SELECT f.user_id, c.id FROM engagements_following f JOIN engagements_commitment c ON c.id = f.commitment_id
    WHERE f.user_id IN {_ASKED} AND {_OPEN}
"""  # noqa: S608 - our own parts
"""(account, follow-up) for accounts that subscribed to this kind: the follow-up is assigned to them, or they follow
it.
"""
_MAY_BE_TOLD = "u.is_active AND (NOT c.hidden OR u.in_restricted_group)"
_COLUMNS = "user_id, kind, commitment_id, occasion, at, entry_id, by_id, due_on, in_app, mail"
_WHERE_TO = "s.in_app, CASE WHEN s.by_mail THEN 'waiting' ELSE 'none' END"

DUE_SOON = f"""
    INSERT INTO engagements_notice ({_COLUMNS})
    SELECT * FROM (
        SELECT DISTINCT ON (s.user_id, c.id) s.user_id, s.kind, c.id AS commitment_id,
            c.due_on || '/' || lead.days AS occasion, %(now)s::timestamptz, NULL::bigint, NULL::bigint, c.due_on,
            {_WHERE_TO}
        FROM ({_MINE.format(kind="due_soon")}) mine
        JOIN engagements_commitment c ON c.id = mine.id
        JOIN engagements_subscription s ON s.user_id = mine.user_id AND s.kind = 'due_soon'
        JOIN engagements_user u ON u.id = s.user_id
        CROSS JOIN LATERAL unnest(s.days) AS lead(days)
        WHERE {_MAY_BE_TOLD} AND %(today)s::date - (c.due_on - lead.days) BETWEEN 0 AND %(late)s
        ORDER BY s.user_id, c.id, lead.days
    ) due
    WHERE NOT EXISTS (
        SELECT FROM engagements_notice n WHERE n.user_id = due.user_id AND n.kind = due.kind
            AND n.commitment_id = due.commitment_id AND n.occasion = due.occasion)
    ORDER BY due.due_on, due.commitment_id
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - our own parts
"""If several reminder days before the due date have passed, only the last counts; one that was missed by more than
`late` days is skipped.
"""

OVERDUE = f"""
    INSERT INTO engagements_notice ({_COLUMNS})
    SELECT * FROM (
        SELECT s.user_id, s.kind, c.id AS commitment_id,
            c.due_on || '+' || (%(today)s::date - c.due_on - 1) / 7 AS occasion, %(now)s::timestamptz, NULL::bigint,
            NULL::bigint, c.due_on, {_WHERE_TO}
        FROM ({_MINE.format(kind="overdue")}) mine
        JOIN engagements_commitment c ON c.id = mine.id
        JOIN engagements_subscription s ON s.user_id = mine.user_id AND s.kind = 'overdue'
        JOIN engagements_user u ON u.id = s.user_id
        WHERE {_MAY_BE_TOLD}
    ) due
    WHERE NOT EXISTS (
        SELECT FROM engagements_notice n WHERE n.user_id = due.user_id AND n.kind = due.kind
            AND n.commitment_id = due.commitment_id AND n.occasion = due.occasion)
    ORDER BY due.due_on, due.commitment_id
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - our own parts
"""One notice for each week since the due date; weeks without a notice before the present one are skipped."""

CHANGED = f"""
    INSERT INTO engagements_notice ({_COLUMNS})
    SELECT DISTINCT ON (s.user_id, e.id) s.user_id, s.kind, c.id, e.id::text, e.at, e.id, e.actor_id, NULL::date,
        {_WHERE_TO}
    FROM engagements_auditentry e
    JOIN engagements_commitment c ON c.id = e.subject_id
    CROSS JOIN LATERAL (
        SELECT c.assignee_id AS user_id WHERE c.assignee_id IS NOT NULL
        UNION SELECT f.user_id FROM engagements_following f WHERE f.commitment_id = c.id
    ) mine
    JOIN engagements_subscription s ON s.user_id = mine.user_id AND (s.kind = 'changed'
        OR s.kind = 'assigned' AND e.changes ? 'assignee' AND mine.user_id = c.assignee_id)
    JOIN engagements_user u ON u.id = s.user_id
    WHERE e.id = ANY(%(entries)s) AND e.subject_type = 'commitment' AND {_MAY_BE_TOLD}
        AND u.id IS DISTINCT FROM e.actor_id
    ORDER BY s.user_id, e.id, s.kind
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - our own parts
"""A new assignee gets the notice «assigned» and not also «changed». Nobody is notified of their own changes."""
