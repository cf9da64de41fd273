"""Reads and changes the query string of a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import QueryDict

if TYPE_CHECKING:
    from collections.abc import Iterable

CURSOR = "after"
"""The parameter for the cursor at which a page of a list begins."""


_LONGEST_NUMBER = 18


def as_number(text: str) -> int | None:
    """The text as a number; None if it is none, or too large for the database."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


def whole(query: QueryDict) -> str:
    """`?…` unchanged; empty if there are no parameters."""
    return f"?{query.urlencode()}" if query else ""


def changed(query: QueryDict, **values: str | Iterable[str] | None) -> str:
    """`?…` with these parameters set (to one value or several; None removes one), going back to the first page."""
    copy = query.copy()
    copy.pop(CURSOR, None)
    for name, value in values.items():
        copy.pop(name, None)
        if value is not None:
            copy.setlist(name, [value] if isinstance(value, str) else list(value))
    return f"?{copy.urlencode()}"


def toggled(query: QueryDict, name: str, value: str) -> str:
    """`?…` with `value` added to the parameter's values, or removed if it is one of them."""
    values = query.getlist(name)
    kept = [one for one in values if one != value]
    return changed(query, **{name: kept if value in values else [*values, value]})


def without(query: QueryDict, *names: str) -> QueryDict:
    """A copy of the query without these parameters."""
    copy = query.copy()
    for name in names:
        copy.pop(name, None)
    return copy
