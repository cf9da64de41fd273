"""When and where an event took place: chooses among the dates and cities that the text names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ingest.extraction.schema import Band, Value, nothing

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope, Mention, Sentence
    from ingest.extraction.schema import Engagement, Participant, Span

# A date after these words is a deadline, an origin or another occasion, not the day of the event.
_NOT_EVENT_DAY = re.compile(
    r"(?:قبل|بحلول|حتي|لغايه|غايه|غايته|اقصاه|اقصاها|اقصي|منذ|مطلع|نهايه|بنهايه|متم|موفي|اعتبارا من|ابتداء من|بدءا من|"
    r"موعده|صدر|الصادر|الصادره|الموقعه|الموقع|المبرمه|المبرم|مولود|تاسس\w*|انشي\w*|خلال العام|by|until|before|since)"
    r"\s+(?:يوم|شهر|تاريخ|في)?\s*[\"“«(]?$"
)
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:في|الي|علي|داخل|بمدينه|مدينه|لمدينه|بالعاصمه|العاصمه|للعاصمه|العاصمه ال\w+|بالعاصمه ال\w+|عاصمته|بلديه|محافظه|بمحافظه|ولايه|"
    r"بولايه|ميناء|مطار|بمطار|منطقه|بمنطقه|احتضنت|تحتضن|استضافت|تستضيف|شهدت|تشهد|وصل|زار|زارت|يزور|تزور|غادر|يصل|in|at|to|visited)\s+(?:مدينه\s+|العاصمه\s+(?:ال\w+\s+)?|مقرها\s+)?[\"“«(]?)$"
)
_OF_INSTITUTION = re.compile(
    r"(?:غرفه|جامعه|مجلس|بلديه|امير|منطقه|سفير|سفاره|قنصل\w*|محافظ|مستشفي|شركه|نادي|صحيفه|حي|طريق|مطار|ميناء|معهد|مركز|"
    r"سفيره|لدي|حكومه|شارع|اعلان|اتفاق\w*|مسار|مبادره|معرض|موتمر|منتدي|ملحقيه|مكتب\w*|تجاره|زراعه)\s+(?:في\s+)?[\"“«(]?$"
)
_SEAT = re.compile(
    r"(?:بمكتب|مكتبه|مكتبها|بمقر|مقر|ديوان|بديوان|قصر|بقصر|دار|مبني|بمبني|قاعه|بقاعه|استراحه|مجلسه|الوزاره|منزل|"
    r"بدار|البرلمان|بيت|اقامته)\b\w*"
)
_EVENT_WORD = re.compile(
    r"\b(?:اللقاء|الاجتماع|المباحثات|الزياره|المنتدي|الموتمر|الجلسه|الاستقبال|التوقيع|عقد|عقدت|وصل|المعرض|لقائه|لقايه|لقاءه|"
    r"استقباله|اجتماعه|زيارته|زيارتها|مباحثاته|القمه|الملتقي|اجتماع|لقاء|استقبالها|لقايها|اجتماعها)\b"
)
_VENUE = re.compile(
    r"\b(?:ب|في |داخل )?(?:جامعه|غرفه|ميناء|مطار|فندق|قاعه|مقر|مبني|ديوان|ارض المعارض|مجمع|كليه|مستشفي|بلديه|ملعب|معهد|مدرسه)\s"
)
_VAGUE = frozenset({"month", "stretch"})
_MISSION = re.compile(r"(?:بمقر|مقر|في مقر|مبني)\s+(?:ال)?(?:بعثه|سفاره|قنصليه|ملحقيه|سفارته|ممثليه)\b")
_CITY_OF = re.compile(r"مدينه\s+")
_TURN = re.compile(r":|\b(?:وفي غضون|فيما|بينما|من جهه اخري|وفي سياق|وفي هذا السياق)\b")
_MATTER = re.compile(
    r"(?:الاوضاع|الوضع|التطورات|تطورات|الازمه|الاحداث|احداث|اوضاع|الاستثمار|المشاريع|الشعب)\s+(?:\S+\s+)?(?:في\s+|ب)$"
)
_AT_ONCE = re.compile(
    r"\W*[وف]?(?:عقب ذلك|بعد ذلك|اثر ذلك|ثم|في لقاء (?:اخر|ثان|منفصل)|في لقاءين|كما|في السياق (?:ذاته|نفسه)|كذلك|لاحقا)\b"
)
_RANK = {
    "absolute": 0,
    "hijri": 0,
    "weekday": 1,
    "relative": 1,
    "weekday_next": 2,
    "month": 4,
    "stretch": 5,
    "year": 9,
}


@dataclass(frozen=True, slots=True)
class When:
    """Day (or month, year) of an event as the schema has it."""

    date: Value[str | None]
    precision: str = "none"
    end: Value[str | None] | None = None
    flags: tuple[str, ...] = ()

    @property
    def day(self) -> date | None:
        """The first day, where it is known to the day."""
        return date.fromisoformat(self.date.value) if self.date.value and self.precision == "day" else None


def settle_date(doc: Document, scope: EventScope) -> When:
    """The date said nearest to the words that tell the event; else that of title or dateline."""
    near = _candidates(doc, scope, scope.lead)
    if not near and scope.title is not None:
        near = [mention for mention in _candidates(doc, scope, scope.title) if "-" in mention.value[5:]]
    if not near:
        for sentence in scope.sentences[:4]:
            if _speaks_of_it(doc.fold, sentence):
                near = near or _candidates(doc, scope, sentence)
    told = _dateline_day(doc) if scope.primary and not scope.planned else None
    if near and not (told and all(mention.form in _VAGUE for mention in near)):
        best = min(near, key=lambda mention: (_RANK.get(mention.form, 6), abs(mention.start - scope.trigger)))
        return _when(doc, _ahead(doc, best) if scope.planned else best)
    return _when(doc, told) if told else When(nothing())


def _dateline_day(doc: Document) -> Mention | None:
    for block in doc.blocks:
        if block.kind == "dateline":
            for mention in doc.within(doc.dates, block.start, block.end):
                if mention.value:
                    return mention
    return None


def _ahead(doc: Document, mention: Mention) -> Mention:
    """A bare weekday of an event to come is the next such day."""
    if mention.form != "weekday" or doc.published is None or mention.value >= doc.published.isoformat():
        return mention
    return replace(mention, value=(date.fromisoformat(mention.value) + timedelta(days=7)).isoformat())


def _speaks_of_it(text: str, sentence: Sentence) -> bool:
    return bool(_EVENT_WORD.search(text, sentence.start, sentence.end))


def _candidates(doc: Document, scope: EventScope, sentence: Sentence) -> list[Mention]:
    out = []
    for mention in doc.within(doc.dates, sentence.start, sentence.end):
        if not is_event_day(doc.fold, sentence, mention):
            continue
        if any(city.start <= mention.start < city.end for city in doc.cities):
            continue
        if mention.value.startswith("--"):
            continue
        if not scope.planned and doc.published and mention.value > f"{doc.published.isoformat()}/":
            continue
        out.append(mention)
    return out


def is_event_day(text: str, sentence: Sentence, mention: Mention) -> bool:
    """A day that is no deadline and no birth of something else."""
    if not mention.value or mention.form == "year":
        return False
    before = text[max(sentence.start, mention.start - 30) : mention.start]
    return mention.form == "stretch" or not _NOT_EVENT_DAY.search(before)


def _when(doc: Document, mention: Mention) -> When:
    span = doc.span(mention.start, mention.end)
    first, _, last = mention.value.partition("/")
    precision = {10: "day", 7: "month", 4: "year"}.get(len(first), "none")
    value: Value[str | None] = Value(first, span, mention.rule, mention.band)
    end: Value[str | None] | None = Value(last, span, mention.rule, mention.band) if last else None
    flags = ("weekday_conflict",) if mention.rule.endswith("conflict") else ()
    return When(value, precision, end, flags)


@dataclass(frozen=True, slots=True)
class Where:
    """City as written, and country."""

    city: Value[str | None]
    country: Value[str | None]


def settle_place(doc: Document, scope: EventScope, people: tuple[Participant, ...]) -> Where:
    """City and country. A call took place nowhere; a seat without a city is the host's, the first named."""
    if scope.kind == "call":
        return Where(nothing(), nothing())
    titles = [person.role.evidence for person in people if person.role.evidence]
    found = _city(doc, scope, titles)
    if found is not None:
        mention, rule, band = found
        named = _CITY_OF.match(doc.fold, mention.start, mention.end)
        start = named.end() if named else mention.start
        span = doc.span(start, mention.end)
        name = doc.quote(start, mention.end)
        return Where(Value(name, span, rule, band), Value(mention.value, span, rule, band))
    abroad = _mission_city(doc, scope, people)
    if abroad is not None:
        return abroad
    country = _country(doc, scope, titles)
    if country is not None:
        return Where(nothing(), country)
    host = people[0].country.value if people else doc.home.country
    seat = _SEAT.search(doc.fold, scope.lead.start, scope.lead.end)
    if seat and host:
        return Where(
            nothing(), Value(host, doc.span(seat.start(), seat.end()), "places.seat_of_host", Band.CHECK)
        )
    return Where(nothing(), nothing())


