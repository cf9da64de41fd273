"""Who took part in an event of an English release, and on whose side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from arabic.names import name_key
from ingest.extraction.bands import band_of
from ingest.extraction.commitments.lines import between
from ingest.extraction.english.patterns import pattern
from ingest.extraction.english.people import persons_in
from ingest.extraction.english.sides import country_of
from ingest.extraction.schema import Participant, Value, nothing

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope, Sentence
    from ingest.extraction.english.people import Person, Range

_NOT_THERE = pattern("participation.not_there")
_THERE = pattern("participation.there")
_UNABLE = pattern("participation.unable")
_PRESENT = pattern("participation.present")
_ATTENDS = pattern("participation.attends")
_HOSTS = pattern("participation.hosts")
_REMEMBERED = 60  # people among whom another mention of the same one is sought
_INVITED = pattern("participation.invited")
_BACKGROUND = pattern("participation.background")
_OWNS = pattern("participation.owns")
_TOLD = pattern("participation.told")


def find_participants(
    doc: Document, scope: EventScope, known: tuple[Participant, ...], place: str | None
) -> tuple[Participant, ...]:
    """The people of the scope, each once; `known` are those that earlier scopes introduced.

    `place` is the ISO code of the country where the event took place, if it is not the home country.
    """
    out: dict[str, Participant] = {}
    default = _default_side(doc, scope, place)
    for sentence in scope.sentences:
        if sentence != scope.lead and _BACKGROUND.search(doc.fold, sentence.start, sentence.end):
            continue
        for person in persons_in(doc, sentence):
            if _took_part(doc, scope, sentence, person):
                _add(out, doc, person, country_of(doc, scope, person, default, place))
    _add_known(out, doc, scope, known)
    return tuple(out.values())


def _took_part(doc: Document, scope: EventScope, sentence: Sentence, person: Person) -> bool:
    before = doc.fold[max(sentence.start, person.before - 400) : person.before]
    if _NOT_THERE.search(before) or _UNABLE.match(doc.fold, person.end):
        return False
    if _INVITED.search(before) and scope.kind != "visit":
        return False
    if person.name is not None:
        return True
    if person.title is None or not _is_specific(doc, person.title):
        return False
    if _ATTENDS.match(doc.fold, person.end, sentence.end):
        return True
    if sentence == scope.lead and _HOSTS.match(doc.fold, person.end, sentence.end):
        return True
    present = sentence == scope.lead or bool(_PRESENT.search(before))
    return present and bool(_THERE.search(before)) and not _TOLD.search(before) and not _tail(doc, person)


def _tail(doc: Document, person: Person) -> bool:
    """«the Minister's office»: not the person."""
    return doc.fold[person.end : person.end + 2].startswith(("'s", "’s"))


def _is_specific(doc: Document, title: tuple[int, int]) -> bool:
    """Known by office alone: the office of a named country, ministry or institution."""
    text = doc.fold[slice(*title)]
    return len(text.split()) > 1 and (
        " of " in text
        or " to " in text
        or bool(between(doc.countries, *title))
        or " for " in text
        or " in " in text
        or " at " in text
    )


def _add(out: dict[str, Participant], doc: Document, person: Person, code: str | None) -> None:
    role = _copied(doc, person.title, "english.people.title")
    name = _copied(doc, person.name, "english.people.name")
    evidence = doc.span(*(person.title or person.name or (0, 0)))
    key = name_key(name.value) if name.value else f"office {role.value}"
    if person.name and any(_same(key, other) for other in list(out)[-_REMEMBERED:]):
        return
    country: Value[str | None] = Value(
        code, evidence if code else None, "english.people.side", band_of("english.people.side")
    )
    out[key] = Participant(name, role, Value(None), country)


def _copied(doc: Document, words: Range | None, rule: str) -> Value[str | None]:
    if words is None:
        return nothing()
    return Value(doc.quote(*words), doc.span(*words), rule, band_of(rule))


def _same(one: str, other: str) -> bool:
    """A later mention by the last name only, or the same name again."""
    small, large = sorted((one.split(), other.split()), key=len)
    return all(word in large for word in small)


def _add_known(
    out: dict[str, Participant], doc: Document, scope: EventScope, known: tuple[Participant, ...]
) -> None:
    """People introduced earlier who are named again as the parties of this event («Mr. X met Mr. Y»)."""
    if not known:
        return
    text = doc.fold[scope.lead.start : scope.lead.end]
    extra = {}
    for person in known:
        if not person.name.value:
            continue
        key = name_key(person.name.value)
        last = key.split()[-1]
        office = (person.role.value or "").split(" ")[0].lower()
        named = re.search(rf"\b{re.escape(last)}\b", text)
        by_office = (
            person is known[0] and office and re.search(rf"\b(?:the {re.escape(office)}|he|she)\b", text)
        )
        if (named or by_office) and not any(_same(key, other) for other in out):
            extra[key] = person
    merged = extra | out
    out.clear()
    out.update(merged)


def _default_side(doc: Document, scope: EventScope, place: str | None) -> str:
    """The side of an office that names no country.

    The home country, unless the home side is named as such («the Libyan minister»), the country of the place is
    not, and so the one who writes «the Minister» is at home there.
    """
    if place is None or scope.kind == "signing":  # a home company signs abroad: «the Oil Minister» is of home
        return doc.home.country
    lands = between(doc.countries, scope.lead.start, scope.lead.end)
    sides = {m.value for m in lands if m.form == "nisba" or _OWNS.match(doc.fold, m.end)}
    return place if doc.home.country in sides and place not in sides else doc.home.country
