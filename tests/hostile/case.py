"""What a hostile file is in these tests: how to make it and what reading it must come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

READ = "read"
# The canary: a server on this machine that must never be asked. The test sets the address of a real one.
CANARY = "http://127.0.0.1:65501/"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<!DOCTYPE d [<!ENTITY l0 "ha">{_LAUGHS}]>'


@dataclass(frozen=True)
class Case:
    name: str
    filename: str
    build: Callable[[], bytes]
    expected: tuple[str, ...]
    # Words that must not be in the text, whatever else is.
    never: tuple[str, ...] = ()