def _city(doc: Document, scope: EventScope, titles: list[Span]) -> tuple[Mention, str, Band] | None:
    for sentence, rule, band in _place_sentences(scope):
        options = [
            mention
            for mention in doc.within(doc.cities, sentence.start, _clause_end(doc.fold, sentence, scope))
            if _is_place(doc, mention, visit=scope.kind == "visit") and not _in_title(doc, mention, titles)
        ]
        if options:
            return min(options, key=lambda mention: abs(mention.start - scope.trigger)), rule, band
    if scope.primary and not scope.planned:
        return _dateline_city(doc, scope) or _later_city(doc, scope, titles) or _venue_city(doc, scope)
    return None


def _venue_city(doc: Document, scope: EventScope) -> tuple[Mention, str, Band] | None:
    """Only the name of the venue says it: «قاعة المؤتمرات بجامعة بنغازي»."""
    for venue in _VENUE.finditer(doc.fold, scope.lead.start, _clause_end(doc.fold, scope.lead, scope)):
        for mention in doc.within(doc.cities, venue.end(), min(scope.lead.end, venue.end() + 40)):
            if len(doc.fold[venue.end() : mention.start].split()) <= 3:
                return mention, "places.venue_city", Band.GUESS
    return None


def _later_city(doc: Document, scope: EventScope, titles: list[Span]) -> tuple[Mention, str, Band] | None:
    """A city in a later sentence that speaks of the event itself: «اللقاء الذي عقد في طرابلس»."""
    for sentence in scope.sentences[:5]:
        for told in _EVENT_WORD.finditer(doc.fold, sentence.start, sentence.end):
            for mention in doc.within(doc.cities, told.end(), min(sentence.end, told.end() + 60)):
                if _is_place(doc, mention, visit=False) and not _in_title(doc, mention, titles):
                    return mention, "places.later_city", Band.GUESS
    return None


