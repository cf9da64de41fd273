"""What an event was about: the topics whose words weigh most in its part of the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from arabic.folding import fold
from ingest.extraction.gazetteer import Gazetteer, Match
from ingest.extraction.schema import Band, Value
from ingest.extraction.tables import raw_rows, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.extraction.document import Document, EventScope, Sentence
    from ingest.extraction.schema import Commitment, Span

_FRONT = 6  # sentences of a release that say what it is about
_OFFICE = 0.6  # a word in the name of an office says less of what was spoken of
_REACH = 40  # characters before a word in which the head of an office is sought
_OF_OFFICE = re.compile(
    fold(
        r"(?:وزير|وزيرة|وزارة|وزيري|وزيرا|وزراء|وزارتي|كاتبة? الدولة|غرفة|غرف|نقابة)\s+(?:\w+\s+){0,2}(?:و?[لب]?ال|و)?$"
    )
    + r"|(?:minist(?:er|ry)|chamber|secretary|undersecretary|department) (?:of|for) "
    r"(?:[a-z]+(?:, (?:and )?| and )){0,3}$"
)
_OFFICE_AFTER = re.compile(r"(?: and [a-z]+)? (?:minist(?:er|ry)|chamber|secretary)\b")
# What follows says what was spoken of, to the end of the sentence.
_SAID = re.compile(
    r"\b(?:"
    + fold(
        r"[وف]?(?:بحث|بحثا|يبحث|تبحث|يبحثان|بحثت|ناقش|ناقشا|ناقشت|يناقش|تناول|تناولا|تناولت|استعرض|استعرضا)"
        r"|[وف]?(?:استعرضت|تباحث|تباحثا|تباحثت)|ل?بحث|[لب]?مناقشة|للتباحث|بشأن|حول|بهدف|خصص|لمتابعة"
        r"|مجال(?:ات|ي)?|بمجال(?:ات|ي)?|تعزيز التعاون|فرص التعاون|مذكرة تفاهم|اتفاقية|بروتوكول"
    )
    + r"|discuss(?:ed|es|ing)?|review(?:ed|s|ing)?|talks on|cooperation in|fields? of|areas? of"
    r"|focus(?:ed|es|ing)? on|dealt with|on the subject of|memorandum of understanding)\b"
)
_SURE_FIRST, _SURE_NEXT, _CHECK_NEXT = 12.0, 20.0, 8.0  # weights from which a topic is trusted
_MOST = 5
_SUBJECT = 1.6  # weight of a word in what the parties are said to have spoken of
_TITLE, _LEAD, _TASK, _BODY = 2.5, 2.0, 2.2, 1.0  # weight of a word by where it stands
_FADING = 0.5  # each further use of a word counts half the one before
_SHARE = 0.3  # of the heaviest topic, that a further one must reach
_LEAST = 4.5  # weight below which a further topic is left out
_ENOUGH = 8.5  # weight that is enough beside any other topic


@dataclass(slots=True)
class _Topic:
    weight: float
    start: int
    end: int
    best: float


def find_topics(
    doc: Document, scope: EventScope, commitments: tuple[Commitment, ...] = ()
) -> tuple[Value[str], ...]:
    """One to five topic codes, the heaviest first, each with the words that weighed most for it."""
    topics = _weigh(doc, scope, commitments) or _weigh(doc, _whole(doc, scope), commitments)
    ranked = sorted(topics.items(), key=lambda item: -item[1].weight)
    if not ranked:
        return ()
    floor = max(_LEAST, min(_ENOUGH, ranked[0][1].weight * _SHARE))
    chosen = [ranked[0], *(item for item in ranked[1:_MOST] if item[1].weight >= floor)]
    return tuple(
        Value(
            code,
            doc.span(topic.start, topic.end),
            "topics.words",
            _band(topic.weight, first=code == ranked[0][0]),
        )
        for code, topic in chosen
    )


def _whole(doc: Document, scope: EventScope) -> EventScope:
    """An event told in a few words is about what the release is about."""
    title = next((sentence for sentence in doc.sentences if sentence.block.kind == "title"), None)
    return replace(scope, sentences=doc.sentences[:_FRONT], title=title)


def _band(weight: float, *, first: bool) -> Band:
    """As measured: 105 of 107 leading topics of weight 12 and more are right, 45 of 71 further ones below 8."""
    if weight >= (_SURE_FIRST if first else _SURE_NEXT):
        return Band.SURE
    return Band.CHECK if first or weight >= _CHECK_NEXT else Band.GUESS


def _weigh(doc: Document, scope: EventScope, commitments: tuple[Commitment, ...]) -> dict[str, _Topic]:
    tasks = sorted(item.text.evidence for item in commitments if item.text.evidence)
    topics: dict[str, _Topic] = {}
    uses: dict[str, int] = {}
    for sentence, place in _places(scope):
        titles = [mention.role for mention in doc.persons_in(sentence.start, sentence.end) if mention.role]
        said = _SAID.search(doc.fold, sentence.start, sentence.end)
        subject = said.end() if said else None
        for match in _lexicon().find(doc.fold, sentence.start, sentence.end):
            code, weight = match.value
            if weight == 0:
                continue
            factor = place
            if any(start <= match.start < end for start, end in titles) or _in_office(doc, match):
                factor = place * _OFFICE
            elif subject is not None and match.start >= subject:
                factor = max(_SUBJECT, place)
            if tasks and _inside(doc.span(match.start, match.end), tasks):
                factor = max(place, _TASK)
            used = uses[match.surface] = uses.get(match.surface, 0) + 1
            gain = weight * factor * _FADING ** (used - 1)
            topic = topics.setdefault(code, _Topic(0.0, match.start, match.end, 0.0))
            topic.weight += gain
            if gain > topic.best:
                topic.start, topic.end, topic.best = match.start, match.end, gain
    return topics


def _in_office(doc: Document, match: Match[tuple[str, float]]) -> bool:
    """Is the word part of the name of an office or ministry («وزير الصناعة والتجارة», "Trade Minister")?"""
    before = _OF_OFFICE.search(doc.fold, max(0, match.start - _REACH), match.start)
    return bool(before or _OFFICE_AFTER.match(doc.fold, match.end))


def _inside(span: Span, tasks: list[Span]) -> bool:
    at = bisect_right(tasks, span.start, key=attrgetter("start")) - 1
    return at >= 0 and span.end <= tasks[at].end


def _places(scope: EventScope) -> Iterator[tuple[Sentence, float]]:
    if scope.title is not None:
        yield scope.title, _TITLE
    for sentence in scope.sentences:
        if sentence.block.kind == "body":
            yield sentence, _LEAD if sentence == scope.lead else _BODY


@cache
def _lexicon() -> Gazetteer[tuple[str, float]]:
    share = {row[0]: int(row[3]) / 100 for row in raw_rows("topic_names")}
    entries = [
        (term, (name, int(weight) * share[name]))
        for name, weight, terms in _words()
        for term in terms.split("|")
        if term
    ]
    return Gazetteer(entries)


def _words() -> list[tuple[str, str, str]]:
    """Code (whose underscore folding takes for a space), weight and words of each row."""
    return [(code.replace(" ", "_"), weight, terms) for code, weight, terms in rows("topics")]
