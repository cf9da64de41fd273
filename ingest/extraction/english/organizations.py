"""Institutions that act in an English release: parties, hosts, signatories, those given a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.english.patterns import pattern
from ingest.extraction.english.tokens import Text, text_of, word_set
from ingest.extraction.schema import Band, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.extraction.document import Document, EventScope, Sentence
    from ingest.extraction.schema import Commitment, Participant, Span

_ACTS = pattern("organizations.acts")
_BY = pattern("organizations.by")
_AWAY = pattern("organizations.away")
_GATHERS = pattern("organizations.gathers")
_CONNECTORS = ("of", "for", "and", "the", "&", "de", "du", "des", "in", "on")
_STATES = frozenset(("embassy", "government", "kingdom", "republic", "state"))


def find_organizations(
    doc: Document, scope: EventScope, people: tuple[Participant, ...], tasks: tuple[Commitment, ...]
) -> tuple[Value[str], ...]:
    """The institutions, each once, in the order of the text."""
    titles = [person.role.evidence for person in people if person.role.evidence]
    owners = [owner.evidence for task in tasks for owner in task.owners if owner.evidence]
    out: dict[str, Value[str]] = {}
    for sentence in scope.sentences:
        for start, end in _names(doc, sentence):
            rule = _rule(doc, scope, sentence, (start, end), titles, owners)
            name = doc.fold[start:end]
            if rule and not any(name in known or known in name for known in out):
                out[name] = doc.copied(start, end, f"english.organizations.{rule}", Band.CHECK)
    return tuple(out.values())


def _rule(
    doc: Document,
    scope: EventScope,
    sentence: Sentence,
    name: tuple[int, int],
    titles: list[Span],
    owners: list[Span],
) -> str:
    span = doc.span(*name)
    text = doc.fold[name[0] : name[1]]
    before = doc.fold[max(sentence.start, name[0] - 200) : name[0]]
    if any(owner.start < span.end and span.start < owner.end for owner in owners):
        return "owner"
    if any(title.start <= span.start and span.end <= title.end for title in titles):
        return "" if text.split()[0] in word_set("orghead") else "title"
    if _AWAY.search(before) or text.split()[0] in _STATES:
        return ""
    if _ACTS.match(doc.fold, name[1], sentence.end):
        return "actor"
    near = sentence == scope.lead or bool(_GATHERS.search(doc.fold, sentence.start, sentence.end))
    return "party" if near and _BY.search(before) else ""


def _names(doc: Document, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words with a word for an institution among them."""
    text = text_of(doc, sentence.start, sentence.end)
    index = 0
    while index < len(text.tokens):
        end = _run(text, index)
        if end > index and _is_institution(text, index, end):
            yield text.tokens[index].start, text.tokens[end - 1].end
        index = max(end, index + 1)


def _run(text: Text, start: int) -> int:
    if (
        not text.cap(start)
        or text.word(start) in ("the", "a", "mr.", "ms.", "dr.")
        or text.word(start) in word_set("courtesy")
    ):
        return start
    index = start + 1
    while (
        text.cap(index) or (text.word(index) in _CONNECTORS and _goes_on(text, index)) or _listed(text, index)
    ):
        index += 1
    return index


def _goes_on(text: Text, index: int) -> bool:
    after = index + 2 if text.word(index + 1) == "the" else index + 1
    if text.word(index) == "and" and text.word(after) not in word_set("portfolio"):
        return False
    if text.word(index) in ("in", "on"):
        return False
    return text.cap(after) and text.word(after) not in word_set("head")


def _listed(text: Text, index: int) -> bool:
    """The comma of «Ministry of Industry, Trade and Supply»."""
    return (
        text.word(index) == ","
        and text.word(index + 1) in word_set("portfolio")
        and text.cap(index + 1)
        and (
            text.word(index + 2) == "and"
            or (text.word(index + 2) == "," and text.word(index + 3) in word_set("portfolio"))
        )
    )


def _is_institution(text: Text, start: int, end: int) -> bool:
    words = [text.word(index) for index in range(start, end)]
    heads = [word for word in words if word in word_set("org")]
    if not heads or words[0] in word_set("head"):
        return False
    return len(words) > 1 and not any(word in word_set("head") for word in words)
