"""Replaces the numbers of merged names in the journals of approvals and merges.

An approval may be undone years later, by its journal. After two names were merged, the journal has to name the
survivor; after that merge is undone, the former name again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from django.apps import apps
from django.db.models import Q

from engagements.models import Approval, Merge
from engagements.services.journal import Change, Key, key_of
from engagements.services.relations import place_of, relations

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

Journal: TypeAlias = "Approval | Merge"
Place: TypeAlias = list[Any]
"""The journal's label and key, the row's label and key, `before` or `after`, and the column."""
_SIDES = ("before", "after")


def rewrite(model: type[Model], old: int, new: int, engagements: Collection[int]) -> list[Place]:
    """Replaces `old` by `new` wherever a journal refers to a record of `model`, and returns the places.

    Only the approvals of `engagements` are looked at: no other approval has rows left that refer to `old`.
    """
    places: list[Place] = []
    for journal in _mentioning(model, old, engagements):
        found = [
            (change, side, column)
            for change, side, column in _columns(model, journal.changes)
            if change[side][column] == old
        ]
        for change, side, column in found:
            change[side][column] = new
            places.append([journal._meta.label_lower, journal.pk, *key_of(change), side, column])
        if found:
            journal.save(update_fields=["changes"])
    return places


def restore(
    model: type[Model],
    places: Iterable[Place],
    moved: Collection[tuple[Key, str]],
    *,
    old: int,
    new: int,
    since: datetime,
) -> None:
    """Undoes `rewrite`: `old` is put back in these places, and wherever a later merge of engagements mentions a
    column in `moved`.

    Rows that such a merge had removed and that were restored since are changed back too.
    """
    wanted: dict[Key, set[tuple[Key, str, str]]] = {}
    for label, number, row_label, row, side, column in places:
        wanted.setdefault((label, number), set()).add(((row_label, row), side, column))
        table: Any = apps.get_model(row_label)
        table._base_manager.filter(**{"pk": row, column: new}).update(**{column: old})
    later = Merge.objects.filter(at__gte=since).values_list("pk", flat=True)
    for label, number in sorted({*wanted, *((Merge._meta.label_lower, pk) for pk in later)}):
        rows: Any = apps.get_model(label)._base_manager.select_for_update(of=("self",))
        journal = rows.filter(pk=number).first()
        own = wanted.get((label, number), set())
        found = [
            (change, side, column)
            for change, side, column in _columns(model, journal.changes if journal else [])
            if change[side][column] == new
            and ((key_of(change), column) in moved or (key_of(change), side, column) in own)
        ]
        for change, side, column in found:
            change[side][column] = old
        if found:
            journal.save(update_fields=["changes"])


def _mentioning(model: type[Model], number: int, engagements: Collection[int]) -> Iterator[Journal]:
    about = Q()
    for column in {place_of(field)[1] for field in relations(model).values()}:
        for side in _SIDES:
            about |= Q(changes__contains=[{side: {column: number}}])
    yield from Approval.objects.select_for_update().filter(about, pk__in=engagements).order_by("pk")
    yield from Merge.objects.select_for_update(of=("self",)).filter(about).order_by("pk")


def _columns(model: type[Model], changes: Iterable[Change]) -> Iterator[tuple[Change, str, str]]:
    """Every place in the changes that may refer to a record of `model`: (change, side, column)."""
    for change in changes:
        for column in _referring(model, change["row"][0]):
            for side in _SIDES:
                if change[side] is not None and column in change[side]:
                    yield change, side, column


def _referring(model: type[Model], label: str) -> list[str]:
    """Names of the columns of this table that refer to `model`."""
    return [
        field.attname
        for field in apps.get_model(label)._meta.concrete_fields
        if field.is_relation and field.related_model is model
    ]
