"""Nouns that name an encounter (لقاء، منتدى، زيارة): of what kind it is, and whether the noun alone tells it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.extraction.gazetteer import Match

Entry = tuple[str, str]

WITH = re.compile(
    r"\b(?:مع|ونظير\w*|و(?:ال)?(?:وزير|وزيره|رئيس|رييس|رييسه|سفير|سفيره|امير|ولي|نايب|مدير|محافظ|"
    r"ملك|امين|ممثل)\w*|الجانبان|الطرفان|وزيرا|وزيرتا|الوزيران|الوزيرتان|رييسا|الرييسان)\b"
)
_BODY = re.compile(
    r"(?:للجنه|لجنه|اللجنه|اللجان|لمجلس|لمجالس|المجلس|مجلس الاعمال|مجلس وزراء|الدوره|لوزراء|وزراء|"
    r"لكبار|الجمعيه|للجمعيه|"
    r"القمه|السنوي|التنسيقي لل|الوزاري|لمنظمه|منظمه|التحالف|لفريق|للفريق|للهييه|ال(?:اول|ثاني|ثالث|"
    r"رابع|خامس|سادس|سابع|"
    r"ثامن|تاسع|عاشر)\b)"
)
_BILATERAL = re.compile(r"(?:ثنائيه|ثناييه|منفصله|مكثفه|موسعه)?\s*مع\b|(?:ثنائيه|ثناييه|منفصله)\b")
_PRESS = re.compile(r"\s+(?:ال)?صحفي")
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
    r"عميد|سعادت|فخامت|جلالت|دولت|سيادت|نيافت|غبط|قداس|ال(?:وزير|وكيل|رييس|محافظ|والي|سفير|مدير|نايب))\w*"
)
# «حفل استقبال الوفود» is no reception by somebody, «استقبال الوزير بمكتبه» is.
_THE_GUESTS = re.compile(
    r"ال(?!وزير\b|وزيره\b|وكيل\b|رييس\b|امير\b|محافظ\b|والي\b|سفير\b|مدير\b|نايب\b|سيد\b|شيخ\b|دكتور)"
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
_PRESS_WITH = re.compile(
    r"\s+(?:ال)?صحفي\S*(?:\s+[^\s.]+){0,8}?\s+مع\s+(?:نظير|وزير|الوزير|رييس|الرييس|سفير|ولي|امين)"
)
_LEADERS = re.compile(r"\b(?:عقد|يعقد|بدا|يبدا|اختتم)\s+(?:قاده|زعماء|روساء|وزراء)\b")


def counts(text: str, noun: Match[Entry]) -> bool:
    """A press conference is no event, one held together with the other side is part of one."""
    return not _PRESS.match(text, noun.end) or bool(_PRESS_WITH.match(text, noun.end))


def noun_kind(text: str, end: int, noun: Match[Entry]) -> str:
    kind = noun.value[1]
    leaders = text[max(0, noun.start - 120) : noun.start]
    if kind == "meeting" and _LEADERS.search(leaders):
        return "conference"
    if _PRESS_WITH.match(text, noun.end):
        return "meeting"
    after = text[noun.end : min(end, noun.end + 60)]
    near = " ".join(after.split()[:5])
    if kind == "conference" and "اجتماعات" in noun.surface and _BILATERAL.match(near):
        return "meeting"
    if (
        kind == "meeting"
        and re.match(r"\W*(?:ال)?(?:اجتماع|جلسه|جلسات)", noun.surface)
        and not near.startswith("مع ")
        and _BODY.search(near)
    ):
        return "conference"
    return kind


def told_by_noun(text: str, start: int, end: int, match: Match[Entry], before: str) -> bool:
    """A noun alone tells an event in «خلال لقائه ...», «عقب مباحثاته مع ...», «جاء ذلك في كلمته بالمنتدى»."""
    kind = match.value[1]
    if _PRESS.match(text, match.end):
        return bool(_PRESS_WITH.match(text, match.end))
    after = text[match.end : min(end, match.end + 70)].strip()
    lead_in = bool(_DURING.search(before)) or match.prefix in ("ب", "بال", "ل")
    owned = bool(re.match(r".{4,}(?:ه|ها|هما|هم)$", match.surface)) and match.surface not in _NOT_OWNED
    with_whom = bool(WITH.match(after)) or bool(re.search(r"\b(?:مع|بين)\b", after[:40]))
    if kind == "meeting":
        if match.surface.endswith("ات") and re.match(r"(?:مع|بين)\b", after):
            return True
        received = "استقبال" in match.surface and match.prefix != "ال" and not _THE_GUESTS.match(after)
        return lead_in and (owned or with_whom or (received and bool(_OFFICE.match(after))))
    if kind == "visit":
        said = re.match(r"(?:رسميه|عمل|تفقديه|ميدانيه|قام|يقوم|تقوم|قامت|الي|ل\w|لل|خاطفه|قصيره|وديه)", after)
        return lead_in and match.prefix == "" and (owned or bool(said))
    if kind == "conference":
        return bool(_AT_FORUM.search(before))
    return lead_in
