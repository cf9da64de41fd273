"""Where the task and the parties stand after each trigger: one function a frame of the trigger table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.commitments.asking import ask, asked, to, urge
from ingest.extraction.commitments.duties import (
    announce,
    bear,
    charge,
    condition,
    due_to,
    duty,
    must,
    perform,
    recommend,
    results,
    speed,
    stipulate,
)
from ingest.extraction.commitments.futures import named_before
from ingest.extraction.commitments.inviting import invite
from ingest.extraction.commitments.lines import is_promised, is_reporting, names_party
from ingest.extraction.commitments.markers import NEAR, Found, b_task, l_task, opens
from ingest.extraction.commitments.parties import (
    Range,
    begins_party_after,
    first_party,
    joint_party,
    several,
    speaker,
    trim,
)
from ingest.extraction.commitments.signing import sign
from ingest.extraction.commitments.verbal_nouns import is_verbal_noun
from ingest.extraction.commitments.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.extraction.commitments.lines import Line

_WITH_HIM = 4  # letters of «معه», «معها»
_WAS_GIVEN = ("تم", "تمت", "جرت")
_NOMINAL = 7  # the same after a noun such as الاتفاق


def on(line: Line, at: int, stop: int) -> Found | None:
    """«اتفق X على TASK», «تم الاتفاق على TASK»."""
    if line.words[at].bare == "الموافقه" and line.text(at - 1).removeprefix("و") not in _WAS_GIVEN:
        return None  # «طلب الموافقة على …» has not got it
    verb = is_reporting(line.text(at)) or is_reporting(line.words[at].bare)
    for index in range(at + 1, min(stop, at + (NEAR if verb else _NOMINAL))):
        if line.is_on(index) and line.text(index + 1) not in word_set("idiom"):
            between = trim(line, at + 1, index)
            owners = several(line, between) if between and verb else ()
            if verb and between is None and line.text(at).endswith("ا"):
                owners = _pair(line, at)
            if line.text(index + 1) == "ان" and names_party(line, index + 3):
                doer = joint_party(line, index + 3, stop)
                owners = several(line, doer) if doer else owners
            return Found(index + 1, line.words[index].end, owners)
    return None


def _pair(line: Line, at: int) -> tuple[Range, ...]:
    """«وقع الوزيران …، واتفقا على …», «إن الجانبين اتفقا على …»: the two named before a dual."""
    if line.text(at - 1) in word_set("both"):
        return ((line.words[at - 1].start, line.words[at - 1].end),)
    before = speaker(line, at)
    words = line.doc.fold[slice(*before[0])].split() if before else []
    if not words or not words[0].endswith("ان"):
        return ()
    return ((before[0][0], before[0][0] + len(words[0])),)


def by(line: Line, at: int, stop: int) -> Found | None:
    """«وجه X Y بTASK», «تعهد X بأن …»."""
    index = b_task(line, at + 1, stop)
    if index is None:
        return None
    owners, speaker = asked(line, at, index)
    return Found(index, line.words[index].start + 1, owners, speaker)


def promise(line: Line, at: int, stop: int) -> Found | None:
    """«تعهد X بTASK», «التزم X بأن يفعل Y»: the one who speaks is the one who acts."""
    index = b_task(line, at + 1, stop)
    if index is None:
        return None
    subject = trim(line, at + 1, index)
    if subject and line.text(subject[0]) in word_set("public") and speaker(line, at):
        subject = None  # «وعد أهالي المنطقة بـ…»: those who are promised something
    if line.words[index].text in ("بان", "بانه", "بانها"):
        inner = first_party(line, index + 2, stop) if is_promised(line.text(index + 1)) else None
        inner = inner if inner and not is_verbal_noun(line.text(inner[0])) else None
        inner = None if inner and line.text(inner[0]) in word_set("own") else inner
        chosen = inner or subject
        return Found(
            index + 1, line.words[index].end, several(line, chosen) if chosen else (), chosen is None
        )
    owners = (
        several(line, subject) if subject else named_before(line, at) or ()
    )  # «قال فلان إن الوزير تعهد بـ…»
    return Found(index, line.words[index].start + 1, owners, not owners)


def order(line: Line, at: int, stop: int) -> Found | None:
    """«أوعز X إلى Y بTASK»."""
    index = b_task(line, at + 1, stop)
    if index is None:
        return _in_order_to(line, at, stop)
    for spot in range(at + 1, index):
        if line.text(spot) == "الي" or (line.text(spot)[0] == "ل" and begins_party_after(line, spot)):
            party = trim(line, spot + (line.text(spot) == "الي"), index, closed=True)
            owners = several(line, party) if party else ()
            inside = 1 if line.text(spot) != "الي" and not line.text(spot).startswith("لل") else 0
            owners = ((owners[0][0] + inside, owners[0][1]), *owners[1:]) if owners else ()
            return Found(index, line.words[index].start + 1, owners)
    return Found(index, line.words[index].start + 1)


def _in_order_to(line: Line, at: int, stop: int) -> Found | None:
    """«تعليمات إلى Y من أجل TASK»."""
    for index in range(at + 1, min(stop - 1, at + NEAR)):
        if (
            line.text(index) == "اجل"
            and line.text(index - 1) == "من"
            and is_verbal_noun(line.text(index + 1))
        ):
            spot = next((k for k in range(at + 1, index) if line.text(k) == "الي"), None)
            party = trim(line, spot + 1, index - 1, closed=True) if spot is not None else None
            return Found(index + 1, line.words[index + 1].start, several(line, party) if party else ())
    return None


def ready(line: Line, at: int, stop: int) -> Found | None:
    """«أبدى X استعداد Y لTASK», «أعرب عن استعداده لTASK»."""
    for index in range(at + 1, min(stop, at + 12)):
        task = l_task(line, index)
        if task is None:
            continue
        party = trim(line, at + 1, index)
        if party and line.text(party[0]) in word_set("own"):
            party = None
        return Found(index, task, several(line, party) if party else (), party is None)
    return None


def bound(line: Line, at: int, stop: int) -> Found | None:
    """«أكد X التزام بلاده بتقديم …»: a promise only of a service («التزامه بتعزيز …» is none)."""
    index = b_task(line, at + 1, stop)
    if index is None or line.text(index)[1:] not in word_set("granted"):
        return None
    party = trim(line, at + 1, index)
    owners = several(line, party) if party else ()
    return Found(index, line.words[index].start + 1, owners, party is None)


def offer(line: Line, at: int, stop: int) -> Found | None:
    """«عرض X تدريب …», «اقترح X إيفاد …»: the verb only, and only before a service."""
    services = word_set("proposed" if "قترح" in line.text(at) else "offered")
    for index in range(at + 1, min(stop, at + 10)):
        if line.text(index).startswith("مع") and len(line.text(index)) <= _WITH_HIM:
            return None  # «وعرض معه أوضاع …»: they spoke of them
        if line.text(index) in services and opens(line, index, at + 1):
            party = trim(line, at + 1, index)
            return Found(index, line.words[index].start, several(line, party) if party else (), party is None)
    return None


def resolve(line: Line, at: int, stop: int) -> Found | None:
    """«أقرت اللجنة إنشاء …», «قرر المجتمعون تشكيل …», «اعتمد المجلس الدليل …»."""
    if is_verbal_noun(line.text(at + 1), article=False) or line.text(at + 1) == "عقد":
        return Found(at + 1, line.words[at + 1].start)
    party = first_party(line, at + 1, stop)
    begin = party[1] if party else at + 1
    if party and begin < stop and line.text(begin) in ("خطه", "برنامج", "دليل", "ميزانيه", "لائحه", "لايحه"):
        return Found(begin, line.words[begin].start, several(line, party))  # «اعتمد المجلس خطة العمل»
    for index in range(begin, min(stop, begin + 5)):
        if is_verbal_noun(line.text(index), article=False) and opens(line, index, at + 1):
            party = trim(line, at + 1, index)
            return Found(index, line.words[index].start, several(line, party) if party else ())
    if party is None or begin >= stop or not line.text(at).startswith(("اقر", "اعتمد", "واقر", "واعتمد")):
        return None
    return Found(begin, line.words[begin].start, several(line, party))


FRAMES: dict[str, Callable[[Line, int, int], Found | None]] = {
    "on": on,
    "b": by,
    "promise": promise,
    "order": order,
    "to": to,
    "urge": urge,
    "from": ask,
    "invite": invite,
    "ready": ready,
    "bound": bound,
    "offer": offer,
    "object": resolve,
    "duty": duty,
    "bear": bear,
    "announce": announce,
    "stipulate": stipulate,
    "perform": perform,
    "must": must,
    "results": results,
    "recommend": recommend,
    "condition": condition,
    "due": due_to,
    "charge": charge,
    "speed": speed,
    "sign": sign,
}
