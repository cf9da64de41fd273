"""Which country a person, an institution or a delegation of an English release stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.commitments.lines import between
from ingest.extraction.english.patterns import pattern

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope, Mention, Sentence
    from ingest.extraction.english.people import Person, Range

_FROM = pattern("sides.from")
_DIPLOMAT = pattern("sides.diplomat")
_MET = pattern("sides.met")
_INSTITUTION = pattern("sides.institution")
_APPOSED = pattern("sides.apposed")
_LED_BY = pattern("sides.led_by")
_BELONGS = pattern("sides.belongs")
_OWNER = pattern("sides.owner")
_NAMED_AFTER = pattern("sides.named_after")
_OF_STATE = pattern("sides.of_state")
_FIRM = pattern("sides.firm")
_COMPRISED = pattern("sides.comprised")
_BACK = 400  # characters before «the delegation» in which its country is sought
_FAR = 8000  # characters around a person in which the text may tell of its institution
_POSTED = pattern("sides.posted")
_OWN = pattern("sides.own")
_LED = pattern("sides.led")
_ALONG = pattern("sides.along")
_GATHERS = pattern("sides.gathers")
_PARTY_OF = pattern("sides.party_of")
_FROM_LIST = pattern("sides.from_list")
_AWAY = pattern("sides.away")
_INTERNATIONAL = pattern("sides.international")


def is_international(doc: Document, span: Range) -> bool:
    """Does the title or name belong to an international organisation?"""
    text = doc.fold[span[0] : span[1]]
    return bool(_INTERNATIONAL.search(text)) and "minister" not in text and "ministry" not in text


def country_of(
    doc: Document, scope: EventScope, person: Person, default: str | None, place: str | None
) -> str | None:
    """ISO code of the side a person is on: said in the title, else that of the party it came with.

    `place` is the country where the event took place: those met abroad belong there.
    """
    words = person.title or person.name or (person.before, person.end)
    before = (person.sentence.start, person.before)
    if person.title is not None:
        said = [m for m in between(doc.countries, *words) if doc.fold[m.start - 1 : m.start] != "-"]
        said = [m for m in said if m.form == "nisba" or not _POSTED.search(doc.fold, words[0], m.start)]
        if said and not (is_international(doc, words) and said[0].form == "name"):
            return said[0].value
        if is_international(doc, words):
            return None
        cities = [m for m in between(doc.cities, *words) if not _POSTED.search(doc.fold, words[0], m.start)]
        if not said and cities and not _DIPLOMAT.match(doc.fold, *words):
            return cities[0].value
        if _OWN.search(doc.fold, *words) and _after_a_body(doc, before):
            return None
    else:
        belongs = _BELONGS.match(doc.fold, person.end, person.sentence.end)
        near = between(doc.countries, belongs.end(), belongs.end() + 1) if belongs else ()
        if near:
            return near[0].value
    if _LED_BY.search(doc.fold, *before) and _after_a_body(doc, before):
        return None
    told = _of_owner(doc, person) or _of_institution(doc, person) or _of_firm(doc, person)
    told = told or _own_party(doc, person) or _comprised(doc, person)
    if told is not None:
        return told
    if person.title is not None and _DIPLOMAT.match(doc.fold, *words):
        lands = [m.value for s in scope.sentences for m in between(doc.countries, s.start, s.end)]
        return next((land for land in lands if land != doc.home.country), default)
    met = _MET.search(doc.fold, max(before[0], before[1] - 200), before[1])
    return place if met and place is not None else default


def _after_a_body(doc: Document, before: Range) -> bool:
    """Was an international body named last before a person, and no country since?"""
    lands = between(doc.countries, *before)
    return is_international(doc, (lands[-1].end if lands else before[0], before[1]))


def _of_institution(doc: Document, person: Person) -> str | None:
    """«chief executive of Kordin Marine», where the text tells elsewhere of «the Maltese shipyard Kordin Marine»."""
    start = person.title[0] if person.title else person.end
    stop = person.title[1] if person.title else min(person.end + 60, person.sentence.end)
    match = _INSTITUTION.search(doc.fold, start, stop)
    if match is None or not doc.letter(match.start("name")).isupper():
        return None
    if person.title is not None and _OF_STATE.search(doc.fold, *person.title):
        return None  # «Minister of Transport», where «Malta to cooperate on maritime transport» is told too
    return _land_beside(doc, match["name"].split(",")[0], start)


def _of_firm(doc: Document, person: Person) -> str | None:
    """«Eni Chief Executive X», where the text tells of «Italy's Eni»."""
    firm = _FIRM.search(doc.fold, person.sentence.start, person.before)
    if person.title is None or firm is None or not doc.letter(firm.start("name")).isupper():
        return None
    if firm.start("name") == person.sentence.start or _OF_STATE.search(doc.fold, *person.title):
        return None
    return _land_beside(doc, firm["name"], person.before)


