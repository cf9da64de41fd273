"""Whose an institution is that is known by its name: a firm of a country («إيني»), a body of many states."""

from __future__ import annotations

from functools import cache, lru_cache

from ingest.extraction.tables import rows, words
from ingest.extraction.words import stems

_COUNTRY = 2  # column of the table


@cache
def _firms() -> dict[str, str]:
    return {row[0]: row[_COUNTRY].upper() for row in rows("org_heads") if len(row) > _COUNTRY}


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.split()[0] for name in _firms())


@lru_cache(maxsize=2_000)
def country_of_firm(text: str) -> str | None:
    """ISO code of the first firm named in a short folded text, None where none is or its country is not listed."""
    parts = text.split()
    for at, word in enumerate(parts):
        for _, rest in stems(word):
            if rest not in _first_words():
                continue
            for length in (3, 2, 1):
                name = " ".join([rest, *parts[at + 1 : at + length]])
                if name in _firms():
                    return _firms()[name]
    return None


@lru_cache(maxsize=4_000)
def of_many_states(text: str) -> bool:
    """Whether an international organisation is named in a short folded text."""
    return any(map(text.__contains__, words("world_bodies")))
