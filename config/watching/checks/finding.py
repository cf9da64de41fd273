"""Checks and their findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from django.db import DatabaseError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class State(Enum):
    """How serious a finding is; `/metrics` reports the weight."""

    GOOD = 0
    SOON = 1
    BAD = 2

    @property
    def weight(self) -> int:
        return self.value


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence on the state and, if something is wrong, one on how to mend it."""

    state: State
    said: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A check of the installation.

    `part`: `/readyz` reports it under its key. `web`: a web process cannot serve without it.
    """

    key: str
    label: _StrPromise
    looked: Callable[[datetime], Finding]
    part: bool = False
    web: bool = False

    def look(self, now: datetime) -> Finding:
        """Runs the check. A database error is a finding too."""
        try:
            return self.looked(now)
        except DatabaseError as error:
            # Only SOON: the check of the database itself reports its failure as BAD, once.
            return soon(str(error).strip().partition("\n")[0], "")


def good(said: str) -> Finding:
    return Finding(State.GOOD, said)


def soon(said: str, mend: str) -> Finding:
    return Finding(State.SOON, said, mend)


def bad(said: str, mend: str) -> Finding:
    return Finding(State.BAD, said, mend)
