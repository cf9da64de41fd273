"""Requests: whom a verb asks for something, and where the task stands («دعا X Y إلى TASK», «طلب X من Y TASK»)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.commitments.duties import that_party
from ingest.extraction.commitments.inviting import in_set
from ingest.extraction.commitments.lines import is_promised
from ingest.extraction.commitments.markers import NEAR, Found, l_task, opens
from ingest.extraction.commitments.parties import Range, is_person, several, speaker, trim, two_parties
from ingest.extraction.commitments.party_words import word_class
from ingest.extraction.commitments.verbal_nouns import is_verbal_noun
from ingest.extraction.commitments.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.extraction.commitments.lines import Line
    from ingest.extraction.commitments.parties import Party

_FEMININE_ENDS = ("ه", "ات", "ين", "ون")


def to(line: Line, at: int, stop: int) -> Found | None:
    """«دعا X Y إلى TASK», «دعا X Y لTASK»."""
    found = _asked_by(line, at, stop, lambda index: line.text(index) == "الي")
    calls = line.words[at].bare.removeprefix("ي").removeprefix("ت").startswith(("دع", "داع"))
    return found or (_called_for(line, at, stop) if calls else None)


def _called_for(line: Line, at: int, stop: int) -> Found | None:
    """«دعا X الشركات للمشاركة في …»: only where it is said whom."""
    for index in range(at + 2, min(stop, at + NEAR)):
        task = l_task(line, index)
        if task is not None:
            owners, _ = asked(line, at, index)
            return Found(index, task, owners) if owners else None
    return None


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
        owners, _ = asked(line, at, index)
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


def asked(line: Line, at: int, end: int) -> tuple[tuple[Range, ...], bool]:
    """Whom the verb at `at` asks, among the words before `end`."""
    verb = line.text(at) if line.text(at) in word_set("transitive") else line.words[at].bare
    subject, asked = two_parties(line, at + 1, end)
    if asked is None and subject is not None and _takes_object(line, verb, subject):
        asked = subject
    return (several(line, asked) if asked else ()), False


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
