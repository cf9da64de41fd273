"""What the words around an institution's name say of it: acting, given a task, only spoken of."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from arabic.folding import fold
from ingest.extraction import names
from ingest.extraction.tables import rows
from ingest.extraction.words import stems

if TYPE_CHECKING:
    from ingest.extraction.line import Line
    from ingest.extraction.org_spans import Org

_TASKED_WITHIN = 12  # words between an order and the institution that gets it
TASKED = ("body", "part", "event", "ministry")
_SESSIONS = ("اجتماع", "اجتماعات", "جلسه", "دوره", "موتمر", "الاجتماعات", "اشغال")
LISTED = frozenset(("مثل", "منها", "ومنها", "بينها", "مقدمتها"))
_FOUNDING = frozenset(
    fold("إحداث إنشاء تأسيس إقامة بناء تشكيل تكوين إرسال إيفاد استحداث").split()
)  # of a body that is still to come
_TIMES = frozenset(fold("اليوم أمس الأول صباح مساء ظهر").split()) | {
    fold(f"ال{day}") for day in ("أحد", "اثنين", "ثلاثاء", "أربعاء", "خميس", "سبت", "جمعة")
}


@cache
def _cues() -> dict[str, str]:
    out: dict[str, str] = {}
    for word, where, form in rows("org_cues"):
        tells = "task" if form == "task" else where
        for each in _forms(word, form):
            out.setdefault(each, tells)
    return out


def _forms(word: str, form: str) -> set[str]:
    if form == "verb":
        return names.verb_forms(word)
    return names.present_forms(word) if form == "present" else {word}


def cue(text: str) -> str:
    cues = _cues()
    return cues.get(text) or (cues.get(text[1:], "") if text[:1] in ("و", "ف") else "")


def is_session(line: Line, org: Org) -> bool:
    """«الاجتماع الثالث للجنة …»: the institution whose session it is."""
    if org.kind == "event" and line.is_article(org.index) and line.text(org.index - 1) in _SESSIONS:
        return True  # «ترأس اجتماع اللجنة التنسيقية للمشاريع …»
    before = [line.text(at) for at in range(max(0, org.index - 4), org.index)]
    if before[-2:] == ["مجلس", "اداره"] and any(word.endswith(_SESSIONS) for word in before):
        return True  # «ترأس اجتماع مجلس إدارة جهاز …»
    return line.text(org.index).startswith("ل") and any(word.endswith(_SESSIONS) for word in before)


def is_aside(line: Line, org: Org) -> bool:
    """«الدارسين في الجامعة …», «مكتب بعثة …», «على هامش اجتماعات …»: spoken of beside the encounter."""
    before, far = line.text(org.index - 1), line.text(org.index - 2)
    office = line.org(org.index - 1) if org.index and not line.words[org.index - 1].is_mark else None
    return (before == "في" and not far.startswith("ممثل")) or far == "هامش" or office is not None


def is_free(line: Line, org: Org) -> bool:
    """Whether an institution stands by itself in the sentence, as its subject or object."""
    if org.index == 0 or line.words[org.index].start != org.start:
        return False
    before = line.text(org.index - 1)
    if line.words[org.index - 1].is_mark:
        return before in "،," and not LISTED.intersection(line.text(at) for at in range(org.index))
    return before in _TIMES or bool(cue(before))


def is_tasked(line: Line, org: Org) -> bool:
    """Whether an order stands before the institution with only the one who gives it between."""
    if org.kind not in TASKED:
        return False
    for at in range(org.index - 1, max(-1, org.index - _TASKED_WITHIN), -1):
        if line.words[at].is_mark:
            return False
        if cue(line.text(at)) == "task":
            return all(_silent(line, index) for index in range(at + 1, org.index))
    return False


def _silent(line: Line, index: int) -> bool:
    text = line.text(index)
    return text == "الي" or (not names.is_stop(text) and not line.org(index))


def is_promised(line: Line, org: Org) -> bool:
    """«المؤسسة … ستعترف»: what an institution is to do follows its name."""
    at = org.index
    while at < len(line) and line.words[at].start < org.end:
        at += 1
    text = line.text(at)
    return len(text) > 4 and text.startswith(("ست", "سي")) and names.is_stop(text)


def is_seat(line: Line, org: Org) -> bool:
    """«بديوان وزارة المواصلات»: where they sat."""
    inside = line.text(org.index) in ("بديوان", "بمقر", "بمبني") and line.text(org.index + 1) == "وزاره"
    return inside or (
        org.stem in ("رياسه", "رئاسه") and line.text(org.index - 1) in ("بديوان", "ديوان", "بمقر")
    )


def is_teller(line: Line, org: Org) -> bool:
    """«بيان تلقته وكالة الأنباء العراقية», «في تصريح لوكالة الأنباء»: who brings the news."""
    before = line.text(org.index - 1)
    told = before.startswith("تلق") or before in ("تصريح", "تصريحات", "حديث", "نقلت", "افادت", "ذكرت")
    return told and org.stem in ("وكاله", "صحيفه", "قناه", "اذاعه")


def is_new(line: Line, org: Org) -> bool:
    """«إحداث لجنة فنية», «إرسال بعثة لتقصي الحقائق»: what is to come does not act yet."""
    head = line.org(org.index)
    return bool(head and not head.definite) and any(
        rest in _FOUNDING for _, rest in stems(line.text(org.index - 1))
    )
