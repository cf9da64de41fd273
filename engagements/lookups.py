"""Plain look-ups that pages make again and again: Django would put the statement together anew each time, which takes
longer than the database needs to answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = TypeVar("Row", bound=Model)

_STATEMENTS: dict[tuple[type[Model], tuple[str, ...]], str] = {}
"""By the model and what is asked of its rows. Values are no part of a statement."""


def rows_by(model: type[Row], **values: Any) -> list[Row]:
    """`model.objects.filter(**values)`, in the order of the model. The values are plain ones as the database has them:
    texts, moments, the numbers of rows. Raises ValueError for None, which is asked in another way, and for what takes
    more than its values.
    """
    asked = dict(sorted(values.items()))
    if any(value is None for value in asked.values()):
        raise ValueError(f"{model.__name__} cannot be looked up by {', '.join(asked)} alone")
    statement = _STATEMENTS.get((model, tuple(asked)))
    if statement is None:
        statement = _STATEMENTS[model, tuple(asked)] = _statement(model, asked)
    return list(model._default_manager.raw(statement, list(asked.values())))


def _statement(model: type[Model], asked: Mapping[str, Any]) -> str:
    """With a place for each value, in the order in which they are given. Raises ValueError if it has others."""
    statement, places = model._default_manager.filter(**asked).query.sql_with_params()
    if list(places) != list(asked.values()):
        raise ValueError(f"{model.__name__} cannot be looked up by {', '.join(asked)} alone")
    return str(statement)