def _mission_city(doc: Document, scope: EventScope, people: tuple[Participant, ...]) -> Where | None:
    """«استقبل السفير ... في أوتاوا بمقر البعثة»: the seat of a mission is where its head is accredited."""
    seat = _MISSION.search(doc.fold, scope.lead.start, scope.lead.end)
    title = people[0].role.evidence if people else None
    if seat is None or title is None:
        return None
    for mention in doc.cities:
        span = doc.span(mention.start, mention.end)
        if title.start <= span.start < title.end:
            name: Value[str | None] = Value(
                doc.quote(mention.start, mention.end), span, "places.mission", Band.CHECK
            )
            return Where(name, replace(name, value=mention.value))
    return None


def _in_title(doc: Document, mention: Mention, titles: list[Span]) -> bool:
    """«السفير الياباني لدى ليبيا», «سفير ... في أوتاوا»: said of a person, not of the event."""
    at = doc.span(mention.start, mention.end).start
    return any(title.start <= at < title.end for title in titles)


def _clause_end(text: str, sentence: Sentence, scope: EventScope) -> int:
    """Where the lead turns to another matter or to quoted words."""
    turn = _TURN.search(text, max(sentence.start, min(scope.trigger, sentence.end)), sentence.end)
    return turn.start() if turn else sentence.end


