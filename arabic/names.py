"""The key under which names of persons and organisations are compared."""

from __future__ import annotations

import re
from functools import lru_cache

from arabic.folding import fold

HONORIFICS = frozenset(
    fold(
        "معالي معاليه سعادة سعاده السيد السيدة الدكتور الدكتورة د دكتور الأستاذ الأستاذة أستاذ أ المهندس "
        "المهندسة مهندس م فخامة سمو صاحب السمو الملكي الأمير الأميرة الشيخ اللواء الفريق العميد العقيد جلالة "
        "دولة خادم الحرمين الشريفين الملك المستشار القاضي البروفيسور البروفسور أول ركن mr mrs ms dr eng prof "
        "he hrh his her excellency sheikh"
    ).split()
)
JOINED = ("ابو", "ابن", "بن", "عبد", "ال", "بو", "ابي", "ام", "ايت", "اولاد")
_JOINED = re.compile(rf"\b({'|'.join(JOINED)}) (?=\w)")
_NOT_WORD = re.compile(r"[^\w]+")


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """The name folded, without honorifics and punctuation, with أبو, عبد and بن joined to the next word."""
    words = [word for word in _NOT_WORD.sub(" ", fold(name)).split() if word not in HONORIFICS]
    return _JOINED.sub(r"\1", " ".join(words))
