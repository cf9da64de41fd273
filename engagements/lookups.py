"""Simple lookups that every page makes, with the SQL compiled once per process. Django compiles a queryset each time,
which takes longer than the database takes to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = TypeVar("Row", bound=Model)

_STATEMENTS: dict[tuple[type[Model], tuple[str, ...]], str] = {}
"""SQL by model and names of the lookups. Values are never part of it."""


def rows_by(model: type[Row], **values: Any) -> list[Row]:
    """The rows of `model.objects.filter(**values)`. Values are strings, numbers, dates or times, for lookups that pass
    them to the database unchanged. Raises ValueError for None and for other lookups (`__in`, `__startswith`).
    """
    asked = dict(sorted(values.items()))
    if any(value is None for value in asked.values()):
        raise ValueError(f"{model.__name__} cannot be looked up by {', '.join(asked)} alone")
    statement = _STATEMENTS.get((model, tuple(asked)))
    if statement is None:
        statement = _STATEMENTS[model, tuple(asked)] = _statement(model, asked)
    return list(model._default_manager.raw(statement, list(asked.values())))


def _statement(model: type[Model], asked: Mapping[str, Any]) -> str:
    """SQL with one placeholder per value, in this order. Raises ValueError if the parameters differ from the values."""
    statement, places = model._default_manager.filter(**asked).query.sql_with_params()
    if list(places) != list(asked.values()):
        raise ValueError(f"{model.__name__} cannot be looked up by {', '.join(asked)} alone")
    return str(statement)
