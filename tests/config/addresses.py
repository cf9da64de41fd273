"""All addresses of the project, as its URL patterns have them, and what tests/config/addresses.tsv says of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TABLE = Path(__file__).parent / "addresses.tsv"
OPEN = "open"
"""Nobody need be signed in."""
ANY = "any"
"""Whoever is signed in, whatever the role."""
REFUSED = "-"
"""The address does not take this method."""


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern: `route` is what all its parts say together."""

    route: str
    name: str
    view: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Row:
    """`read` and `write` are a permission, OPEN, ANY or REFUSED; `whose` says to whom belongs what is named."""

    route: str
    read: str
    write: str
    whose: str


def addresses() -> list[Address]:
    """Every pattern but those of Django's own tables for administrators, which are looked at in one piece."""
    return list(_walk(get_resolver(), ""))


def rows() -> dict[str, Row]:
    """The table, by route."""
    lines = TABLE.read_text("utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {cell[0]: Row(*cell) for cell in cells}


def _walk(resolver: URLResolver, before: str) -> Iterator[Address]:
    for one in resolver.url_patterns:
        if str(one.pattern).startswith("admin/"):
            continue
        if isinstance(one, URLPattern):
            yield Address(before + _plain(str(one.pattern)), one.name or "", one.callback)
        else:
            yield from _walk(one, before + str(one.pattern))


def _plain(pattern: str) -> str:
    """A regular expression as a route is written."""
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern).removeprefix("^").removesuffix("$")
