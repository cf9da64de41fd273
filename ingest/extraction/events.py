"""Splits a release into the events that it tells: which sentences open one, and which belong to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.extraction.document import EventScope
from ingest.extraction.event_cues import (
    DELEGATION,
    JOINS,
    MARGIN,
    MORE,
    OPENS,
    PARTIES_AGAIN,
    QUOTED,
    RECEIVES,
    ROUND_UP,
    SAME_EVENT,
    STATEMENT,
    THEN,
    WHICH,
    WITHIN,
    WRITER,
)
from ingest.extraction.schema import Band
from ingest.extraction.triggers import Trigger, find_triggers
from ingest.extraction.when import is_event_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.extraction.document import Document, Mention, Sentence
    from ingest.extraction.mentions import Person

_MEMORY = 20_000  # characters that are looked back for a name
_MOST = 60  # events of one release; a longer list is no press release
_LEAD_SENTENCES = 4


@dataclass(slots=True)
class _Opening:
    sentence: Sentence
    trigger: Trigger
    primary: bool
    background: bool


def find_events(doc: Document) -> tuple[EventScope, ...]:
    """The events, in the order of the text."""
    body = [sentence for sentence in doc.sentences if sentence.block.kind == "body"]
    titles = [sentence for sentence in doc.sentences if sentence.block.kind == "title"]
    openings = _openings(doc, body) or _by_title(doc, body, titles)
    if not openings:
        return ()
    return tuple(_scopes(doc, body, titles, openings))


def _openings(doc: Document, body: list[Sentence]) -> list[_Opening]:
    out: list[_Opening] = []
    for position, sentence in enumerate(body):
        if len(out) >= _MOST:
            break
        triggers = find_triggers(doc.words, sentence.start, sentence.end)
        if not out:
            first = _first(triggers)
            if (
                first is not None
                and _between_parties(doc, sentence, first)
                and not _vague_plan(doc, sentence, first)
            ):
                passing = _told_in_passing(doc.fold, sentence, first)
                passing = passing and not (position == 0 and WHICH.search(doc.fold, sentence.start, first.at))
                primary = position < _LEAD_SENTENCES and not passing
                if primary or (position == 0 and _stated(doc, sentence, sentence.start) >= 2):
                    out.append(_Opening(sentence, first, primary, first.background))
            continue
        opened = _further(doc, sentence, triggers, out)
        if opened is not None and _tells_the_same(doc, out[-1], opened, position):
            out[-1] = opened
        elif opened is not None:
            out.append(opened)
    if out and out[0].sentence is not body[0] and _is_opinion(doc, body):
        return []
    if len(out) > 1 and ROUND_UP.search(doc.fold, out[0].sentence.start, out[0].sentence.end):
        del out[0]
    return out


def _between_parties(doc: Document, sentence: Sentence, trigger: Trigger) -> bool:
    """«استقبل الميناء شحنة», «بحث المقال ...»: without people or a delegation the verb means something else."""
    if doc.persons_in(sentence.start, sentence.end):
        return True
    if trigger.rule == "events.talk":
        return False
    return bool(DELEGATION.search(doc.fold, sentence.start, sentence.end)) or trigger.rule != "events.verb"


def _dated(doc: Document, sentence: Sentence) -> bool:
    return bool(doc.within(doc.dates, sentence.start, sentence.end))


def _vague_plan(doc: Document, sentence: Sentence, trigger: Trigger) -> bool:
    """«سيلتقي الوزير قريبا»: to come, without a day or a place, is no engagement yet."""
    if not trigger.planned:
        return False
    days = [day for day in doc.within(doc.dates, sentence.start, sentence.end) if day.value]
    places = doc.within(doc.cities, sentence.start, sentence.end) or doc.within(
        doc.countries, sentence.start, sentence.end
    )
    return not days and not places


def _by_title(doc: Document, body: list[Sentence], titles: list[Sentence]) -> list[_Opening]:
    """Only the headline says it («لقاء ... بالسفير ...»): the first sentence of the body tells it."""
    for title in titles:
        trigger = _first(find_triggers(doc.words, title.start, title.end))
        if trigger is not None and body and trigger.strong and not trigger.subordinate:
            told = replace(trigger, at=body[0].start, strong=False, rule="events.title", present=False)
            return [_Opening(body[0], told, True, False)]
    return []


def _first(triggers: list[Trigger]) -> Trigger | None:
    main = [trigger for trigger in triggers if trigger.strong and not trigger.subordinate]
    return next(iter(main or triggers), None)


def _told_in_passing(text: str, sentence: Sentence, trigger: Trigger) -> bool:
    """«عندما التقى ...», «تزامنا مع زيارة ... طالب ...»: the release is about something else."""
    if trigger.background or trigger.subordinate:
        return True
    weak_visit = not trigger.strong and trigger.kind == "visit"
    return weak_visit and bool(STATEMENT.search(text, sentence.start, sentence.end))


def _is_opinion(doc: Document, body: list[Sentence]) -> bool:
    """The writer speaks in the first person, outside of anybody's quotation."""
    return any(
        WRITER.search(doc.fold, sentence.start, sentence.end)
        and not QUOTED.search(doc.fold, sentence.start, sentence.end)
        for sentence in body
    )


