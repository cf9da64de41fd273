"""The institution behind an office that only points to it: «رئيسها التنفيذي», «مديرة مكتبها في عمان»."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.extraction.line import line_of
from ingest.extraction.org_spans import institutions
from ingest.extraction.schema import Band

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.extraction.document import Document, EventScope, Sentence
    from ingest.extraction.org_spans import Org
    from ingest.extraction.schema import Participant
    from ingest.extraction.words import Word

_OF_STATES = ("نظير", "سفير", "مبعوث", "قنصل", "نضير")  # «سفيرها»: of a state
_POINTING = ("بها", "فيها", "لديها")  # «مديرة المشاريع بها»
_OWNED = ("تها", "مكتبها", "مكتبه", "مقرها", "فرعها", "ادارتها", "ادارته")
_SHORTEST = 4  # letters of an office with its pronoun
_BACK = 3  # sentences in which the institution is sought


def with_bodies(doc: Document, scope: EventScope, people: tuple[Participant, ...]) -> tuple[Participant, ...]:
    """The participants, those whose title points to an institution with that institution."""
    return tuple(_with_body(doc, scope, person) for person in people)


def _with_body(doc: Document, scope: EventScope, person: Participant) -> Participant:
    if person.role.evidence is None:
        return person
    starts = doc.folded.starts
    role = person.role.evidence
    first, last = bisect_left(starts, role.start), bisect_left(starts, role.end)
    if not _points(doc, doc.words.within(first, last)):
        return person
    org = body_before(doc, scope.sentences, first)
    if org is None:
        return person
    return replace(person, organization=doc.copied(org.start, org.end, "people.body_before", Band.CHECK))


def _points(doc: Document, title: list[Word]) -> bool:
    """Whether a title has a pronoun where it should name its institution."""
    if not title or title[0].text.startswith(_OF_STATES):
        return False
    return is_possessed(doc, title[0]) or any(
        word.text in _POINTING or word.text.endswith(_OWNED) for word in title[1:]
    )


def is_possessed(doc: Document, word: Word) -> bool:
    """«رئيسها», «مديره», «مديرته»: an office with a pronoun; «رئيسة» and «مديرة» end in another letter."""
    if len(word.text) <= _SHORTEST:
        return False
    if word.text.endswith(("ها", "هم")):
        return True
    return word.text.endswith("ه") and doc.quote(word.end - 1, word.end) == "ه"


def body_before(doc: Document, sentences: Sequence[Sentence], at: int) -> Org | None:
    """The institution spoken of last before the folded offset `at`; «الهيئة» stands for the one named so before."""
    told = [sentence for sentence in sentences if sentence.start < at]
    named: list[Org] = []
    for sentence in told:
        named += [org for org in institutions(line_of(doc, sentence)) if org.end <= at]
    for sentence in reversed(told[-_BACK:]):
        line = line_of(doc, sentence)
        for index in range(len(line) - 1, -1, -1):
            word = line.words[index]
            head = line.org(index) if word.start < at and not word.is_mark else None
            if head is None or head.kind in ("event", "never"):
                continue
            own = [org for org in named if org.start <= word.start < org.end]
            twins = own or [org for org in named if org.stem == head.stem and head.definite]
            if twins:
                return twins[-1]
    return None
