"""Marks of a task inside a sentence: «بتشكيل», «لتدريب», a verbal noun that opens it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.extraction.commitments.party_words import word_class
from ingest.extraction.commitments.verbal_nouns import is_verbal_noun
from ingest.extraction.commitments.word_sets import word_set
from ingest.extraction.tables import words

if TYPE_CHECKING:
    from ingest.extraction.commitments.lines import Line
    from ingest.extraction.commitments.parties import Range

NEAR = 24  # words between a trigger and its task


@dataclass(frozen=True, slots=True)
class Found:
    """A task that opens at folded offset `start`, in word `at`, and who is to do it.

    `end` is the word before which the task ends, where the frame knows it; `speaker` asks for the subject of the
    clause before as owner; `whole` keeps the text from being cut into several tasks.
    """

    at: int
    start: int
    owners: tuple[Range, ...] = ()
    speaker: bool = False
    whole: bool = False
    end: int | None = None


def b_task(line: Line, start: int, stop: int) -> int | None:
    return next((i for i in range(start, min(stop, start + NEAR)) if is_b_task(line, i)), None)


def is_b_task(line: Line, index: int) -> bool:
    word = line.text(index)
    if not word.startswith("ب") or len(word) < 3:
        return False
    return word in ("بان", "بانه", "بانها") or word[1:] in word_set("need") or is_verbal_noun(word[1:])


def l_task(line: Line, index: int) -> int | None:
    """Folded offset at which the task of «لتدريب» or «للمشاركة» opens."""
    word = line.words[index]
    if not word.text.startswith("ل") or len(word.text) < 4:
        return None
    if word.text.startswith("لل"):
        return word.start + 2 if is_verbal_noun(word.text[2:], article=False) else None
    return word.start + 1 if is_verbal_noun(word.text[1:]) else None


def opens(line: Line, index: int, begin: int) -> bool:
    """A verbal noun opens a task unless it completes a name («هيئة تنمية …»)."""
    if index == begin:
        return True
    before = line.text(index - 1)
    bare = before.removeprefix("ال")
    if before == bare and (before in words("org_heads") or before in words("role_heads")):
        return False
    return word_class(before) not in ("inner", "stop") and not (
        is_verbal_noun(before, article=False) and not before.startswith("ال")
    )
