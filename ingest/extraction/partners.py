"""Which countries took part, besides home: through a person, a delegation, a company, a government."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from arabic.folding import fold
from ingest.extraction.firms import country_of_firm
from ingest.extraction.place_cues import AT_SEAT_OF
from ingest.extraction.schema import Band, Value

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope, Mention, Sentence
    from ingest.extraction.schema import Participant, Span
    from ingest.extraction.where import Where

# Heads of a party: the country or nisba that follows within a few words took part.
_PARTY = (
    r"(?:وفد\w*|وفود|وفدا|الجانب\w*|جانب\w*|طرف|الطرف\w*|حكوم\w+|شرك\w+|مجموع\w+|موسس\w+|وكال\w+|"
    r"هيي\w+|غرف\w*|سفار\w+|"
    r"رجال اعمال|رجال الاعمال|رييس\w*|وزير\w*|وزراء|وزاره|وزارتي|نظير\w*|نظراء\w*|سفير\w*|سفراء|"
    r"قايم|ملك|امير|سلطان|بعث\w+|خبراء|"
    r"مسوول\w*|اتحاد|جامعه|معهد|مركز|بنك|مصرف|نايب|ولي عهد|ممثل\w*|مدير|جهاز|اكاديميه|منظمه|برلمان|"
    r"مجلس النواب|"
    r"منتج\w*|شرطه|جيش|قايد|قنصل\w*|مستثمر\w*|معارضه|لجنه المتابعه)"
)
_PARTY_BEFORE = re.compile(
    rf"\b[وفبل]?(?:ال|لل)?{_PARTY}(?:\s+[^\s.،:]+){{0,4}}\s+(?:ال|و|وال|ب|ل|من|في|لدي|عن|بين|لل|\(|"
    rf"\"|«|“|\s)*$"
)
# Who goes to a country meets its hosts; who visits his own mission abroad does not.
_GOAL_BEFORE = re.compile(
    r"\b[وس]?(?:وصل|وصلت|[يت]صل|زار|زارت|[يت]زور|زياره|زيارته|زيارتها|وصوله|وصول|توجه|توجهت|متوجها|متوجهه|[يت]توجه|"
    r"سافر|سافرت)\b(?:\s+[^\s.،]+){0,7}?"
    r"\s+(?:الي\s+|ل|لل)?(?:مدينه\s+|العاصمه\s+(?:ال\w+\s+)?|مملكه\s+|جمهوريه\s+|دوله\s+)?[\"“«]?$"
)
_WORLD_SEATS = frozenset(("نيويورك", "جنيف", "لاهاي"))  # who goes there goes to the organisations
_LISTED = re.compile(
    r"(?:بمشاركه|مشاركه|بحضور|حضور|بين|ممثلي|ممثلين عن|شركات من|وفود من|وفود|وفد من)\b[^.]*$"
)
# «سفراء كل من المجر ... وقيرغيزستان ...»: each country of the list, up to the next verb or matter.
_OFFICERS = re.compile(
    r"\b[وبل]?(?:ال)?(?:سفراء|سفيري|سفيرا|وزراء|وزيري|روساء|رييسي|قاده|زعماء|ممثلي|ممثلو|مندوبي|مندوبو|نظراءه|وفود|وفدي)\b"
    r"(?:(?!\b(?:في|الي|حول|بشان|حيث|لبحث|لمناقشه|تم|جري|بحث|تناول|استعرض|خلال|مع|عن|لدي|اكد|ان)\b)[^.]){0,200}$"
)
_LIST_FAR = 260  # characters from the head of a list of countries to its last one
_COUNTED_OUT = re.compile(
    r"(?:مع شركات|تجربه|غرار|تجارب|لدي|الي|علي راس زياره|عبر|نحو|من قبل|في ازمه|الازمه|شان|الوضع في|"
    r"الاوضاع في|القضيه|ملف|اوضاع|"
    r"احداث|سفيرا ل|معتمد\w* لدي|المقيم\w* في|جرحي|حرب|ازمه|قوات|تطورات|حول|بشان|ضحايا|مستجدات|"
    r"علي الساحه|دعم)\s+(?:\S+\s+)?(?:ال|ب|ل|في)?$"
)
_POSTED = re.compile(r"\b[وبل]?(?:ال)?(?:سفير|سفيره|سفاره|قنصل|قنصليه)(?:\s+ال\w+)?\s+في\s+$")
_TASK = re.compile(r"\b[وف]?(?:(?:تم )?الاتفاق علي|اتفق\w*|كلف|وجه|اوعز|تعهد\w*|التزم\w*|وعد)\b")
_THERE = re.compile(r"\b[وب]?(?:حضور|حضر|مشاركه|شارك|رافق\w*|ضم)\b")
_HELPS = re.compile(
    r"(?:بالتعاون|بالتنسيق|بالشراكه|بالتشاور|بالتواصل|بمساعده|بدعم|بتمويل)\s+(?:\S+\s+){0,2}$|"
    r"(?:مخاطبه|دعوه|مراسله|مطالبه|التواصل مع|التنسيق مع|التعاون مع)\s+(?:\S+\s+)?$"
)


def find_partners(
    doc: Document,
    scope: EventScope,
    people: tuple[Participant, ...],
    organizations: tuple[Value[str], ...],
    where: Where,
) -> tuple[Value[str], ...]:
    """ISO codes in the order in which they come up, home left out."""
    found: dict[str, Value[str]] = {}
    for person in people:
        country = person.country
        if country.value:
            evidence = country.evidence or person.role.evidence or person.name.evidence
            band = Band.GUESS if country.band is Band.GUESS else Band.SURE
            _add(found, doc, country.value, evidence, "partners.participant", band)
    for organization in organizations:
        if _only_helps(doc, scope, organization.evidence):
            continue
        inside = [mention for mention in _inside(doc, organization.evidence) if mention.form != "group"]
        for mention in inside:
            _add(found, doc, mention.value, organization.evidence, "partners.organization", Band.CHECK)
        firm = None if inside else country_of_firm(fold(organization.value))
        if firm:
            _add(found, doc, firm, organization.evidence, "partners.firm", Band.CHECK)
    _add_parties(found, doc, scope, people)
    if scope.kind == "visit" and where.country.value:
        _add_visited(found, doc, scope, where.country.value)
    return tuple(found.values())


def _add_parties(
    found: dict[str, Value[str]], doc: Document, scope: EventScope, people: tuple[Participant, ...]
) -> None:
    """Countries that the sentences of the event name as a party to it."""
    spoken_for = [
        value.evidence
        for person in people
        for value in (person.name, person.role)
        if value.evidence is not None
    ]
    for sentence in _telling(scope):
        for mention in doc.within(doc.countries, sentence.start, sentence.end):
            at = doc.span(mention.start, mention.end).start
            if any(span.start <= at < span.end for span in spoken_for):
                continue  # in the name or title of a person, whose side is settled above
            rule = _party_rule(doc, sentence, mention, scope)
            if rule and not (sentence is scope.title and _of_another_event(doc, scope, mention)):
                band = Band.SURE if mention.form == "group" else Band.CHECK
                for code in mention.value.split(","):
                    _add(found, doc, code, doc.span(mention.start, mention.end), rule, band)


def _add_visited(found: dict[str, Value[str]], doc: Document, scope: EventScope, country: str) -> None:
    """The country to which the lead says that somebody went."""
    named = [
        *doc.within(doc.countries, scope.lead.start, scope.lead.end),
        *doc.within(doc.cities, scope.lead.start, scope.lead.end),
    ]
    for mention in named:
        before = doc.fold[max(scope.lead.start, mention.start - 70) : mention.start]
        if (
            mention.value == country
            and mention.form != "nisba"
            and doc.fold[mention.start : mention.end] not in _WORLD_SEATS
            and _GOAL_BEFORE.search(before)
        ):
            evidence = doc.span(mention.start, mention.end)
            _add(found, doc, mention.value, evidence, "partners.visited", Band.CHECK)


def _add(
    found: dict[str, Value[str]], doc: Document, code: str, evidence: Span | None, rule: str, band: Band
) -> None:
    if code != doc.home.country and code not in found:
        found[code] = Value(code, evidence, rule, band)


def _of_another_event(doc: Document, scope: EventScope, mention: Mention) -> bool:
    """A country of the headline that the body names elsewhere only: «يستقبل سفراء البوسنة والنيجر», told apart."""
    told = [land.start for land in doc.countries if land.value == mention.value]
    begin, end = scope.sentences[0].start, scope.sentences[-1].end
    apart = any(at >= end for at in told)
    return apart and not any(begin <= at < end for at in told)


def _only_helps(doc: Document, scope: EventScope, span: Span | None) -> bool:
    """«بالتعاون مع غرفة ...» behind the lead: who is to help with a task was not there."""
    if span is None:
        return False
    start = bisect_left(doc.folded.starts, span.start)
    told = start < scope.lead.end and not _is_task(doc, scope, scope.lead, start)
    return not told and bool(_HELPS.search(doc.fold, max(0, start - 40), start))


def _is_task(doc: Document, scope: EventScope, sentence: Sentence, at: int) -> bool:
    """Behind «وتم الاتفاق على ...» the lead tells who is to do what, not who was there."""
    if sentence is not scope.lead:
        return False
    told = _TASK.search(doc.fold, min(scope.trigger + 8, at), at)
    return told is not None and not _THERE.search(doc.fold, told.end(), at)


def _inside(doc: Document, span: Span | None) -> list[Mention]:
    if span is None:
        return []
    starts = doc.folded.starts
    return doc.within(doc.countries, bisect_left(starts, span.start), bisect_left(starts, span.end))


def _telling(scope: EventScope) -> list[Sentence]:
    return [scope.lead] if scope.title is None else [scope.lead, scope.title]


def _party_rule(doc: Document, sentence: Sentence, mention: Mention, scope: EventScope) -> str | None:
    before = doc.fold[max(sentence.start, mention.start - 70) : mention.start]
    bare = re.sub(r"\S*$", "", before)
    clitics = before[len(bare) :]
    text = bare + clitics
    if _COUNTED_OUT.search(text) or AT_SEAT_OF.search(text) or _is_task(doc, scope, sentence, mention.start):
        return None
    if mention.form == "group":
        return "partners.group"
    party = _PARTY_BEFORE.search(text)
    if party and _POSTED.search(text):
        return None  # «السفير الفرنسي في تونس»: where he lives, or where they met
    if party and not (re.search(r"\sفي\s+$", text) and len(party.group().split()) > 3):
        return "partners.party"
    if mention.form == "name":
        far = doc.fold[max(sentence.start, mention.start - _LIST_FAR) : mention.start - len(clitics)]
        if _LISTED.search(far) or (clitics in ("و", "") and _OFFICERS.search(far)):
            return "partners.listed"
    if (
        sentence is scope.title
        and mention.form == "name"
        and mention.start - sentence.start < 14
        and not clitics.startswith(("ب", "ل"))
    ):
        return "partners.title_subject"
    return None
