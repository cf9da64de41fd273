"""Institutions that act in an English release: parties, hosts, signatories, those given a task."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING

from ingest.extraction.bands import band_of
from ingest.extraction.english.patterns import pattern
from ingest.extraction.english.titles import before_name, body_ahead
from ingest.extraction.english.tokens import Text, text_of, word_set
from ingest.extraction.schema import Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.extraction.document import Document, EventScope, Sentence
    from ingest.extraction.schema import Commitment, Participant, Span

_ACTS = pattern("organizations.acts")
_BY = pattern("organizations.by")
_AWAY = pattern("organizations.away")
_GATHERS = pattern("organizations.gathers")
_TOURED = pattern("organizations.toured")
_INTRODUCED = pattern("organizations.introduced")
_KNOWN = 50  # institutions among which a shorter or longer form of a name is sought
_CONNECTORS = ("of", "for", "and", "the", "&", "de", "du", "des", "in", "on")
_STATES = frozenset(("government", "kingdom", "republic", "state"))
Range = tuple[int, int]  # folded offsets, half-open


def find_organizations(
    doc: Document, scope: EventScope, people: tuple[Participant, ...], tasks: tuple[Commitment, ...]
) -> tuple[Value[str], ...]:
    """The institutions, each once, in the order of the text."""
    titles = sorted(person.role.evidence for person in people if person.role.evidence)
    owners = sorted(owner.evidence for task in tasks for owner in task.owners if owner.evidence)
    out: dict[str, Value[str]] = {}
    for sentence in scope.sentences:
        for start, end in _names(doc, sentence):
            rule = _rule(doc, scope, sentence, (start, end), titles, owners)
            name = doc.fold[start:end]
            if (
                rule
                and name not in out
                and not any(name in known or known in name for known in list(out)[:_KNOWN])
            ):
                out[name] = doc.copied(
                    start, end, f"english.organizations.{rule}", band_of(f"english.organizations.{rule}")
                )
    return tuple(out.values())


def _rule(
    doc: Document, scope: EventScope, sentence: Sentence, name: Range, titles: list[Span], owners: list[Span]
) -> str:
    span = doc.span(*name)
    text = doc.fold[name[0] : name[1]]
    before = doc.fold[max(sentence.start, name[0] - 200) : name[0]]
    if _overlaps(span, owners):
        return "owner"
    if text.split()[0] in word_set("orghead") | _STATES or "embassy" in text:
        return "actor" if text.startswith("ministry") and _acts(doc, scope, sentence, name, before) else ""
    if _overlaps(span, titles):
        return "" if word_set("part") & set(text.split()) else "title"
    if _AWAY.search(before):
        return ""
    return "actor" if _acts(doc, scope, sentence, name, before) else ""


def _overlaps(span: Span, others: list[Span]) -> bool:
    at = bisect_left(others, span.end, key=attrgetter("start")) - 1
    return at >= 0 and span.start < others[at].end


def _acts(doc: Document, scope: EventScope, sentence: Sentence, name: Range, before: str) -> bool:
    if _ACTS.match(doc.fold, name[1], sentence.end):
        return True
    before = _INTRODUCED.sub("", before)
    near = sentence == scope.lead or bool(_GATHERS.search(doc.fold, sentence.start, sentence.end))
    return bool(_BY.search(before)) if near else bool(_TOURED.search(before))


def _names(doc: Document, sentence: Sentence) -> Iterator[Range]:
    """Runs of capitalised words that name an institution: by a word among them, or by what stands before them."""
    text = text_of(doc, sentence.start, sentence.end)
    index = 0
    while index < len(text.tokens):
        if not text.cap(index) or text.word(index) in word_set(
            "head"
        ):  # «Chairperson of the … Authority»: from the institution on
            index += 1
            continue
        index, end = _within_title(text, index, before_name(text, index, _run(text, index)))
        if end > index and (_is_institution(text, index, end) or _is_company(text, index, end)):
            yield text.tokens[index].start, text.tokens[end - 1].end
        index = max(end, index + 1)


def _is_company(text: Text, start: int, end: int) -> bool:
    """«the Maltese shipyard Kordin Marine», «chief executive of Kordin Marine», «Nordeich Metall GmbH»."""
    if text.word(end - 1) in word_set("suffix") and end - start > 1:
        return True
    if text.word(start - 1) in word_set("company"):
        return text.land(start) is None and text.tokens[start].start not in text.cities
    chief = text.word(start - 1) == "of" and text.word(start - 2) in word_set("chief")
    return chief and text.land(start) is None and text.word(start) not in word_set("portfolio")


def _run(text: Text, start: int) -> int:
    if (
        not text.cap(start)
        or text.word(start) in ("the", "a", "mr.", "ms.", "dr.")
        or (text.word(start) in word_set("courtesy") and not _is_general(text, start))
    ):
        return start
    index = start + 1
    while (
        text.cap(index) or (text.word(index) in _CONNECTORS and _goes_on(text, index)) or _listed(text, index)
    ):
        index += 1
    return index


def _within_title(text: Text, start: int, end: int) -> Range:
    """«Regional Director for Arab States of the World Body»: the institution begins behind the last «of the»."""
    for index in range(end - 2, start, -1):
        before = [text.word(at) for at in range(start, index)]
        if text.word(index) == "of" and text.word(index + 1) == "the":
            titled = not word_set("org").intersection(before) and word_set("head").intersection(before)
            return (index + 2, end) if titled else (start, end)
    return start, end


def _is_general(text: Text, start: int) -> bool:
    """«General Electricity Company»: no rank."""
    near = (text.word(index) for index in range(start + 1, start + 4) if text.cap(index))
    bare = text.word(start) == "general" and text.cap(start + 1)
    return bare and any(word in word_set("org") for word in near)


def _goes_on(text: Text, index: int) -> bool:
    after = index + 2 if text.word(index + 1) == "the" else index + 1
    if text.word(index) == "and" and text.word(after) not in word_set("portfolio"):
        return body_ahead(text, index)
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
