"""Splits an English release into the events that it tells, with the kind of each."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from ingest.extraction.commitments.lines import between
from ingest.extraction.document import EventScope
from ingest.extraction.english.patterns import pattern
from ingest.extraction.gazetteer import Gazetteer, Match
from ingest.extraction.schema import Band
from ingest.extraction.tables import rows

if TYPE_CHECKING:
    from ingest.extraction.document import Document, Sentence

_APART = pattern("events.apart")
_ALSO = pattern("events.also")
_MARGIN = pattern("events.margin")
_AHEAD = pattern("events.ahead")
_TO_COME = pattern("events.to_come")
_HELD_BACK = pattern("events.held_back")
_HAD = pattern("events.had")
_GUEST = pattern("events.guest")
_BACK_TO = pattern("events.back_to")
_FRONT = 8  # sentences among which the one that opens the story is sought
_ACTED = pattern("events.acted")
_ENCOUNTER = pattern("events.encounter")
_EARLIER = pattern("events.earlier")
_AHEAD_VISIT = pattern("events.ahead_visit")
_AHEAD_MEET = pattern("events.ahead_meet")
_ALL = pattern("events.all")
_SEVERAL = pattern("events.several")
_DENIED = pattern("events.denied")
_CALLED_OFF = pattern("events.called_off")
_MOVED = pattern("events.moved")
UMBRELLA = "english.kind.umbrella"  # rule of a lead that only announces the events told after it
_HOSTING = pattern("events.hosting")
_VISITOR = pattern("events.visitor")


@cache
def _kinds() -> Gazetteer[tuple[str, int]]:
    return Gazetteer(
        [
            (phrase, (kind, int(weight)))
            for kind, weight, cell in rows("en_triggers")
            for phrase in cell.split("|")
        ]
    )


def find_events(doc: Document) -> tuple[EventScope, ...]:
    """The events, in the order of the text: the one that the release is about, then those it mentions."""
    body = [sentence for sentence in doc.sentences if sentence.block.kind == "body"]
    title = next((sentence for sentence in doc.sentences if sentence.block.kind == "title"), None)
    lead = _lead(doc, body)
    if lead is None or _is_none(doc, lead):
        return ()
    first = _scope(doc, lead, title)
    if first is None:
        return ()
    out = [first]
    parts: list[list[Sentence]] = [[]]
    for sentence in body:
        apart = _apart(doc, sentence, first) if sentence.index > lead.index else None
        if apart is not None:
            out.append(apart)
            parts.append([sentence])
        elif _ALL.search(doc.fold, sentence.start, sentence.end):
            for scope, part in zip(out, parts, strict=True):
                part.extend([sentence] if scope.primary else [])
        elif _returns(doc, sentence, out[-1]):
            parts[0].append(sentence)
        else:
            parts[-1].append(sentence)
    if sum(scope.primary for scope in out) > 2 and _SEVERAL.search(doc.fold, lead.start, lead.end):
        out[0] = replace(out[0], rule=UMBRELLA)
    return tuple(replace(scope, sentences=tuple(part)) for scope, part in zip(out, parts, strict=True))


def _is_none(doc: Document, lead: Sentence) -> bool:
    """A denial or a cancellation tells no encounter; one put off to another day is to come."""
    if _DENIED.search(doc.fold, lead.start, lead.end):
        return True
    return bool(_CALLED_OFF.search(doc.fold, lead.start, lead.end)) and not is_moved(doc, lead)


def is_moved(doc: Document, lead: Sentence) -> bool:
    """«postponed the forum … until 7 June»."""
    return bool(_MOVED.search(doc.fold, lead.start, lead.end))


def _lead(doc: Document, body: list[Sentence]) -> Sentence | None:
    for sentence in body[:_FRONT]:
        if _matches(doc, sentence):
            return sentence
    acts = any(_ACTED.search(doc.fold, sentence.start, sentence.end) for sentence in body)
    return body[0] if body and acts else None


def _matches(doc: Document, sentence: Sentence) -> list[Match[tuple[str, int]]]:
    return _kinds().find(doc.words, sentence.start, sentence.end)


def _scope(doc: Document, lead: Sentence, title: Sentence | None) -> EventScope | None:
    matches = _matches(doc, lead)
    if not matches:
        return _untold(doc, lead, title)
    match = _main(doc, matches, lead)
    kind = match.value[0]
    headline = _matches(doc, title) if title is not None else []
    if (
        headline
        and kind in ("meeting", "visit", "conference")
        and headline[0].value[0] in ("call", "signing", "conference")
    ):
        kind = headline[0].value[0] if headline[0].value[0] != "conference" or kind == "conference" else kind
    before = doc.fold[max(lead.start, match.start - 40) : match.start]
    planned = (
        is_moved(doc, lead)
        or bool(_AHEAD.search(before))
        or bool(_TO_COME.search(doc.fold, lead.start, lead.end))
    )
    return EventScope(
        kind,
        (),
        lead,
        match.start,
        planned=planned,
        title=title,
        rule=f"english.kind.{kind}",
        band=Band.CHECK,
    )


def _untold(doc: Document, lead: Sentence, title: Sentence | None) -> EventScope:
    """No word says what it was, but people acted: the headline's word, else a meeting."""
    headline = _matches(doc, title) if title is not None else []
    kind = headline[0].value[0] if headline else "meeting"
    return EventScope(kind, (), lead, lead.start, title=title, rule="english.kind.untold", band=Band.GUESS)


