"""Finds in a sentence the word that says that an encounter took place, and of what kind it was."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from ingest.extraction.event_nouns import WITH, Entry, counts, noun_kind, told_by_noun
from ingest.extraction.gazetteer import Gazetteer
from ingest.extraction.tables import rows

if TYPE_CHECKING:
    from ingest.extraction.gazetteer import Match


_DOCUMENT = re.compile(
    r"(?:ال)?(?:اتفاق\w*|مذكر\w+|بروتوكول\w*|محضر\w*|وثيقه|وثايق|عقد|عقدا|عقود|برنامج|اعلان\w*|"
    r"بيان\w*|خطاب|ميثاق|خطه|مشروع)"
)
_FAR, _NEAR = 25, 8  # words between a verb like عقد and its noun: the people stand between
_SUBORDINATE = re.compile(
    r"\b(?:الذي|التي|الذين|حيث|بعد ان|بعدما|عندما|حينما|منذ ان|ان|انه|انها|سبق ان)\s+(?:قد\s+)?$"
)
_FUTURE = re.compile(
    r"(?:من المقرر|من المنتظر|من المتوقع|من المزمع|المزمع|المقرر|يعتزم|تعتزم|يستعد|تستعد|يتوقع|تتهيا|"
    r"(?:[يت]?[اع]?علن\w*|كشف\w*)(?:\s+\S+){0,9}\s+عن\s+(?:قرب\s+)?(?:عقد|تنظيم|اقامه|انعقاد|انطلاق|"
    r"استضافه))"
)
_PAST_PERFECT = re.compile(
    r"\b[وف]?(?:كان|كانت|كانوا)\b(?:\s+[^\s.]+){0,12}?\s+(?:قد\s+)?$|\bسبق\b[^.]{0,20}$"
)


_DECADE = re.compile(r"(?:توقيع|ابرام|بموجب|منذ|قبل|خلال|اكثر من|نحو|كل|علي مدي|تنفيذ|لمده|قيمه|من|ال)\s+$")
_IMPERFECT = re.compile(r"(?!توا|تتوا|ترا|تفقد|توج)[يت](?![لم])")
_OPENED = re.compile(r"[يت]?(?:افتتح|فتتح|دشن)")
_SITE = re.compile(
    r"(?:\s+[^\s.]+){0,20}?\s+[وبل]?(?:ال)?(?:مصنع|مقر|محطه|مشروع|مشاريع|مركز|جناح|خط|مستشفي|مدرسه|"
    r"مجمع|مبني|ميناء|مطار|طريق|جسر|مختبر|"
    r"سفاره|قنصليه|فرع|منفذ|معبر|حقل|مصفاه|سد)\b"
)
_DENIED = re.compile(
    r"\b(?:لم|لن|لا|عدم|نفي|نفت|ينفي|تنفي|لا صحه|تاجيل|الغاء|ارجاء|تاجل|الغي|الغيت|لو|"
    r"هل)\b(?:\s+[^\s.،]+){0,8}?\s*$"
)
_DENIAL = re.compile(r"\W*و?(?:نفي|نفت|ينفي|تنفي|لا صحه)\b")
_ONLY_WITH = (
    (
        "ستقبل",
        re.compile(
            r"(?!(?:\s+[^\s.]+){0,6}?\s+(?:\d|شحن|سفين|راكب|طلبات|زوار|زباين|حجاج|مرضي|حالات|برقي|مراجع))"
        ),
    ),
    ("توجه", re.compile(r"(?:\s+[^\s.]+){0,12}?\s+(?:الي|ل\w+|لل\w+)")),
    ("وصل", re.compile(r"(?!\s+(?:عدد|سعر|حجم|نسبه|قيمه|اجمالي|الي\s+\d))")),
    (
        "اطلع",
        re.compile(
            r"(?:\s+[^\s.]+){0,12}?\s+علي\s+(?:سير|مراحل|اقسام|خط|خطوط|مكونات|مرافق|الاعمال|جاهزيه|"
            r"تجهيزات|معروضات|نسب)"
        ),
    ),
)
_RECALLED = re.compile(r"\b[وف]?(?:يذكر|يشار|سبق)\b[^.]{0,60}$")


@dataclass(frozen=True, slots=True)
class Trigger:
    """An encounter told at `at` (folded offset). `planned`: still to come; `background`: told as earlier.

    `strong` is a finite verb or a noun with its parties; `subordinate` one in a clause of its own; `definite`
    one whose event the text has named before; `present` a verb in the imperfect.
    """

    at: int
    kind: str
    word: str
    strong: bool = True
    planned: bool = False
    background: bool = False
    subordinate: bool = False
    rule: str = ""
    definite: bool = False
    present: bool = False


@cache
def _words() -> Gazetteer[Entry]:
    entries: dict[str, Entry] = {}
    for sort, kind, forms in rows("event_triggers"):
        for form in forms.split("|"):
            for word in _conjugated(form):
                entries.setdefault(word, (sort, kind))
    return Gazetteer(entries.items())


def _conjugated(form: str) -> list[str]:
    past, slash, present = form.partition("/")
    if not slash:
        return [past]
    feminine = "ت" + present[1:]
    out = [past, past + "ت", past + "ا", past + "تا", past + "وا", present, feminine]
    return [*out, present + "ان", present + "ون", "س" + present, "س" + feminine]


def find_triggers(text: str, start: int, end: int) -> list[Trigger]:
    """The triggers of `text[start:end]` in order."""
    if _DENIAL.match(text, start, end):
        return []
    found = [match for match in _words().find(text, start, end) if _plain(match)]
    by_wire = any(match.value == ("cue", "call") for match in found)
    out = []
    for index, _match in enumerate(found):
        trigger = _trigger(text, start, end, found, index)
        if trigger is not None and by_wire and trigger.kind == "meeting":
            trigger = replace(trigger, kind="call")
        if trigger is not None:
            out.append(trigger)
    return out


def _plain(match: Match[Entry]) -> bool:
    sort = match.value[0]
    if sort in ("verb", "talk", "hold", "sign"):
        # «فيصل» is no ف with يصل: a short verb takes و only
        return match.prefix in ("", "و") or (match.prefix in ("ف", "ل") and len(match.surface) > 4)
    return True


def _trigger(text: str, start: int, end: int, found: list[Match[Entry]], index: int) -> Trigger | None:
    match = found[index]
    sort = match.value[0]
    before = text[max(start, match.start - 100) : match.start - len(match.prefix)]
    if sort == "cue" or _DENIED.search(before) or not _means_it(text, match):
        return None
    told = _told(text, start, end, found, index, before)
    if told is None:
        return None
    kind, definite = told
    planned = _planned(text, match, before)
    background = bool(_PAST_PERFECT.search(before) or _RECALLED.search(before))
    subordinate = bool(_SUBORDINATE.search(before)) and not (planned or background)
    rule = "events.hold_noun" if sort == "hold" else f"events.{sort}"
    present = sort in ("verb", "hold", "sign") and bool(_IMPERFECT.match(match.surface))
    strong = sort != "noun"
    return Trigger(
        match.start, kind, match.surface, strong, planned, background, subordinate, rule, definite, present
    )


def _told(
    text: str, start: int, end: int, found: list[Match[Entry]], index: int, before: str
) -> tuple[str, bool] | None:
    """Kind of the event and whether it was named before, or None if the words tell none."""
    match = found[index]
    sort, kind = match.value
    near = min(end, match.end + 160)
    if sort == "talk":
        return (kind, False) if WITH.search(text, match.end, near) else None
    if sort == "sign":
        document = _DOCUMENT.search(text, match.end, near)
        if document is None or len(text[match.end : document.start()].split()) > 14:
            return None
        return kind, document.group().startswith("ال") and document.group() not in ("الاتفاق", "الاتفاقيه")
    if sort == "hold":
        return _held(text, end, found, index, before)
    if sort == "noun":
        return (noun_kind(text, end, match), False) if told_by_noun(text, start, end, match, before) else None
    return kind, False


def _held(text: str, end: int, found: list[Match[Entry]], index: int, before: str) -> tuple[str, bool] | None:
    """A verb like عقد tells what its noun names; «افتتح مصنعا» is a visit."""
    match = found[index]
    if (match.surface == "عقد" and _DECADE.search(before)) or not _announces(text, match):
        return None
    noun = _noun_after(text, end, found, index, _FAR if match.value[1] == "far" else _NEAR)
    if noun is not None:
        return noun_kind(text, end, noun), noun.start > match.start and _definite(noun)
    return ("visit", False) if _OPENED.match(match.surface) and _SITE.match(text, match.end) else None


def _means_it(text: str, match: Match[Entry]) -> bool:
    """«توجه بالشكر», «وصل عدد», «اطلع على تقرير» tell no visit."""
    for stem, needed in _ONLY_WITH:
        if stem in match.surface and match.value[0] == "verb":
            return bool(needed.match(text, match.end))
    return True


def _announces(text: str, match: Match[Entry]) -> bool:
    """«أعلن» tells an event only with «عن عقد ...»."""
    return "علن" not in match.surface or bool(_FUTURE.match(text, match.start))


def _definite(noun: Match[Entry]) -> bool:
    """«ترأس الجلسة» goes on with what was told, «عقد اجتماعا» is new."""
    return noun.surface.startswith("ال") or " ال" in noun.surface or noun.prefix.endswith("ال")


def _planned(text: str, match: Match[Entry], before: str) -> bool:
    word = match.surface
    if _FUTURE.search(before) or (word[:1] == "س" and word[1:2] in "يت"):
        return True
    if word.startswith(("يعتزم", "تعتزم", "يستعد", "تستعد")):
        return True
    return "علن" in word


def _noun_after(text: str, end: int, found: list[Match[Entry]], index: int, far: int) -> Match[Entry] | None:
    """The event noun that a verb like عقد takes: soon after it, or just before it («في اجتماع عقد ...»)."""
    match = found[index]
    for later in islice(found, index + 1, index + 8):
        between = text[match.end : later.start]
        if len(between.split()) > far or later.value[0] in ("verb", "sign"):
            break
        if later.value[0] == "noun" and counts(text, later):
            return later
    if index and match.surface in (
        "عقد",
        "عقدت",
        "عقده",
        "عقدته",
        "عقدها",
        "عقداه",
        "جمع",
        "جمعت",
        "ضم",
        "ضمت",
        "جري",
    ):
        earlier = found[index - 1]
        if earlier.value[0] == "noun" and len(text[earlier.end : match.start].split()) <= 3:
            return earlier if counts(text, earlier) else None
    return None
