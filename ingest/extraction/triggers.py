"""Finds in a sentence the word that says that an encounter took place, and of what kind it was."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from ingest.extraction.gazetteer import Gazetteer
from ingest.extraction.tables import rows

if TYPE_CHECKING:
    from ingest.extraction.gazetteer import Match

Entry = tuple[str, str]

_DOCUMENT = re.compile(
    r"(?:ال)?(?:اتفاق\w*|مذكر\w+|بروتوكول\w*|محضر\w*|وثيقه|وثايق|عقد|عقدا|عقود|برنامج|اعلان\w*|"
    r"بيان\w*|خطاب|ميثاق|خطه|مشروع)"
)
_WITH = re.compile(
    r"\b(?:مع|ونظير\w*|و(?:ال)?(?:وزير|وزيره|رئيس|رييس|رييسه|سفير|سفيره|امير|ولي|نايب|مدير|محافظ|"
    r"ملك|امين|ممثل)\w*|الجانبان|الطرفان)\b"
)
_BODY = re.compile(
    r"(?:للجنه|لجنه|اللجنه|اللجان|لمجلس|لمجالس|المجلس|مجلس الاعمال|مجلس وزراء|الدوره|لوزراء|وزراء|"
    r"لكبار|الجمعيه|للجمعيه|"
    r"القمه|السنوي|التنسيقي لل|الوزاري|لمنظمه|منظمه|التحالف|لفريق|للفريق|للهييه|ال(?:اول|ثاني|ثالث|"
    r"رابع|خامس|سادس|سابع|"
    r"ثامن|تاسع|عاشر)\b)"
)
_PRESS = re.compile(r"\s+(?:ال)?صحفي")
_INNER_COMMITTEE = re.compile(r"(?:الفنيه|فنيه)")
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


_DURING = re.compile(
    r"(?:خلال|في|عقب|بعد|اثناء|ختام|علي هامش|لدي|مستهل|بدايه|قبيل|ذلك في|بمناسبه|وفي|اثر|مع ختام|"
    r"بعيد|حضر|حضور)\s+$"
)
_AT_FORUM = re.compile(
    r"(?:مشاركت\w+|كلمت\w+|كلمه|كلمتها|افتتاح\w*|اعمال|ختام|انعقاد|حضور\w*|ترووس\w*|تروس\w*|"
    r"رعايت\w+|فعاليات|جلسات|هامش)"
    r"(?:\s+\S+){0,4}\s+(?:في\s+|ب)?(?:اعمال\s+|فعاليات\s+|افتتاح\s+)?$"
)
_OFFICE = re.compile(
    r"(?:وزير|وكيل|رييس|نايب|سفير|امير|مدير|محافظ|معالي|سعاده|سمو|السيد|الدكتور|المهندس|فخامه|مساعد|"
    r"عميد)\w*"
)
_NOT_OWNED = frozenset(
    {
        "قمه",
        "القمه",
        "ندوه",
        "الندوه",
        "ورشه",
        "مقابله",
        "جلسه",
        "زياره",
        "الزياره",
        "جوله",
        "الجوله",
        "مكالمه",
    }
)
_LEADERS = re.compile(r"\b(?:عقد|يعقد|بدا|يبدا|اختتم)\s+(?:قاده|زعماء|روساء|وزراء)\b")
_PRESS_WITH = re.compile(
    r"\s+(?:ال)?صحفي\S*(?:\s+[^\s.]+){0,8}?\s+مع\s+(?:نظير|وزير|الوزير|رييس|الرييس|سفير|ولي|امين)"
)
_DECADE = re.compile(r"(?:توقيع|ابرام|بموجب|منذ|قبل|خلال|اكثر من|نحو|كل|علي مدي|تنفيذ|لمده|قيمه|من|ال)\s+$")
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
    sort, kind = match.value
    far = _FAR if kind == "far" else _NEAR
    before = text[max(start, match.start - 100) : match.start - len(match.prefix)]
    definite = False
    if sort == "cue":
        return None
    if _DENIED.search(before) or not _means_it(text, match):
        return None
    if sort == "talk" and not _WITH.search(text, match.end, min(end, match.end + 160)):
        return None
    if sort == "sign":
        document = _DOCUMENT.search(text, match.end, min(end, match.end + 160))
        if document is None or len(text[match.end : document.start()].split()) > 14:
            return None
        definite = document.group().startswith("ال") and document.group() not in ("الاتفاق", "الاتفاقيه")
    if sort == "hold":
        noun = _noun_after(text, end, found, index, far)
        if (match.surface == "عقد" and _DECADE.search(before)) or not _announces(text, match):
            return None
        if noun is None and not (_OPENED.match(match.surface) and _SITE.match(text, match.end)):
            return None
        kind = _noun_kind(text, end, noun) if noun else "visit"
        definite = noun is not None and noun.start > match.start and _definite(noun)
    if sort == "noun":
        if not _told_by_noun(text, start, end, match, before):
            return None
        kind = _noun_kind(text, end, match)
    planned = _planned(text, match, before)
    background = bool(_PAST_PERFECT.search(before) or _RECALLED.search(before))
    subordinate = bool(_SUBORDINATE.search(before)) and not (planned or background)
    rule = "events.hold_noun" if sort == "hold" else f"events.{sort}"
    present = (
        sort in ("verb", "hold", "sign") and match.surface[:1] in "يت" and match.surface[1:2] not in "لم"
    )
    present = present and match.surface not in (
        "تواصلت",
        "تتواصل",
        "تراس",
        "تراست",
        "تفقد",
        "تفقدت",
        "توجه",
        "توجهت",
    )
    return Trigger(
        match.start,
        kind,
        match.surface,
        sort != "noun",
        planned,
        background,
        subordinate,
        rule,
        definite,
        present,
    )


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
        if later.value[0] == "noun" and _counts(text, later):
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
            return earlier if _counts(text, earlier) else None
    return None


def _counts(text: str, noun: Match[Entry]) -> bool:
    """A press conference is no event, one held together with the other side is part of one."""
    return not _PRESS.match(text, noun.end) or bool(_PRESS_WITH.match(text, noun.end))


def _noun_kind(text: str, end: int, noun: Match[Entry]) -> str:
    kind = noun.value[1]
    leaders = text[max(0, noun.start - 120) : noun.start]
    if kind == "meeting" and _LEADERS.search(leaders):
        return "conference"
    if _PRESS_WITH.match(text, noun.end):
        return "meeting"
    after = text[noun.end : min(end, noun.end + 60)]
    near = " ".join(after.split()[:5])
    if (
        kind == "meeting"
        and re.match(r"\W*(?:ال)?(?:اجتماع|جلسه|جلسات)", noun.surface)
        and not near.startswith("مع ")
        and _BODY.search(near)
    ):
        return "conference"
    return kind


def _told_by_noun(text: str, start: int, end: int, match: Match[Entry], before: str) -> bool:
    """A noun alone tells an event in «خلال لقائه ...», «عقب مباحثاته مع ...», «جاء ذلك في كلمته بالمنتدى»."""
    kind = match.value[1]
    if _PRESS.match(text, match.end):
        return bool(_PRESS_WITH.match(text, match.end))
    after = text[match.end : min(end, match.end + 70)].strip()
    lead_in = bool(_DURING.search(before)) or match.prefix in ("ب", "بال", "ل")
    owned = bool(re.match(r".{4,}(?:ه|ها|هما|هم)$", match.surface)) and match.surface not in _NOT_OWNED
    with_whom = bool(_WITH.match(after)) or bool(re.search(r"\b(?:مع|بين)\b", after[:40]))
    if kind == "meeting":
        if match.surface.endswith("ات") and re.match(r"(?:مع|بين)\b", after):
            return True
        received = "استقبال" in match.surface and match.prefix != "ال" and not after.startswith("ال")
        return lead_in and (owned or with_whom or (received and bool(_OFFICE.match(after))))
    if kind == "visit":
        said = re.match(r"(?:رسميه|عمل|تفقديه|ميدانيه|قام|يقوم|تقوم|قامت|الي|ل\w|لل|خاطفه|قصيره|وديه)", after)
        return lead_in and match.prefix == "" and (owned or bool(said))
    if kind == "conference":
        return bool(_AT_FORUM.search(before))
    return lead_in