def _main(doc: Document, matches: list[Match[tuple[str, int]]], lead: Sentence) -> Match[tuple[str, int]]:
    """The heaviest word of kind near the front: «met … on the margins of the forum» is a meeting."""

    def rank(match: Match[tuple[str, int]]) -> float:
        behind = doc.fold[max(lead.start, match.start - 45) : match.start]
        guest = match.surface == "visiting" and _VISITOR.match(doc.fold, match.end)
        held_back = 3 if guest or _HELD_BACK.search(behind) else 0
        return match.value[1] - held_back - (match.start - lead.start) / 120

    return max(matches, key=rank)


def _apart(doc: Document, sentence: Sentence, first: EventScope) -> EventScope | None:
    """Another event: told of an earlier or later day, on the margins, or expressly besides."""
    text = doc.fold[sentence.start : sentence.end]
    found = _ENCOUNTER.search(text) or _HOSTING.search(text)
    if found is None:
        return None
    perfect = bool(_HAD.search(text))
    ahead = _HOSTING.search(text) is not None
    dated = bool(between(doc.dates, sentence.start, sentence.end))
    placed = bool(between(doc.cities, sentence.start, sentence.end))
    margin = bool(_MARGIN.search(text))
    besides = bool(_ALSO.search(text[: found.start() + 12])) or bool(_APART.match(text))
    if not (
        margin or (perfect and (dated or placed)) or (ahead and (dated or placed)) or (besides and not ahead)
    ):
        return None
    if besides and not (margin or perfect or ahead) and not _new_guest(doc, sentence, found.start()):
        return None
    scope = _scope(doc, sentence, None)
    if scope is None:
        return None
    earlier = bool(_EARLIER.search(text[: found.start()])) or bool(_EARLIER.search(text[found.end() :]))
    primary = not (perfect or ahead or margin or earlier) or _in_headline(doc, sentence, first)
    kind = _kind_ahead(text) if ahead else scope.kind
    return replace(scope, kind=kind, primary=primary, planned=ahead)


def _in_headline(doc: Document, sentence: Sentence, first: EventScope) -> bool:
    """«… meets a delegation, opens a laboratory in Irbid»: the headline tells it too, and where."""
    title = first.title
    if title is None:
        return False
    lead = {doc.fold[city.start : city.end] for city in between(doc.cities, first.lead.start, first.lead.end)}
    named = {doc.fold[city.start : city.end] for city in between(doc.cities, title.start, title.end)} - lead
    return any(
        doc.fold[city.start : city.end] in named for city in between(doc.cities, sentence.start, sentence.end)
    )


def _kind_ahead(text: str) -> str:
    """What is to come: «is expected to visit …», «will host the next session»."""
    if _AHEAD_VISIT.search(text):
        return "visit"
    return "meeting" if _AHEAD_MEET.search(text) else "conference"


def _new_guest(doc: Document, sentence: Sentence, start: int) -> bool:
    rest = doc.fold[sentence.start + start : sentence.end]
    return bool(_GUEST.search(rest))


def _returns(doc: Document, sentence: Sentence, last: EventScope) -> bool:
    """After an event told in passing the release goes back to its own, unless the sentence carries on with it."""
    text = doc.fold[sentence.start : sentence.end]
    if last.primary:
        return False
    return last.planned or sentence.block != last.lead.block or bool(_BACK_TO.match(text))
