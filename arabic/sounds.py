"""Reduces a name to its consonants, so that a name in Arabic letters can be compared with one in Latin letters.

Vowels and letters that only lengthen them are dropped; letters that stand for one another become one. As different
names can sound alike (كرم, كريم), this narrows or supports a comparison, but never decides it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from arabic.names import name_key

_ARABIC = {
    **dict.fromkeys("ب", "b"),
    **dict.fromkeys("تطث", "t"),
    **dict.fromkeys("جغ", "g"),
    **dict.fromkeys("حه", "h"),
    **dict.fromkeys("خقك", "k"),
    **dict.fromkeys("دضذ", "d"),
    **dict.fromkeys("زسصظ", "s"),
    **dict.fromkeys("اعءوي", ""),
    "ر": "r",
    "ش": "x",
    "ف": "f",
    "ل": "l",
    "م": "m",
    "ن": "n",
}
_LATIN = {
    **dict.fromkeys("aeiouwy", ""),
    **dict.fromkeys("bp", "b"),
    **dict.fromkeys("cqk", "k"),
    **dict.fromkeys("fv", "f"),
    **dict.fromkeys("gj", "g"),
    **dict.fromkeys("sz", "s"),
    "x": "ks",
}
LETTERS = _ARABIC | _LATIN
# Letters that together are one sound, in either script, longer ones first. -ic ends Slavic family names (-ić).
_TOGETHER = re.compile(r"tsch|tch|ch|sh|kh|gh|th|dh|ph|dj|tz|(?<=\w\w)ic$|c(?=[eiy])|تش|تس|دج|دز")
SOUNDS = {
    **dict.fromkeys(("tsch", "tch", "ch", "sh", "ic", "تش"), "x"),
    **dict.fromkeys(("تس", "tz", "c", "دز"), "s"),
    **dict.fromkeys(("gh", "dj", "دج"), "g"),
    "kh": "k",
    "th": "t",
    "dh": "d",
    "ph": "f",
}
ARTICLES = frozenset({"al", "el", "ال"})
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=20_000)
def sounds(name: str) -> tuple[str, ...]:
    """The consonants of each word, without honorifics and articles; words without consonants are left out."""
    plain = unicodedata.normalize("NFKD", name)
    found = (_sound(word) for word in name_key(plain).split() if word not in ARTICLES)
    return tuple(sound for sound in found if sound)


def sound_key(name: str) -> str:
    """The sounds of all words joined, so that it does not matter how a name is divided into words."""
    return _TWICE.sub(r"\1", "".join(sounds(name)))


def _sound(word: str) -> str:
    if word.startswith("ال") and len(word) > 4:
        word = word[2:]
    word = word[:-1] if word[-1:] in "هh" and len(word) > 2 and word[-2:] not in SOUNDS else word
    letters = _TOGETHER.sub(lambda match: f"\0{match[0]}\0", word).split("\0")
    # Every second part is what the pattern has found.
    spelt = "".join(
        SOUNDS[part] if found % 2 else "".join(LETTERS.get(char, char) for char in part)
        for found, part in enumerate(letters)
    )
    return _TWICE.sub(r"\1", spelt)
