"""Commitments of an English release: «agreed to …», «undertook to …», «instructed X to …», «invited X to …»."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.extraction.bands import band_of
from ingest.extraction.commitments.lines import between
from ingest.extraction.english.due import find_due
from ingest.extraction.english.patterns import pattern
from ingest.extraction.english.tokens import word_set
from ingest.extraction.schema import Commitment, Value

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator
    from datetime import date

    from ingest.extraction.document import Document, EventScope, Sentence

Range = tuple[int, int]

_AGREED = pattern("commitments.agreed")
_WAS_AGREED = pattern("commitments.was_agreed")
_PLEDGED = pattern("commitments.pledged")
_READY = pattern("commitments.ready")
_ASKED = pattern("commitments.asked")
_ASKED_FOR = pattern("commitments.asked_for")
_ORDERED = pattern("commitments.ordered")
_WAS_ORDERED = pattern("commitments.was_ordered")
_SIGNED = pattern("commitments.signed")
_WILL = pattern("commitments.will")
_VAGUE = pattern("commitments.vague")
_CLAUSE_END = pattern("commitments.clause_end")
_SUBJECT_START = pattern("commitments.subject_start")
_AUXILIARY = pattern("commitments.auxiliary")
_LEAD_IN = pattern("commitments.lead_in")
_UNSURE = pattern("commitments.unsure")
_WITH = pattern("commitments.with")
_PASSIVE = pattern("commitments.passive")
_ASKED_THAT = pattern("commitments.asked_that")
_INVITATION = pattern("commitments.invitation")
_INVITATION_FROM = pattern("commitments.invitation_from")
_TOLD_THAT = pattern("commitments.told_that")
_SIDES = pattern("commitments.haves")
_RELATIVE = pattern("commitments.relative")
_LONGEST_PARTY = 14  # words
_WAS_ASKED = pattern("commitments.was_asked")
_OWN_STAFF = pattern("commitments.own_staff")
_PARTIES = pattern("commitments.parties")
_WORD = pattern("commitments.word")
_OFFERED = pattern("commitments.offered")
_AND_TO = pattern("commitments.and_to")
_PAIR = pattern("commitments.pair")
_SAID = pattern("commitments.said")
_SHORTEST = 3  # words of a task
_BACK = 400  # characters before a verb in which its subject is sought


@dataclass(frozen=True, slots=True)
class _Found:
    kind: str
    rule: str
    trigger: int
    task: int
    owners: tuple[Range, ...]


def find_commitments(doc: Document, scope: EventScope, event_date: date | None) -> tuple[Commitment, ...]:
    """The tasks told in the scope, in the order of the text."""
    out: list[Commitment] = []
    for sentence in scope.sentences:
        taken: list[Range] = []
        for found in sorted(_found(doc, sentence), key=lambda item: (item.task, item.trigger)):
            found = _told_that(doc, found, sentence)
            end = _clause_end(doc, found.task, sentence.end)
            if _is_vague(
                doc, found.task, end, 2 if found.rule in ("invitation", "asked") else _SHORTEST
            ) or any(start <= found.task < stop for start, stop in taken):
                continue
            taken.append((found.task, end))
            out.extend(_commitment(doc, part, stop, event_date) for part, stop in _parts(doc, found, end))
    return tuple(out)


def _parts(doc: Document, found: _Found, end: int) -> list[tuple[_Found, int]]:
    """«decided to do A and to do B»: two tasks."""
    split = _AND_TO.search(doc.fold, found.task, end)
    if (
        split is None
        or not doc.fold.startswith("to ", found.task - 3)
        or len(doc.fold[split.end() : end].split()) < _SHORTEST
    ):
        return [(found, end)]
    return [(found, split.start()), (replace(found, task=split.end()), end)]


def _told_that(doc: Document, found: _Found, sentence: Sentence) -> _Found:
    """«It was agreed that the company would draw up …»: the company is to do it."""
    if not doc.fold[max(found.trigger, found.task - 6) : found.task].endswith("that "):
        return found
    match = _TOLD_THAT.match(doc.fold, found.task, sentence.end)
    if match is None or doc.fold.startswith("be ", match.end()):
        return found  # «agreed that a unit would be set up»: who agreed is to do it
    return replace(found, task=match.end(), owners=(_party(doc, *match.span("who")),))


def _found(doc: Document, sentence: Sentence) -> Iterator[_Found]:
    text, a, b = doc.fold, sentence.start, sentence.end
    for match in _AGREED.finditer(text, a, b):
        if not _PASSIVE.search(text, max(a, match.start() - 12), match.start()):
            yield _Found(
                "agreed", "agreed", match.start(), match.end(), _subject(doc, sentence, match.start())
            )
    for match in _WAS_AGREED.finditer(text, a, b):
        yield _Found("agreed", "was_agreed", match.start(), match.end(), ())
    for trigger, rule in ((_PLEDGED, "pledged"), (_READY, "ready")):
        for match in trigger.finditer(text, a, b):
            yield _Found("pledged", rule, match.start(), match.end(), _subject(doc, sentence, match.start()))
    for match in _OFFERED.finditer(text, a, b):
        yield _Found("pledged", "offered", match.start(), match.end(), _subject(doc, sentence, match.start()))
    for match in _WAS_ASKED.finditer(text, a, b):
        yield _Found(
            "requested", "was_asked", match.start(), match.end(), _subject(doc, sentence, match.start())
        )
    for match in _ASKED.finditer(text, a, b):
        if len(match["who"].split()) <= 12 and not _BAD_PARTY.search(match["who"]):
            kind = "directed" if _OWN_STAFF.search(match["who"]) else "requested"
            yield _Found(kind, "asked", match.start(), match.end(), (_party(doc, *match.span("who")),))
    for match in _ASKED_THAT.finditer(text, a, b):
        yield _Found(
            "requested", "asked_that", match.start(), match.end(), (_party(doc, *match.span("who")),)
        )
    for match in _INVITATION.finditer(text, a, b):
        yield _Found(
            "requested", "invitation", match.start(), match.end(), (_party(doc, *match.span("who")),)
        )
    for match in _INVITATION_FROM.finditer(text, a, b):
        yield _Found("requested", "invitation", match.start(), match.end(), ())
    for match in _ASKED_FOR.finditer(text, a, b):
        yield _Found("requested", "asked_for", match.start(), match.end(), ())
    for match in _ORDERED.finditer(text, a, b):
        group = next((name for name in ("who", "whose", "whom") if match[name]), None)
        owners = (_party(doc, *match.span(group)),) if group else ()
        if group is None or len(match[group].split()) <= _LONGEST_PARTY:
            yield _Found("directed", "ordered", match.start(), match.end(), owners)
    for match in _WAS_ORDERED.finditer(text, a, b):
        yield _Found(
            "directed", "was_ordered", match.start(), match.end(), _subject(doc, sentence, match.start())
        )
    for match in _SIGNED.finditer(text, a, b):
        yield _Found("signed", "signed", match.start(), match.start("paper"), _signers(doc, sentence, match))
    for match in _WILL.finditer(text, a, b):
        found = _will(doc, sentence, match)
        if found is not None:
            yield found


_OPENS = pattern("commitments.opens")
_BAD_PARTY = pattern("commitments.bad_party")


def _will(doc: Document, sentence: Sentence, match: re.Match[str]) -> _Found | None:
    """«X will provide …»: what a party says it will do, not what is hoped or merely expected."""
    text = doc.fold
    before = text[max(sentence.start, match.start() - _BACK) : match.start()]
    idle = match["verb"] in word_set("idle") and not _OPENS.match(text, match.start("verb"))
    if idle or _UNSURE.search(before):
        return None
    start = _subject_start(doc, sentence, match.start())
    that = before.rfind(" that ")
    start = max(start, match.start() - len(before) + that + 6) if that >= 0 else start
    span = _after_lead_in(doc, start, match.start())
    said = _SAID.match(text[slice(*span)])
    span = (span[0] + said.end(), span[1]) if said else span
    name = text[slice(*span)].strip()
    if name in word_set("pronoun") or not _is_party(doc, *span, at_head=span[0] == sentence.start):
        owners = _subject(doc, sentence, start) if start > sentence.start else ()
    else:
        owners = (_party(doc, *span),)
    return _Found("pledged", "will", match.start("verb"), match.start("verb"), owners)


def _two(doc: Document, party: Range) -> tuple[Range, ...]:
    """«The Coastal Company and the Port Authority» as two; «Ministry of Trade and Industry» as one."""
    match = _PAIR.match(doc.fold[slice(*party)])
    if match is None:
        return (party,)
    one, other = (party[0], party[0] + match.end("one")), (party[0] + match.start("other"), party[1])
    named = doc.letter(other[0]).isupper() or match["other"].startswith("the ")
    whole = " of " in match["one"] and not match["other"].startswith("the ")
    return (one, other) if named and not whole else (party,)


def _is_party(doc: Document, start: int, end: int, *, at_head: bool) -> bool:
    """Somebody who can act: a name, or a word for a side; not «production» or «two more»."""
    if between(doc.countries, start, end):
        return True
    words = _WORD.finditer(doc.fold, start + at_head, end)
    return any(doc.letter(match.start()).isupper() for match in words) or bool(
        _PARTIES.search(doc.fold, start, end)
    )


def _signers(doc: Document, sentence: Sentence, match: re.Match[str]) -> tuple[Range, ...]:
    owners = [part for owner in _subject(doc, sentence, match.start()) for part in _two(doc, owner)]
    end = _clause_end(doc, match.end(), sentence.end)
    other = _WITH.search(doc.fold, match.start(), end)
    if other is not None:
        owners.append(_party(doc, *other.span("who")))
    return tuple(owners)


def _clause_end(doc: Document, start: int, limit: int) -> int:
    match = _CLAUSE_END.search(doc.fold, start + 3, limit)
    end = match.start() if match else limit
    while end > start and doc.fold[end - 1] in " .,;":
        end -= 1
    return end


def _is_vague(doc: Document, start: int, end: int, shortest: int) -> bool:
    text = doc.fold[start:end]
    return len(text.split()) < shortest or bool(_VAGUE.match(text))


def _subject_start(doc: Document, sentence: Sentence, before: int) -> int:
    first = max(sentence.start, before - _BACK)
    starts = [match.end() for match in _SUBJECT_START.finditer(doc.fold, first, before)]
    return starts[-1] if starts else first


def _subject(doc: Document, sentence: Sentence, before: int) -> tuple[Range, ...]:
    """The subject of a verb: the words from the beginning of its clause, or of the clause it shares a subject with."""
    stop = before
    for _ in range(3):
        start = _subject_start(doc, sentence, stop)
        span = _after_lead_in(doc, start, stop)
        verb = _VERB.search(doc.fold, *span)
        span = (span[0], verb.start()) if verb is not None else span
        words = doc.fold[slice(*span)].split()
        if words == ["they"] or words == ["both"]:
            return _sides(doc, span[0])
        if words and words[0] not in word_set("pronoun") | {"and"} and span[1] - span[0] > 2:
            return (_party(doc, *span),)
        if start <= sentence.start:
            break
        stop = start - 1
    return ()


def _sides(doc: Document, before: int) -> tuple[Range, ...]:
    """Whom «they» means: the sides last named as such, not far back."""
    found = list(_SIDES.finditer(doc.fold, max(0, before - 2 * _BACK), before))
    if not found:
        return ()
    start, end = found[-1].span()
    start -= 4 if doc.fold[max(0, start - 4) : start] == "the " else 0
    return ((start, end),)


_VERB = pattern("commitments.verb")


def _after_lead_in(doc: Document, start: int, end: int) -> Range:
    text = doc.fold[start:end]
    match = _LEAD_IN.match(text)
    start += match.end() if match else 0
    tail = _AUXILIARY.search(doc.fold[start:end])
    return start, start + tail.start() if tail else end


def _party(doc: Document, start: int, end: int) -> Range:
    """A party without its article (where it is one of several words of an institution) and outer punctuation."""
    while start < end and doc.fold[start] in " ,":
        start += 1
    while end > start and doc.fold[end - 1] in " ,":
        end -= 1
    comma = doc.fold.find(",", start, end)
    return start, comma if comma > start else end


def _reach(doc: Document, end: int) -> int:
    """A deadline may stand in the relative clause behind the task: «…, which closes on 10 March»."""
    relative = _RELATIVE.match(doc.fold, end, end + _BACK)
    return relative.end() if relative else end


def _commitment(doc: Document, found: _Found, end: int, event_date: date | None) -> Commitment:
    rule = f"english.commitments.{found.rule}"
    owners = tuple(
        doc.copied(a, b, f"{rule}.owner", band_of(f"{rule}.owner")) for a, b in found.owners if b > a
    )
    return Commitment(
        kind=Value(found.kind, doc.span(found.trigger, found.task), rule, band_of(rule)),
        text=doc.copied(found.task, end, rule, band_of(rule)),
        owners=owners,
        due=find_due(doc, found.task, _reach(doc, end), event_date),
    )
