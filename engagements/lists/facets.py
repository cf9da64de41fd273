"""The choices of a filter as a page offers them: each with what it leads to and how many rows it has."""

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
    """One choice. `query` is the address with it picked, or no longer picked if it is."""

    value: str
    label: str
    query: str
    picked: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A filter that is on, in words, and the address without it."""

    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel of a filter bar: the `choices` of the parameter `name`, one of them or `many`; or `fields` of a form."""

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
    """The options of the parameter `name`, which may have many values. With `counts`, those of none are left
    out unless picked. Without `links`, as boxes of a form need none, their addresses stay empty."""
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
    """The filter that the parameters `names` make up."""
    return Token(label, changed(query, **dict.fromkeys(names)))
