"""Where in an event's part of a release a word of a topic stands, and so how much it says of the subject."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from arabic.folding import fold
from ingest.extraction.gazetteer import Gazetteer
from ingest.extraction.tables import rows
from ingest.extraction.topic_words import TopicWord, topic_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.extraction.document import Document, EventScope, Sentence
    from ingest.extraction.gazetteer import Match
    from ingest.extraction.schema import Commitment

_NEAR = 70  # characters after «بحث الجانبان» within which its object is named
_OPENING = 60  # characters of a sentence within which a word of courtesy colours it
_REACH = 40  # characters before a word in which the head of an office or body is sought
_OF_OFFICE = re.compile(
    fold(
        r"(?:وزير|وزيرة|وزارة|وزيري|وزيرا|وزراء|وزارتي|كاتبة? الدولة|غرفة|غرف|نقابة)\s+(?:\w+\s+){0,2}(?:و?[لب]?ال|و)?$"
        r"|\b(?:و?[لب]?ال|و?[بل]|و)?(?:لجنة|لجان|اتحاد|جمعية|هيئة|مؤسسة|نقابة|إدارة|مكتب|مركز|مدير|مديرة|قسم|رابطة"
        r"|شركة|جهاز|وكالة|مجلس|معهد|بنك|مصرف|صندوق)\s+(?:\w+\s+)?(?:و?[لب]?ال|[لو])?$"
    )
    + r"|(?:minist(?:er|ry)|chamber|secretary|undersecretary|department) (?:of|for) "
    r"(?:[a-z]+(?:, (?:and )?| and )){0,3}$"
)
_OFFICE_AFTER = re.compile(r"(?: and [a-z]+)? (?:minist(?:er|ry)|chamber|secretary)\b")


class Use(NamedTuple):
    """A word of the tables as it is used: its place, by name, and its folded offsets.

    Places: `title`, `title_talks` (after «بحث» in a title), `talks` and `about` (after such a word), the same with
    `_far`, `lead`, `body`, `present`, `aside`, `courtesy`, `office` (in a title or the name of a body), and the
    kind of a commitment (`signed`, `agreed`, `pledged`, `directed`, `requested`) for a word inside it.
    """

    word: TopicWord
    place: str
    start: int
    end: int


def uses(doc: Document, scope: EventScope, commitments: tuple[Commitment, ...]) -> Iterator[Use]:
    """Every word that speaks of a topic in the headline and the body of the event, in the order of the text."""
    tasks = _Tasks(commitments)
    if scope.title is not None:
        yield from _in_sentence(doc, scope.title, "title", tasks)
    for sentence in scope.sentences:
        if sentence.block.kind == "body":
            yield from _in_sentence(doc, sentence, "lead" if sentence == scope.lead else "body", tasks)


def _in_sentence(doc: Document, sentence: Sentence, base: str, tasks: _Tasks) -> Iterator[Use]:
    matches = [m for m in topic_words().find(doc.words, sentence.start, sentence.end) if m.value.topics]
    if not matches:
        return
    people = doc.persons_in(sentence.start, sentence.end)
    titles = [mention.role for mention in people if mention.role]
    called = [mention.name for mention in people if mention.name]
    cues = _cues().find(doc.words, sentence.start, sentence.end)
    if base == "body":
        base = _colour(cues, sentence.start)
    cue, following = None, 0
    for match in matches:
        while following < len(cues) and cues[following].start < match.start:
            if cues[following].value in ("talks", "about", "present"):
                cue = cues[following]
            following += 1
        if _in_titles(match, called):
            continue  # «يعرب القضاة», «عمر الصيد»: a name
        place = _after(cue, match.start, base)
        kind = tasks.kind_at(doc, match)
        if place != "present" and (_in_titles(match, titles) or _in_office(doc, match)):
            place = "office"
        elif kind is not None:
            place = kind
        yield Use(match.value, place, match.start, match.end)


def _colour(cues: list[Match[str]], start: int) -> str:
    if cues and cues[0].value == "aside" and cues[0].start - len(cues[0].prefix) == start:
        return "aside"
    first = next((cue for cue in cues if cue.value != "aside"), None)
    return "courtesy" if first and first.value == "courtesy" and first.start < start + _OPENING else "body"


def _after(cue: Match[str] | None, start: int, base: str) -> str:
    if cue is None or base == "aside":
        return base
    if base == "title":
        return base if cue.value == "present" else "title_talks"
    if cue.value == "present" or start - cue.end <= _NEAR:
        return cue.value
    return f"{cue.value}_far"


class _Tasks:
    """The clauses of the commitments, to ask which of them a word stands in."""

    def __init__(self, commitments: tuple[Commitment, ...]) -> None:
        known = [(item.text.evidence, item.kind.value) for item in commitments if item.text.evidence]
        self._clauses = sorted(((span, kind or "pledged") for span, kind in known), key=lambda pair: pair[0])
        self._spans = [span for span, _ in self._clauses]

    def kind_at(self, doc: Document, match: Match[TopicWord]) -> str | None:
        if not self._spans:
            return None
        span = doc.span(match.start, match.end)
        at = bisect_right(self._spans, span.start, key=attrgetter("start")) - 1
        return self._clauses[at][1] if at >= 0 and span.end <= self._spans[at].end else None


def _in_titles(match: Match[TopicWord], titles: list[tuple[int, int]]) -> bool:
    return any(start <= match.start < end for start, end in titles)


def _in_office(doc: Document, match: Match[TopicWord]) -> bool:
    """Is the word part of the name of an office or body («وزير الصناعة والتجارة», "Trade Minister")?"""
    before = _OF_OFFICE.search(doc.fold, max(0, match.start - _REACH), match.start)
    return bool(before or _OFFICE_AFTER.match(doc.fold, match.end))


@cache
def _cues() -> Gazetteer[str]:
    return Gazetteer((term, kind) for kind, terms in rows("topic_cues") for term in terms.split("|"))
