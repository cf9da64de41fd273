"""Finds and corrects text layers that are stored in visual order, left to right, so that Arabic words are backwards."""

from __future__ import annotations

import re

from arabic.folding import fold
from ingest.reading.language import ARABIC_WORDS

_WORD = re.compile("[\u0620-\u064a]+")
# Palindromes and short words prove nothing in either direction.
_PROOF = frozenset(word for word in ARABIC_WORDS if len(word) >= 2 and word[::-1] not in ARABIC_WORDS)
_BACKWARD = frozenset(word[::-1] for word in _PROOF)
_MIN_PROOFS = 3
# Runs that are written left to right inside Arabic: Latin words, numbers, dates, addresses.
_LEFT_TO_RIGHT = re.compile(r"[A-Za-z0-9٠-٩\u00c0-\u024f]+(?:[ .,:/@_+&'\-][A-Za-z0-9٠-٩\u00c0-\u024f]+)*")
_MIRRORED = str.maketrans("()[]{}<>«»“”", ")(][}{><»«”“")


def is_reversed(text: str) -> bool:
    """Whether common Arabic words occur in `text` more than twice as often backwards as forwards."""
    words = _WORD.findall(fold(text))
    forward = sum(1 for word in words if word in _PROOF or word.startswith("ال"))
    backward = sum(1 for word in words if word in _BACKWARD or word.endswith("لا"))
    return backward >= _MIN_PROOFS and backward > 2 * forward


def turn_round(text: str) -> str:
    """Lines in visual order put into logical order. Latin words and numbers keep their direction."""
    return "\n".join(map(_turn_line, text.split("\n")))


def _turn_line(line: str) -> str:
    if not _WORD.search(fold(line)):
        return line
    turned = line[::-1].translate(_MIRRORED)
    return _LEFT_TO_RIGHT.sub(lambda run: run.group()[::-1], turned)
