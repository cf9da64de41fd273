"""The choices of a filter as a page shows them, each with its link and its number of rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engagements.lists.querystring import changed, toggled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.forms import BoundField
    from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice. `query` is the query string that selects it, or deselects it if it is picked."""

    value: str
    label: str
    query: str
    picked: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """An active filter in words, and the query string without it."""

    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel of a filter bar: the `choices` of the parameter `name` (one, or several if `many`), or `fields` of a
    form.
    """

    name: str
    legend: str
    choices: list[Choice] = field(default_factory=list)
    many: bool = False
    fields: list[BoundField] = field(default_factory=list)

    @property
    def on(self) -> bool:
        return any(each.picked for each in self.choices) or any(each.value() for each in self.fields)


def choices(
    query: QueryDict,
    name: str,
    options: Iterable[tuple[Any, Any]],
    counts: Mapping[Any, int] | None = None,
    *,
    links: bool = True,
) -> list[Choice]:
    """The choices of the parameter `name`, which may have several values. With `counts`, choices with no rows are
    left out unless they are picked. Without `links` their `query` stays empty, as for check boxes.
    """
    picked = query.getlist(name)
    offered = [
        Choice(
            value=str(value),
            label=str(label),
            query=toggled(query, name, str(value)) if links else "",
            picked=str(value) in picked,
            count=None if counts is None else counts.get(value, 0),
        )
        for value, label in options
    ]
    return [choice for choice in offered if choice.count != 0 or choice.picked]


def token(query: QueryDict, label: str, *names: str) -> Token:
    """The token of the filter that consists of these parameters."""
    return Token(label, changed(query, **dict.fromkeys(names)))
