"""Tells a verbal noun, with which a task opens («تشكيل»، «إيفاد»), from other words, by its letters."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.extraction.tables import words

# Folded shapes of the derived forms II-X; ه stands for ة.
_SHAPES = re.compile(
    r"ت[^ا\W]{2}ي[^\W]"  # تفعيل
    r"|ت[^ا\W]{2}يه"  # تفعلة of weak roots: تنمية
    r"|ا[^\W]{2}ا[^\W]"  # إفعال
    r"|ا[^\W]ا[^\W]ه"  # إفالة: إقامة
    r"|است[^\W]{2,3}ا?[^\W]?ه?"  # استفعال, استفالة
    r"|ا[^\W]ت[^\W]{1,2}ا[^\W]"  # افتعال
    r"|ا[^\W]{2}[^\W]ا[^\W]"  # افتعال with a changed ت, انفعال
    r"|م[^\W]ا[^\W]{2}ه"  # مفاعلة
    r"|مو?ا[^\W]اه"  # مفاعاة
)
_LONGEST = 9


@lru_cache(maxsize=65536)
def is_verbal_noun(word: str, *, article: bool = True) -> bool:
    """Could this folded word open a task? `article` allows it to be definite («المشاركة»)."""
    if word in words("verbal_noun_lookalikes"):
        return False
    if word in words("verbal_nouns"):
        return True
    if word.startswith("ال") and len(word) > 4:
        return article and is_verbal_noun(word[2:], article=False)
    stem = _without_pronoun(word)
    if stem in words("verbal_nouns"):
        return stem not in words("verbal_noun_lookalikes")
    return len(word) <= _LONGEST and bool(_SHAPES.fullmatch(word) or _SHAPES.fullmatch(stem))


def _without_pronoun(word: str) -> str:
    for pronoun in ("هما", "هم", "ها"):
        if word.endswith(pronoun) and len(word) - len(pronoun) >= 3:
            stem = word.removesuffix(pronoun)
            return stem[:-1] + "ه" if stem.endswith("ت") else stem
    return word