def _comprised(doc: Document, person: Person) -> str | None:
    """«The Jordanian side comprised X», «The delegation included X»: of the side or the delegation told of last."""
    found = list(_COMPRISED.finditer(doc.fold, person.sentence.start, person.before))
    if not found:
        return None
    said = between(doc.countries, *found[-1].span())
    if said:
        return said[-1].value
    if found[-1]["party"] != "delegation":
        return None
    lands = between(doc.countries, max(0, found[-1].start() - _BACK), found[-1].start())
    return next((m.value for m in reversed(lands) if m.value != doc.home.country), None)


def _land_beside(doc: Document, name: str, start: int) -> str | None:
    """The country that the text puts right before a name, not far from `start`."""
    stop = min(len(doc.fold), start + _FAR)
    at = doc.fold.find(name, max(0, start - _FAR), stop)
    while at >= 0:
        near = [m for m in between(doc.countries, max(0, at - 45), at) if m.form in ("name", "nisba")]
        apposed = bool(near) and _APPOSED.fullmatch(doc.fold, near[-1].end, at)
        other = (
            apposed and near[-1].value != doc.home.country
        )  # «the Pakistani Minister of Defense»: a colleague
        if apposed and not (other and _OF_STATE.search(doc.fold, near[-1].end, at)):
            return near[-1].value
        at = doc.fold.find(name, at + 1, stop)
    return None


def _of_owner(doc: Document, person: Person) -> str | None:
    """«the federation's president», where the text told before of «the Italian … Federation»."""
    owner = _OWNER.search(doc.fold, max(person.sentence.start, person.before - 40), person.before)
    if owner is None:
        return None
    first = max(0, person.before - _FAR)
    at = doc.fold.rfind(owner["body"], first, owner.start())
    while at >= 0:
        near = [m for m in between(doc.countries, max(0, at - 60), at) if m.form in ("name", "nisba")]
        if near and doc.letter(at).isupper() and _NAMED_AFTER.fullmatch(doc.fold, near[-1].end, at):
            return near[-1].value
        at = doc.fold.rfind(owner["body"], first, at)
    return None


def _own_party(doc: Document, person: Person) -> str | None:
    """«a Turkish delegation headed by Mr. X», «its chairman, Mr. X», «the Embassy's counsellor, Ms. Y»."""
    start = person.sentence.start
    before = doc.fold[max(start, person.before - 200) : person.before]
    if not (_LED.search(before) or _ALONG.search(before)):
        return None
    lands = [m.value for m in between(doc.countries, start, person.before) if m.form in ("name", "nisba")]
    if not _LED_BY.search(before):
        lands = [land for land in lands if land != doc.home.country] or lands
    return lands[-1] if lands else None


def partner_mentions(doc: Document, scope: EventScope) -> list[Mention]:
    """Countries that took part through a delegation, an embassy or companies, besides the people named."""
    out: list[Mention] = []
    for sentence in scope.sentences:
        span = (sentence.start, sentence.end)
        if sentence != scope.lead and (_AWAY.search(doc.fold, *span) or not _GATHERS.search(doc.fold, *span)):
            continue
        out.extend(m for m in between(doc.countries, *span) if _took_part(doc, m, sentence))
    return out


def _took_part(doc: Document, mention: Mention, sentence: Sentence) -> bool:
    before = doc.fold[max(sentence.start, mention.start - 120) : mention.start]
    after = doc.fold[mention.end : min(sentence.end, mention.end + 45)].replace("’", "'")
    if _PARTY_OF.match(after) and (mention.form == "nisba" or after.startswith("'s")):
        return True
    return bool(_FROM.search(before) or _FROM_LIST.search(before))
