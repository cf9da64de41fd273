"""Where the task and the parties stand after each trigger: one function a frame of the trigger table."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    that_party,
)
from ingest.extraction.commitments.inviting import in_set, invite
from ingest.extraction.commitments.lines import is_promised, is_reporting, names_party
from ingest.extraction.commitments.markers import NEAR, Found, b_task, l_task, opens
from ingest.extraction.commitments.parties import (
    Range,
    begins_party_after,
    first_party,
    is_person,
    joint_party,
    several,
    speaker,
    trim,
    two_parties,
)
from ingest.extraction.commitments.party_words import word_class
from ingest.extraction.commitments.signing import sign
from ingest.extraction.commitments.verbal_nouns import is_verbal_noun
from ingest.extraction.commitments.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.extraction.commitments.lines import Line
    from ingest.extraction.commitments.parties import Party

_WITH_HIM = 4  # letters of «معه», «معها»
_NOMINAL = 7  # the same after a noun such as الاتفاق


def on(line: Line, at: int, stop: int) -> Found | None:
    """«اتفق X على TASK», «تم الاتفاق على TASK»."""
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
    """«وقع الوزيران …، واتفقا على …»: the two named before a dual."""
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
    owners, speaker = _asked(line, at, index)
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
    owners = several(line, subject) if subject else ()
    return Found(index, line.words[index].start + 1, owners, subject is None)


def order(line: Line, at: int, stop: int) -> Found | None:
    """«أوعز X إلى Y بTASK»."""
    index = b_task(line, at + 1, stop)
    if index is None:
        return _in_order_to(line, at, stop)
    for to in range(at + 1, index):
        if line.text(to) == "الي" or (line.text(to)[0] == "ل" and begins_party_after(line, to)):
            party = trim(line, to + (line.text(to) == "الي"), index, closed=True)
            owners = several(line, party) if party else ()
            inside = 1 if line.text(to) != "الي" and not line.text(to).startswith("لل") else 0
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


def to(line: Line, at: int, stop: int) -> Found | None:
    """«دعا X Y إلى TASK»."""
    return _asked_by(line, at, stop, lambda index: line.text(index) == "الي")


def urge(line: Line, at: int, stop: int) -> Found | None:
    """«حث X Y على TASK»."""
    return _asked_by(line, at, stop, line.is_on)


def _asked_by(line: Line, at: int, stop: int, marks: Callable[[int], bool]) -> Found | None:
    if line.text(at + 1).startswith("الله"):
        return None
    for index in range(at + 1, min(stop, at + NEAR)):
        if not marks(index):
            continue
        task = index + 1
        if line.text(task) in word_set("need"):
            task += 1
        if task >= stop or not (is_verbal_noun(line.text(task)) or line.text(task) == "ان"):
            continue
        owners, _ = _asked(line, at, index)
        return Found(task, line.words[task].start, owners)
    return None


def ask(line: Line, at: int, stop: int) -> Found | None:
    """«طلب X من Y TASK», «طلب X TASK»; never the noun of «بناء على طلب X»."""
    if in_set(line, at - 1, "before_noun"):
        return None
    begin = at + 1
    near = min(stop, at + NEAR)
    source = next((index for index in range(begin, near) if line.text(index) in ("من", "الي")), None)
    if source is not None and any(
        is_verbal_noun(line.text(index), article=False) and opens(line, index, begin)
        for index in range(begin, source)
    ):
        source = None  # «طلب الوزير تخصيص حصة من المقاعد»: من belongs to the task
    begin = source + 1 if source is not None else begin
    for index in range(begin, near):
        word = line.text(index)
        if word == "ان":
            return _asked_that(line, begin if source is not None else index, index)
        if is_verbal_noun(word, article=False) and opens(line, index, begin):
            party = trim(line, begin, index) if source is not None else two_parties(line, begin, index)[1]
            if party and line.text(party[0]) in word_set("everybody"):
                return None
            return Found(index, line.words[index].start, several(line, party) if party else ())
    return None


def _asked_that(line: Line, begin: int, that: int) -> Found | None:
    """«طلب X من Y أن يفعل …», «طلب X أن يفعل Y …»: the party stands before or behind the verb."""
    party = trim(line, begin, that) if begin < that else None
    if party is None:
        return that_party(line, that)
    if not is_promised(line.text(that + 1)) or line.text(party[0]) in word_set("everybody"):
        return None
    return Found(that + 1, line.words[that + 1].start, several(line, party), whole=True)


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


def offer(line: Line, at: int, stop: int) -> Found | None:
    """«عرض X تدريب …»: the verb only, and only before a service."""
    for index in range(at + 1, min(stop, at + 10)):
        if line.text(index).startswith("مع") and len(line.text(index)) <= _WITH_HIM:
            return None  # «وعرض معه أوضاع …»: they spoke of them
        if line.text(index) in word_set("offered") and opens(line, index, at + 1):
            party = trim(line, at + 1, index)
            return Found(index, line.words[index].start, several(line, party) if party else (), party is None)
    return None


def resolve(line: Line, at: int, stop: int) -> Found | None:
    """«أقرت اللجنة إنشاء …», «قرر المجتمعون تشكيل …», «اعتمد المجلس الدليل …»."""
    if is_verbal_noun(line.text(at + 1), article=False) or line.text(at + 1) == "عقد":
        return Found(at + 1, line.words[at + 1].start)
    party = first_party(line, at + 1, stop)
    begin = party[1] if party else at + 1
    for index in range(begin, min(stop, begin + 5)):
        if is_verbal_noun(line.text(index), article=False) and opens(line, index, at + 1):
            party = trim(line, at + 1, index)
            return Found(index, line.words[index].start, several(line, party) if party else ())
    if party is None or begin >= stop or not line.text(at).startswith(("اقر", "اعتمد", "واقر", "واعتمد")):
        return None
    return Found(begin, line.words[begin].start, several(line, party))


def _asked(line: Line, at: int, end: int) -> tuple[tuple[Range, ...], bool]:
    """Whom the verb at `at` asks, among the words before `end`."""
    verb = line.text(at) if line.text(at) in word_set("transitive") else line.words[at].bare
    subject, asked = two_parties(line, at + 1, end)
    if asked is None and subject is not None and _takes_object(line, verb, subject):
        asked = subject
    return (several(line, asked) if asked else ()), False


_FEMININE_ENDS = ("ه", "ات", "ين", "ون")


def _takes_object(line: Line, verb: str, party: Party) -> bool:
    """One party only after the verb: is it the one who is asked?"""
    word = line.text(party[0])
    if verb in word_set("transitive") or verb.endswith(("يا", "يه", "با", "به", "ها")):
        return True
    if word_class(word) == "person" or is_person(line, party):
        return line.text(party[0] - 2) == "كما" and bool(speaker(line, party[0] - 2))
    if verb.startswith(("تعليمات", "توجيهات")):
        return True
    if word in ("الجانب", "الطرف") and line.text(party[0] - 2) == "كما" and speaker(line, party[0] - 2):
        return True  # «…، كما طالب الجانب البريطاني بكذا»: the one who spoke goes on
    return not verb.endswith("ت") and (
        word.endswith(_FEMININE_ENDS) or line.text(party[0]) in ("جميع", "كافه", "كل")
    )


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
