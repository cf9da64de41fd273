"""Compares offices written in different words: «السفير الكوري» is «سفير جمهورية كوريا»."""

from __future__ import annotations

from engagements.lists.words import needles

# Only of these does a word that follows name a country; «المدير المالي» is no director of Mali.
_DIPLOMATS = frozenset({"سفير", "سفيره", "قنصل", "قائم", "ملحق", "ملحقه"})
# What a state calls itself adds nothing to its name.
_FORMS_OF_STATE = frozenset({"جمهوريه", "دوله"})
# كوريا and كوري, إيطاليا and الإيطالية, اليابان and ياباني meet without these.
_ENDINGS = ("يه", "يا", "ي", "ا")
_SHORTEST = 3


def office_words(office: str) -> frozenset[str]:
    """The words of an office for comparison. In a diplomat's office, a country is reduced to what its name and
    its adjective share.
    """
    words = frozenset(needles(office))
    if not words & _DIPLOMATS:
        return words
    return frozenset(word if word in _DIPLOMATS else _bare(word) for word in words - _FORMS_OF_STATE)


def _bare(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST:
            return word.removesuffix(ending)
    return word
