"""The only writer of the audit trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models

from engagements.models import Action, AuditEntry, User
from engagements.origin import current

Changes = Mapping[str, tuple[Any, Any]]


def write(
    *,
    by: User | None,
    action: Action,
    subject: models.Model | str,
    now: datetime,
    changes: Changes | None = None,
    note: str = "",
    actor_name: str = "",
) -> AuditEntry:
    """Adds one entry. To be called in the transaction of the change itself.

    The actor's name is that of the account `by`. If nobody is signed in, `by` is None and `actor_name` is a name that
    was given, or that of a command. The origin (address, request) is added from `engagements.origin`. Raises
    ValueError if nobody is named.

    `subject` is a record, or a name for something that is no record (an exported list). `changes` is `{field:
    (before, after)}`; values are stored as text, dates in ISO form, None as null.
    """
    if by is None and not actor_name:
        raise ValueError("an entry says who did it")
    entry = _entry(by, action, subject, now, changes or {}, note, by.display_name if by else actor_name)
    entry.save(force_insert=True)
    return entry


def write_many(
    *, by: User, action: Action, lines: Iterable[tuple[models.Model, Changes, str]], now: datetime
) -> list[AuditEntry]:
    """As `write`, for thousands of entries in one statement. Each of `lines` is (record, changes, note)."""
    return AuditEntry.objects.bulk_create(
        _entry(by, action, subject, now, changes, note, by.display_name) for subject, changes, note in lines
    )


def _entry(
    by: User | None,
    action: Action,
    subject: models.Model | str,
    now: datetime,
    changes: Changes,
    note: str,
    actor_name: str,
) -> AuditEntry:
    origin = current()
    record = subject if isinstance(subject, models.Model) else None
    return AuditEntry(
        at=now,
        actor=by,
        actor_name=actor_name[:200],
        action=action,
        subject_type=record._meta.model_name or "" if record else str(subject)[:50],
        subject_id=record.pk if record else None,
        subject_label=str(subject)[:500],
        note=note,
        changes={field: [_text(before), _text(after)] for field, (before, after) in changes.items()},
        address=origin.address,
        request_id=origin.request_id,
        via=origin.via,
    )


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
