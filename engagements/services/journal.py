"""Journals: the rows that a change touched, as they were before and after it, and the way back. No table is named
here.

A change is `{"row": [label, key], "before": columns or null, "after": columns or null}`. `before` is null for a row
that was created, `after` is null for one that was deleted, and of a row that was updated only the changed columns are
kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from django.apps import apps
from django.db import connection
from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    from django.db.models import Field

Key: TypeAlias = tuple[str, int]
Columns: TypeAlias = dict[str, Any]
Snapshot: TypeAlias = dict[Key, Columns]
Change: TypeAlias = dict[str, Any]

# Columns that triggers or `recount` compute from other rows; they are not restored but computed again.
_COUNTED = frozenset({"disputed", "hidden", "about", "made_on"})


def rows_of(rows: QuerySet[Any] | Iterable[Model]) -> Snapshot:
    """These rows with all their columns, in JSON's types.

    A model's default ordering is dropped, as the database would sort for nothing. An explicit ordering stays: where
    rows are locked, it is the order of the locks.
    """
    if isinstance(rows, QuerySet) and not rows.query.order_by:
        rows = rows.order_by()
    return {
        (row._meta.label_lower, row.pk): {
            field.attname: _plain(getattr(row, field.attname)) for field in _columns(type(row))
        }
        for row in rows
    }


def difference(before: Snapshot, after: Snapshot, whole: Collection[Key] = ()) -> list[Change]:
    """The changes from one snapshot to the other. Rows of `whole` are listed with all their columns, changed or not."""
    changes: list[Change] = []
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None and key not in whole:
            names = [name for name in old if old[name] != new[name]]
            if not names:
                continue
            old, new = {name: old[name] for name in names}, {name: new[name] for name in names}
        changes.append({"row": list(key), "before": old, "after": new})
    return changes


def key_of(change: Change) -> Key:
    label, number = change["row"]
    return label, number


def current_rows(keys: Iterable[Key]) -> Snapshot:
    """The rows of these keys as they are now; deleted ones are left out."""
    numbers: dict[str, list[int]] = {}
    for label, number in keys:
        numbers.setdefault(label, []).append(number)
    found: Snapshot = {}
    for label, wanted in numbers.items():
        found |= rows_of(apps.get_model(label)._base_manager.filter(pk__in=wanted))
    return found


def differs(row: Columns | None, columns: Columns | None) -> bool:
    """Whether the row is gone, or one of these columns has another value now. Columns that were added later do
    not matter.
    """
    return row is None or columns is None or any(row.get(name) != value for name, value in columns.items())


def record_at(key: Key) -> Model | None:
    """The record with this key, to show its name to people. None if it is gone."""
    row: Model | None = apps.get_model(key[0])._base_manager.filter(pk=key[1]).first()
    return row


def hangs_on(key: Key, known: Collection[Key], apart: Collection[str] = ()) -> Model | None:
    """A row that refers to this one, neither among `known` nor in one of the tables `apart`; None if there is none.

    References without a database constraint are not looked at: triggers delete such rows by themselves.
    """
    label, number = key
    for rows, _name in _hanging(label, [number], known, apart):
        row: Model | None = rows.first()
        if row is not None:
            return row
    return None


def hung_upon(
    label: str, numbers: Collection[int], known: Collection[Key] = (), apart: Collection[str] = ()
) -> set[int]:
    """Those of `numbers` to which other rows refer, by the rules of `hangs_on`. One query for each referring table."""
    found: set[int] = set()
    for rows, name in _hanging(label, numbers, known, apart):
        found.update(rows.values_list(name, flat=True))
    return found


def targets(change: Change) -> set[Key]:
    """The keys of rows to which this row refers, or did before the change, in the columns that the change lists."""
    label, _number = key_of(change)
    found = set()
    for field in apps.get_model(label)._meta.concrete_fields:
        if field.is_relation and field.related_model is not None:
            its = field.related_model._meta.label_lower
            values = [(columns or {}).get(field.attname) for columns in (change["before"], change["after"])]
            found |= {(its, value) for value in values if value is not None}
    return found


def revert(changes: Iterable[Change], keep: Collection[Key] = ()) -> None:
    """Restores the rows to what they were before the changes. Rows that were created are deleted, except those in
    `keep`.

    Raises IntegrityError if later rows stand in the way.
    """
    changes = list(changes)
    for change in changes:
        if change["before"] is not None and change["after"] is not None:
            label, number = key_of(change)
            columns = _python(label, change["before"])
            apps.get_model(label)._base_manager.filter(pk=number).update(**columns)
    made: dict[str, list[int]] = {}
    for change in changes:
        if change["before"] is None and key_of(change) not in keep:
            label, number = key_of(change)
            made.setdefault(label, []).append(number)
    for label, numbers in made.items():
        rows: Any = apps.get_model(label)._base_manager.filter(pk__in=numbers)
        rows._raw_delete(rows.db)  # without cascading: whatever still refers to these rows is an error below
    for change in changes:
        if change["after"] is None:
            label, _number = key_of(change)
            row = apps.get_model(label)(**_python(label, change["before"]))
            row.save_base(raw=True, force_insert=True)
    connection.check_constraints()


def _hanging(
    label: str, numbers: Collection[int], known: Collection[Key], apart: Collection[str]
) -> Iterator[tuple[QuerySet[Any], str]]:
    """For each table that refers to this one: its rows that refer to one of `numbers`, and the column in which
    they do.
    """
    field: Any
    for field in apps.get_model(label)._meta.get_fields(include_hidden=True):
        if not field.auto_created or field.concrete or not (field.one_to_many or field.one_to_one):
            continue
        model, name = field.related_model, field.field.attname
        if not field.field.db_constraint or model._meta.label_lower in apart:
            continue
        own = [pk for its, pk in known if its == model._meta.label_lower]
        yield model._base_manager.filter(**{f"{name}__in": numbers}).exclude(pk__in=own), name


def _columns(model: type[Model]) -> list[Field[Any, Any]]:
    return [
        field
        for field in model._meta.concrete_fields
        if not getattr(field, "generated", False) and field.attname not in _COUNTED
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _python(label: str, columns: Columns) -> Columns:
    fields = {field.attname: field for field in _columns(apps.get_model(label))}
    return {name: fields[name].to_python(value) for name, value in columns.items()}
