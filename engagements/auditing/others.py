"""Some entries name another record than their own. Outside the restricted group its name is hidden if it does not
exist there (any more).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, BooleanField, Exists, ExpressionWrapper, F, Func, OuterRef, Q

from engagements.auditing.kinds import kinds
from engagements.lists.querystring import as_number
from engagements.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

_NAMED = ("merged", "merged_into", "merged_name", "same_as")
"""Changes whose values name another record of the same kind and end in its number: `name (12)`."""
_VERDICT = "same_event"
"""The change of a verdict; its note names another record: `draft 12: title`."""
_VERDICTS_ON = {"release": ("release",), "draft": ("draft", "engagement")}
"""The kinds that the other record of a verdict may have, by the kind of the entry's own record."""


def hide_others(rows: list[AuditEntry]) -> None:
    """Replaces hidden names by numbers in `rows`, which are for display and must not be saved."""
    _hide_named(rows)
    judged = [row for row in rows if _VERDICT in row.changes]
    if judged:
        entries = AuditEntry.objects.filter(pk__in=[row.pk for row in judged])
        hiding = set(with_hiding(entries).filter(Q(hiding=True)).values_list("pk", flat=True))
        for row in judged:
            if row.pk in hiding:
                row.note = row.note.partition(": ")[0]


def with_hiding(rows: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
    """Adds the alias `hiding` to filter by: whether the note names a record that does not exist outside the
    restricted group.
    """
    hides = Q()
    for own, names in _VERDICTS_ON.items():
        some, none_hidden = Q(), Q()
        for name in names:
            there = Exists(kinds()[name].model._base_manager.filter(pk=OuterRef("other")))
            seen = Exists(_open(name).filter(pk=OuterRef("other")))
            some |= Q(seen)
            none_hidden &= Q(seen) | ~Q(there)
        hides |= Q(subject_type=own, changes__has_key=_VERDICT) & ~(some & none_hidden)
    number = Func(
        F("note"),
        template="substring(%(expressions)s from '^[^0-9:]* ([0-9]{1,18}): ')::bigint",
        output_field=BigIntegerField(),
    )
    return rows.alias(other=number).alias(hiding=ExpressionWrapper(hides, BooleanField()))


def _hide_named(rows: list[AuditEntry]) -> None:
    told: dict[str, set[int]] = {}
    for row in rows:
        told.setdefault(row.subject_type, set()).update(_numbers(row))
    for name, numbers in told.items():
        if not numbers or name not in kinds() or kinds()[name].open_rows is None:
            continue
        seen = set(_open(name).filter(pk__in=numbers).values_list("pk", flat=True))
        for row in rows:
            if row.subject_type == name:
                for field in _NAMED:
                    if field in row.changes:
                        row.changes[field] = [_kept(value, seen) for value in row.changes[field]]


def _numbers(row: AuditEntry) -> Iterable[int]:
    values = [value for field in _NAMED for value in row.changes.get(field, ())]
    return [number for value in values if (number := _number(value)) is not None]


def _kept(value: str | None, seen: set[int]) -> str | None:
    number = _number(value)
    return f"#{number}" if number is not None and number not in seen else value


def _number(value: str | None) -> int | None:
    """The number in brackets at the end of the value, if there is one."""
    return as_number((value or "").rpartition("(")[2].removesuffix(")"))


def _open(name: str) -> QuerySet[AuditEntry]:
    open_rows = kinds()[name].open_rows
    assert open_rows is not None
    return open_rows().order_by()
