"""Which rows of any table, and which parts of entries of the trail, exist for an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q

from engagements.auditing.kinds import entries_visible_to, kinds
from engagements.auditing.others import hide_others
from engagements.models import (
    AuditEntry,
    Confidentiality,
    Evidence,
    Notice,
    ProgressUpdate,
    Proof,
    Source,
    Step,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from engagements.models import User

_HANGS_ON: dict[type[Model], Q] = {
    Source: Q(hidden=False),
    Evidence: Q(engagement__confidentiality=Confidentiality.OPEN, source__hidden=False),
    Proof: Q(commitment__hidden=False) & (Q(source=None) | Q(source__hidden=False)),
    ProgressUpdate: Q(commitment__hidden=False),
    Step: Q(commitment__hidden=False),
    Notice: Q(commitment__hidden=False),
}


def seen_by(user: User, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows that exist for `user`; all of them if nothing in this table is restricted."""
    if user.sees_restricted:
        return rows
    if rows.model is AuditEntry:
        return rows.filter(pk__in=entries_visible_to(user).order_by().values("pk"))
    if rows.model in _HANGS_ON:
        return rows.filter(_HANGS_ON[rows.model])
    for kind in kinds().values():
        if kind.model is rows.model and kind.open_rows is not None:
            return rows.filter(pk__in=kind.open_rows().order_by().values("pk"))
    return rows


_CITED = ("sources", "proof")
"""Changes whose values name a release."""


def redacted(
    entries: Iterable[AuditEntry], user: User, sources: Iterable[Source] | None = None
) -> list[AuditEntry]:
    """The entries as `user` may read them, for display only: they must not be saved. Names of releases and records
    that do not exist (any more) outside the restricted group are replaced by their numbers. `sources` are the
    sources that the entries may name, as stored; without it they are queried.
    """
    rows = list(entries)
    if not user.sees_restricted:
        _hide_releases(rows, sources)
        hide_others(rows)
    return rows


def _hide_releases(rows: list[AuditEntry], sources: Iterable[Source] | None) -> None:
    if not any(name in row.changes for row in rows for name in _CITED):
        return
    named = {str(one): f"#{one.pk}" for one in (_cited(rows) if sources is None else sources) if one.hidden}
    for row in rows:
        for name in set(_CITED) & row.changes.keys():
            row.changes[name] = [named.get(value, value) for value in row.changes[name]]


def _cited(rows: list[AuditEntry]) -> QuerySet[Source]:
    of: dict[str, list[int | None]] = {"engagement": [], "commitment": []}
    for row in rows:
        of.setdefault(row.subject_type, []).append(row.subject_id)
    told = Q(engagements__in=of["engagement"]) | Q(proofs__commitment__in=of["commitment"])
    return Source.objects.filter(told, hidden=True).distinct()
