"""When an event took place: chooses among the dates that the text names."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.extraction.calendars import days_on
from ingest.extraction.schema import Band, Value, nothing
from ingest.extraction.triggers import PUT_OFF

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope, Mention, Sentence
    from ingest.extraction.schema import Engagement

# A date after these words is a deadline, an origin or another occasion, not the day of the event.
_NOT_EVENT_DAY = re.compile(
    r"(?<!\w)[وفب]?(?:قبل|بحلول|حتي|لغايه|غايه|غايته|اقصاه|اقصاها|اقصي|منذ|مطلع|نهايه|بنهايه|متم|موفي|اعتبارا من|"
    r"ابتداء من|بدءا من|"
    r"موعده|صدر|الصادر|الصادره|الموقعه|الموقع|المبرمه|المبرم|مولود|تاسس\w*|انشي\w*|خلال العام|by|"
    r"until|before|since)"
    r"\s+(?:يوم|شهر|تاريخ|في)?\s*[\"“«(]?$"
)
_AT_ONCE = re.compile(
    r"\W*[وف]?(?:عقب ذلك|بعد ذلك|قبل ذلك|الي ذلك|من جهه (?:اخري|ثانيه)|من جانب اخر|من ناحيه اخري|اثر ذلك|ثم|"
    r"في لقاء (?:اخر|ثان|منفصل)|في لقاءين|كما|علي هامش|بالتزامن|في اليوم (?:نفسه|ذاته)|في (?:ذات|نفس) اليوم|"
    r"في (?:السياق|الاطار|الشان) (?:ذاته|نفسه)|في (?:سياق|اطار) (?:متصل|اخر|ذي صله)|علي صعيد (?:متصل|اخر)|"
    r"في وقت (?:سابق|لاحق)|كذلك|لاحقا|فيما|بينما|\w+ (?:ايضا|كذلك))\b"
)
# «واستقبل معاليه ...», «والتقى الوزير ...», «والتقى على هامش المؤتمر ...»: who acts was named before.
_AGAIN = re.compile(
    r"\W*[وف]?(?:قد\s+)?(?:[يت]?ستقبل|استقبل|التقي|التق|[يت]لتقي|اجتمع|[يت]جتمع|عقد|اجري|اجر|تلقي|تلق|بحث|زار|"
    r"تفقد|ترأس|تراس|قابل)ت?\s+"
    r"(?:معاليه\w*|سموه|سعادته\w*|سيادته\w*|دولته|فخامته|جلالته|"
    r"(?:(?:معالي|سعاده|سياده|السيد|السيده)\s+)?(?:الوزير|الوزيره|الرييس|الوكيل|المحافظ|الوالي|العميد|السفير)\b(?!\s+ال)|"
    r"علي هامش|خلال|عقب|بعد|قبل|اثناء|اليوم|امس|ايضا|كذلك|لاحقا|في\s|ب(?:مكتب|مقر|حضور))"
)
EVENT_WORD = re.compile(
    r"\b(?:اللقاء|الاجتماع|المباحثات|الزياره|المنتدي|الموتمر|الجلسه|الاستقبال|التوقيع|عقد|عقدت|وصل|"
    r"المعرض|لقائه|لقايه|لقاءه|"
    r"استقباله|اجتماعه|زيارته|زيارتها|مباحثاته|القمه|الملتقي|اجتماع|لقاء|استقبالها|لقايها|اجتماعها)\b"
)
# «استقبل أمس … التي تزور تونس من 8 إلى 11 جويلية»: how long the guest stays.
_OF_A_VISIT = re.compile(
    r"\b(?:زيار(?:ه|ته|تها|تهم)|[يت]زور|[يت]ودي)\b(?:\s+[^\s.،]+){0,7}\s+(?:من|بين|الي غايه|حتي)\s+(?:يوم\s+)?$"
)
_VAGUE = frozenset({"month", "stretch"})
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
    def day(self) -> dt.date | None:
        """The first day, where it is known to the day."""
        return dt.date.fromisoformat(self.date.value) if self.date.value and self.precision == "day" else None


def settle_date(doc: Document, scope: EventScope) -> When:
    """The date said nearest to the words that tell the event; else that of title or dateline."""
    near = _candidates(doc, scope, scope.lead)
    if not near and scope.title is not None:
        near = [mention for mention in _candidates(doc, scope, scope.title) if "-" in mention.value[5:]]
    if not near:
        for sentence in scope.sentences[:4]:
            opens = sentence.index < scope.lead.index and scope.primary
            if opens or _speaks_of_it(doc.fold, sentence):
                near = near or [day for day in _candidates(doc, scope, sentence) if day.form not in _VAGUE]
    if scope.kind != "visit":
        near = [day for day in near if not _OF_A_VISIT.search(doc.fold, scope.lead.start, day.start)] or near
    if scope.planned and doc.published:
        near = _to_come(near, scope, doc.published.isoformat()) or near
    if scope.rule == PUT_OFF and near:
        near = [max(near, key=lambda mention: mention.start)]  # the new day is said last
    told = _dateline_day(doc) if scope.primary and not scope.planned else None
    if near and not (told and all(mention.form in _VAGUE for mention in near)):
        best = min(near, key=lambda mention: (_RANK.get(mention.form, 6), abs(mention.start - scope.trigger)))
        return _when(doc, _ahead(doc, best) if scope.planned else best)
    return _when(doc, told) if told else When(nothing())


def _to_come(near: list[Mention], scope: EventScope, today: str) -> list[Mention]:
    """«أعلن اليوم أن الوزير سيزور ... الأسبوع المقبل»: behind the verb, a day to come or one not known to the day."""
    behind = [mention for mention in near if mention.start > scope.trigger]
    return [mention for mention in behind if mention.value > today or len(mention.value) < len(today)]


def _dateline_day(doc: Document) -> Mention | None:
    for block in doc.blocks:
        if block.kind == "dateline":
            for mention in doc.within(doc.dates, block.start, block.end):
                if mention.value[:1].isdigit():
                    return mention
    return None


def _ahead(doc: Document, mention: Mention) -> Mention:
    """A bare weekday of an event to come is the next such day."""
    if mention.form != "weekday" or doc.published is None or mention.value >= doc.published.isoformat():
        return mention
    later = days_on(dt.date.fromisoformat(mention.value), 7)
    return mention._replace(value=later.isoformat()) if later else mention


def _speaks_of_it(text: str, sentence: Sentence) -> bool:
    return bool(EVENT_WORD.search(text, sentence.start, sentence.end))


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


def goes_on_at_once(doc: Document, scope: EventScope) -> bool:
    """«وعقب ذلك، استقبل ...», «واستقبل معاليه ...»: host, day and place of the event before still hold."""
    start = scope.lead.start
    return bool(_AT_ONCE.match(doc.fold, start) or _AGAIN.match(doc.fold, start))


def inherit_date(when: When, before: Engagement) -> When:
    """`when`, or else the day of the event before."""
    if when.date.value or not before.date.value:
        return when
    value = before.date._replace(rule="dates.same_occasion", band=Band.CHECK)
    return When(value, before.date_precision)
