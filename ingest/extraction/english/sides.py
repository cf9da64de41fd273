"""Which country a person, an institution or a delegation of an English release stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.commitments.lines import between
from ingest.extraction.english.patterns import pattern

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope, Mention, Sentence
    from ingest.extraction.english.people import Person, Range

_FROM = pattern("sides.from")
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


def country_of(doc: Document, person: Person, default: str | None) -> str | None:
    """ISO code of the side a person is on: said in the title, else that of the party it came with."""
    if person.title is not None:
        said = [m for m in between(doc.countries, *person.title) if doc.fold[m.start - 1 : m.start] != "-"]
        if said and not (is_international(doc, person.title) and said[0].form == "name"):
            return said[0].value
        if is_international(doc, person.title):
            return None
        if _OWN.search(doc.fold, *person.title):
            before = (person.sentence.start, person.before)
            if is_international(doc, before) and not between(doc.countries, *before):
                return None
    return _own_party(doc, person) or default


def _own_party(doc: Document, person: Person) -> str | None:
    """«a Turkish delegation headed by Mr. X», «its chairman, Mr. X», «the Embassy's counsellor, Ms. Y»."""
    start = person.sentence.start
    before = doc.fold[max(start, person.before - 200) : person.before]
    if not (_LED.search(before) or _ALONG.search(before)):
        return None
    lands = [m for m in between(doc.countries, start, person.before) if m.form in ("name", "nisba")]
    return lands[-1].value if lands else None


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
