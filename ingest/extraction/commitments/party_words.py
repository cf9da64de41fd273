"""Which words begin a party: an office, an institution, a group («الشركات»), a person known by office."""

from __future__ import annotations

from functools import cache

from ingest.extraction.tables import rows, words


@cache
def _classes() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("owner_words")}


def word_class(word: str) -> str:
    """party, person, stop, inner, or nothing."""
    return _classes().get(word, "")


@cache
def heads() -> frozenset[str]:
    """Words that begin an office or an institution, without the article."""
    roles = {row[0] for row in rows("role_heads")}
    return frozenset(word for word in roles | words("org_heads") if " " not in word)


def begins_party_word(word: str) -> bool:
    """Does an office, an institution or a group begin with this word?"""
    return word in heads() or word_class(word) in ("party", "person")
