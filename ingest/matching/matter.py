"""What a passage is about: its words without names, without endings, and without what all such releases say.

Two accounts in different words have few word triples in common but mention the same things. A later meeting of the
same people has the names in common but not the things.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ingest.extraction.tables import rows
from ingest.matching.shingles import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

MOST = 150
"""The most words of a passage that are kept, the first ones: what matters is said early."""
FEWEST = 5
"""Passages with fewer are too short to be compared by them."""

_PREFIX = re.compile(r"^(?:[وف]?[بك]?ال|[وف]?لل)(?=\w{3})")
_SUFFIX = re.compile(r"(?:هما|هم|ها|ات|ين|ون|ان|يه|ه|ي)$")
_PLURAL = re.compile(r"(?:ings?|ed|e?s)$")


def matter(spoken: Iterable[str], names: Iterable[str]) -> list[int]:
    """The stems of the words that tell what it is about, as numbers, each once. `spoken` are folded words;
    `names` are left out.
    """
    own = {stem(word) for name in names for word in words(name)}
    stems = dict.fromkeys(stem(word) for word in spoken if len(word) > 2 and not word.isdigit())
    telling = [each for each in stems if each not in own and each not in stock_stems() and len(each) > 2]
    return [zlib.crc32(each.encode()) for each in telling[:MOST]]


def in_common(ones: Collection[int], others: Collection[int]) -> float | None:
    """The share of the shorter list that the other one has too; None if either has fewer than FEWEST."""
    if min(len(ones), len(others)) < FEWEST:
        return None
    return len(set(ones).intersection(others)) / min(len(ones), len(others))


def stem(word: str) -> str:
    """A folded word without article, plural and possessive endings. Rough, but the same for both texts."""
    if word.isascii():
        return _PLURAL.sub("", word) if len(word) > 4 else word
    bare = _PREFIX.sub("", word)
    return _SUFFIX.sub("", bare) if len(bare) > 4 else bare


@cache
def stock_stems() -> frozenset[str]:
    """The stems of words that releases use whatever they are about."""
    text = (files("ingest.matching") / "data" / "stock_words.tsv").read_text(encoding="utf-8")
    lines = (line.partition("#")[0] for line in text.splitlines())
    stock = {stem(word) for line in lines for word in words(line)}
    # Names of countries are left out too, as countries are compared by their codes.
    return frozenset(stock.union(*(_country_stems(row) for row in rows("countries"))))


def _country_stems(row: tuple[str, ...]) -> set[str]:
    _, names, nisba, _, names_en, demonyms_en, *_ = row
    return {stem(word) for cell in (names, nisba, names_en, demonyms_en) for word in words(cell)}