def _further(
    doc: Document, sentence: Sentence, triggers: list[Trigger], out: list[_Opening]
) -> _Opening | None:
    """A later sentence opens another event if it begins with a verb of meeting and brings somebody or a day anew."""
    text = doc.fold
    for trigger in triggers:
        aside = trigger.background or trigger.planned
        if not trigger.strong or trigger.subordinate or not OPENS.match(trigger.word):
            continue
        before = text[sentence.start : trigger.at]
        far = 14 if aside or MORE.match(before) else 8 if RECEIVES.match(trigger.word) else 3
        if len(before.split()) > far or _goes_on(text, sentence, trigger):
            return None
        # What a visitor does on the same day belongs to his visit.
        apart = trigger.kind != "signing" and (out[-1].trigger.kind != "visit" or out[-1].background)
        apart = apart and not trigger.definite and not JOINS.match(trigger.word)
        anew = apart and _new_person(doc, sentence, out, every=bool(RECEIVES.match(trigger.word)))
        anew = anew or (apart and _new_party(doc, sentence, trigger, out))
        anew = anew or (apart and "تراس" in trigger.word and THEN.match(before) is not None)
        if not (anew or _new_day(doc, sentence, trigger, out)):
            return None
        if aside and _stated(doc, sentence, trigger.at if trigger.planned else sentence.start) < 2:
            return None
        margin = out[0].trigger.kind == "conference" and bool(
            MARGIN.search(text, sentence.start, sentence.end)
        )
        return _Opening(sentence, trigger, not (aside or margin), aside)
    return None


def _goes_on(text: str, sentence: Sentence, trigger: Trigger) -> bool:
    """The sentence speaks of the event told before: «وحضر اللقاء», «وعقد الجانبان»."""
    if SAME_EVENT.match(text[sentence.start : sentence.start + 60]) or WITHIN.search(
        text, sentence.start, min(sentence.end, trigger.at + 80)
    ):
        return True
    return bool(PARTIES_AGAIN.search(text, trigger.at, min(sentence.end, trigger.at + 40)))


def _new_day(doc: Document, sentence: Sentence, trigger: Trigger, out: list[_Opening]) -> bool:
    """A day that the event before did not have; «وعقد اللقاء صباح اليوم» dates one that had none."""
    last = out[-1].sentence
    told = doc.within(doc.dates, sentence.start, sentence.end)
    days = {mention.value for mention in told if not (trigger.kind == "signing" and _to_come(doc, mention))}
    before = {mention.value for mention in doc.within(doc.dates, last.start, last.end)}
    return bool(days - before) and (bool(before) or not trigger.definite)


def _to_come(doc: Document, day: Mention) -> bool:
    """«ووقعا اتفاقية تنظم معرضا في مايو المقبل»: no day on which what is told can have been."""
    vague = day.form in ("month", "year", "stretch")
    return vague and doc.published is not None and day.value[:7] > doc.published.isoformat()[:7]