def _place_sentences(scope: EventScope) -> list[tuple[Sentence, str, Band]]:
    out = [(scope.lead, "places.lead_city", Band.SURE)]
    if scope.title is not None:
        out.append((scope.title, "places.title_city", Band.CHECK))
    return out


def _is_place(doc: Document, mention: Mention, *, visit: bool) -> bool:
    text = doc.fold
    before = text[max(0, mention.start - 30) : mention.start]
    word = re.search(r"\S*$", before)
    prefix = word.group().lstrip('"“«(') if word else ""
    head = before[: len(before) - len(word.group())] if word else before
    if prefix in ("ب", "وب", "بال"):
        return not re.search(
            r"(?:سفير|سفاره|سفيره|سفارته|القنصل\w*|جامعه|معتمد|معتمدا)\s+(?:\S+\s+){0,2}$", head
        )
    if prefix == "ل" and visit:
        return True
    if prefix:
        return False
    found = _PLACE_BEFORE.search(before)
    if not found:
        return False
    if re.match(r"(?:الي|to)\b", found.group().strip()) and not visit:
        return bool(
            re.search(
                r"(?:زياره|زيارته|زيارتها|وصوله|وصولها|وصول|الزياره)\s+(?:\S+\s+){0,2}الي\s+(?:مدينه\s+|العاصمه\s+)?[\"“«(]?$",
                before,
            )
        )
    return not _OF_INSTITUTION.search(before)


def _dateline_city(doc: Document, scope: EventScope) -> tuple[Mention, str, Band] | None:
    for block in doc.blocks:
        if block.kind == "dateline":
            for mention in doc.within(doc.cities, block.start, block.end):
                return mention, "places.dateline_city", Band.CHECK
    return None


def _country(doc: Document, scope: EventScope, titles: list[Span]) -> Value[str | None] | None:
    end = _clause_end(doc.fold, scope.lead, scope)
    for mention in doc.within(doc.countries, scope.lead.start, end):
        if mention.form != "name" or _in_title(doc, mention, titles):
            continue
        before = doc.fold[max(scope.lead.start, mention.start - 30) : mention.start]
        placed = re.search(r"(?:\bفي|\bداخل)\s+(?:مملكه|دوله|جمهوريه)?\s*$|(?:^|\s)[و]?ب$", before)
        if scope.kind == "visit":
            placed = placed or re.search(
                r"(?:الي|زار\w*|يزور|تزور|زياره|زيارته)\s+(?:رسميه\s+)?ل?(?:الي\s+)?$|\sل$", before
            )
        if placed and not _MATTER.search(before):
            span = doc.span(mention.start, mention.end)
            return Value(mention.value, span, "places.lead_country", Band.CHECK)
    return None


def goes_on_at_once(doc: Document, scope: EventScope) -> bool:
    """«وعقب ذلك، استقبل ...»: the day and place of the event before still hold."""
    return bool(_AT_ONCE.match(doc.fold, scope.lead.start))


def inherit_date(when: When, before: Engagement) -> When:
    """`when`, or else the day of the event before."""
    if when.date.value or not before.date.value:
        return when
    value = replace(before.date, rule="dates.same_occasion", band=Band.CHECK)
    return When(value, before.date_precision)


def inherit_place(where: Where, before: Engagement) -> Where:
    """`where`, or else the place of the event before."""
    if where.city.value or not before.city.value:
        return where
    city = replace(before.city, rule="places.same_occasion", band=Band.CHECK)
    return Where(city, replace(before.country, rule="places.same_occasion", band=Band.CHECK))