def _new_person(doc: Document, sentence: Sentence, out: list[_Opening], *, every: bool) -> bool:
    """A titled person (`every`: any) not named since the first event began."""
    here = set(_names(doc, doc.persons_in(sentence.start, sentence.end)))
    if every:
        named = [
            doc.fold[slice(*one.name)] for one in doc.persons_in(sentence.start, sentence.end) if one.name
        ]
        here |= {name for name in named if " " in name}
    if not here:
        return False
    since = max(out[0].sentence.start, sentence.start - _MEMORY)
    before = doc.persons_in(since, sentence.start)
    known = set(_names(doc, before)) | {doc.fold[slice(*one.name)] for one in before if one.name}
    return bool(here - known)


def _new_party(doc: Document, sentence: Sentence, trigger: Trigger, out: list[_Opening]) -> bool:
    """«كما التقى الوزير وفد شركة ... الكورية»: another guest, though nobody of it is named."""
    text = doc.fold
    if not RECEIVES.match(trigger.word) or not DELEGATION.search(
        text, trigger.at, min(sentence.end, trigger.at + 90)
    ):
        return False
    if MORE.match(text[sentence.start : trigger.at]):
        return True
    here = {land.value for land in doc.within(doc.countries, trigger.at, min(sentence.end, trigger.at + 160))}
    since = max(out[0].sentence.start, sentence.start - _MEMORY)
    return bool(
        here - {land.value for land in doc.within(doc.countries, since, sentence.start)} - {doc.home.country}
    )


def _tells_the_same(doc: Document, before: _Opening, opened: _Opening, position: int) -> bool:
    """A lead that names nobody is told over again by the next sentences, with its people."""
    if position > _LEAD_SENTENCES or opened.background or before.trigger.kind != opened.trigger.kind:
        return False
    lead = before.sentence
    return not any(person.name for person in doc.persons_in(lead.start, lead.end))


def _names(doc: Document, people: Sequence[Person]) -> list[str]:
    """Whom a text names, each by name, or by office where that is said in full."""
    named = [doc.fold[slice(*person.name)] for person in people if person.name and person.role]
    offices = [
        doc.fold[slice(*person.role)] for person in people if person.role and not (person.name or person.bare)
    ]
    return named + [office for office in offices if " " in office]


def _stated(doc: Document, sentence: Sentence, start: int) -> int:
    """How many of day, place and people a sentence states from `start` on."""
    end = sentence.end
    people = bool(doc.persons_in(start, end))
    days = [
        mention
        for mention in doc.within(doc.dates, sentence.start, end)
        if is_event_day(doc.fold, sentence, mention)
    ]
    return bool(days) + bool(doc.within(doc.cities, sentence.start, end)) + people


def _scopes(
    doc: Document, body: list[Sentence], titles: list[Sentence], openings: list[_Opening]
) -> list[EventScope]:
    owner = _owners(body, openings)
    out = []
    for index, opening in enumerate(openings):
        mine = tuple(sentence for sentence in body if owner[sentence.index] == index)
        trigger = opening.trigger
        band = Band.SURE if trigger.strong and index == 0 and opening.primary else Band.CHECK
        title = titles[0] if titles and index == 0 else None
        out.append(
            EventScope(
                trigger.kind,
                mine,
                opening.sentence,
                trigger.at,
                opening.primary,
                trigger.planned or (trigger.present and _dated(doc, opening.sentence)),
                title,
                trigger.rule,
                band,
            )
        )
    return out


def _owners(body: list[Sentence], openings: list[_Opening]) -> dict[int, int]:
    """Which opening each sentence belongs to; a background event keeps its own paragraph only."""
    owner: dict[int, int] = {}
    main, current = 0, 0
    starts = {opening.sentence.index: index for index, opening in enumerate(openings)}
    for sentence in body:
        if sentence.index in starts:
            current = starts[sentence.index]
            if not openings[current].background:
                main = current
        elif current != main and sentence.block != openings[current].sentence.block:
            current = main
        owner[sentence.index] = current
    return owner
