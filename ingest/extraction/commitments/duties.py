"""Duties laid on a party otherwise than by asking it: by a contract, an announcement, a list, «على X أن»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.commitments.due import DEADLINE
from ingest.extraction.commitments.lines import is_promised, names_party
from ingest.extraction.commitments.markers import Found, b_task, opens
from ingest.extraction.commitments.parties import (
    begins_party,
    first_party,
    joint_party,
    several,
    trim,
    two_parties,
)
from ingest.extraction.commitments.verbal_nouns import is_verbal_noun
from ingest.extraction.commitments.word_sets import word_set
from ingest.extraction.tables import words

if TYPE_CHECKING:
    from ingest.extraction.commitments.lines import Line


_RESOLVE = ("عزم", "نيه", "اعتزام")
_SHORTEST = 4  # letters of a verbal noun with its preposition
_NEAR_RESULTS = 12  # words
_NEAR_PAPER = 20  # words


def duty(line: Line, at: int, stop: int) -> Found | None:
    """«ويتولى X TASK», «على أن تتحمل X …»: what a document or an agreement lays on a party."""
    opens_clause = (
        line.text(at) != line.words[at].bare or line.text(at - 1) in word_set("clause_head") or at == 0
    )
    if not opens_clause or is_verbal_noun(line.text(at + 1)):
        return None
    for index in range(at + 2, min(stop, at + 12)):
        if line.text(index).removeprefix("ال") in ("توقيع", "امضاء"):
            return None  # «تولى الجانبان التوقيع على …»: signed
        if is_verbal_noun(line.text(index)) and opens(line, index, at + 1):
            party = trim(line, at + 1, index)
            return Found(index, line.words[index].start, several(line, party)) if party else None
    return None


def bear(line: Line, at: int, stop: int) -> Found | None:
    """«تتكفل الوزارة بنفقات …»: the verb itself opens the task."""
    party = first_party(line, at + 1, stop) if begins_party(line, at + 1) else None
    if party is None or party[1] >= stop or (line.text(at - 1) in word_set("that")):
        return (
            None
            if party is None or line.text(at - 2) != "علي"
            else Found(at, line.words[at].start, several(line, party))
        )
    return Found(at, line.words[at].end - len(line.words[at].bare), several(line, party), whole=True)


def stipulate(line: Line, at: int, stop: int) -> Found | None:
    """«يقضي العقد بأن ينجز X …», «نصت الاتفاقية على إنشاء …»: what a document lays on a party."""
    for index in range(at + 1, min(len(line.words) - 2, at + 10)):
        if line.text(index) in word_set("that"):
            return that_party(line, index)
        if line.is_on(index) and is_verbal_noun(line.text(index + 1), article=False):
            return Found(index + 1, line.words[index + 1].start) if _of_document(line, at, index) else None
    return None


def _of_document(line: Line, at: int, on: int) -> bool:
    """Whether a paper stands between «نص» and its task, or in the words before it."""
    papers = words("documents")
    around = (*range(at + 1, on), *range(max(0, at - _NEAR_PAPER), at))
    return any(line.text(index).removeprefix("ال") in papers for index in around)


def that_party(line: Line, index: int) -> Found | None:
    """«أن يقدم X …»: the task of a party that is named behind the verb."""
    if line.text(index + 1)[:1] not in ("ي", "ت") or not names_party(line, index + 2):
        return None
    party = joint_party(line, index + 2, len(line.words))
    owners = several(line, party) if party else ()
    return Found(index + 1, line.words[index + 1].start, owners, whole=True)


def announce(line: Line, at: int, stop: int) -> Found | None:
    """«أعلن X عن تخصيص …»: news of a grant is a promise."""
    for index in range(at + 1, min(stop, at + 12)):
        if line.text(index) in word_set("that"):
            return None  # «أعلن أن …»: what follows has a subject of its own
        if line.text(index) in word_set("granted") and opens(line, index, at + 1) and index > at + 1:
            will = next((k for k in range(at + 1, index) if line.text(k) in _RESOLVE), at)
            party = trim(line, will + 1, index)  # «أعلن رئيس الوفد عزم الاتحاد إرسال …»
            return Found(index, line.words[index].start, several(line, party) if party else (), party is None)
        if line.text(index) == "عن" and line.text(index + 1) in word_set("granted"):
            party = trim(line, at + 1, index)
            return Found(
                index + 1, line.words[index + 1].start, several(line, party) if party else (), party is None
            )
    return None


def perform(line: Line, at: int, stop: int) -> Found | None:
    """«قيام X بTASK», as an item of what was agreed."""
    index = b_task(line, at + 1, stop)
    if index is None or index == at + 1:
        return None
    party = trim(line, at + 1, index, closed=True)
    return Found(index, line.words[index].start + 1, several(line, party)) if party else None


def results(line: Line, at: int, stop: int) -> Found | None:
    """«توصيات من أبرزها TASK، وTASK», «تضمنت التوصيات TASK»: results named as nouns."""
    around = [line.text(index) for index in (*range(max(0, at - _NEAR_RESULTS), at), at + 1)]
    if not any(word in word_set("results") for word in around):
        return None
    for index in range(at + 1, min(stop, at + 6)):
        word = line.text(index)
        if is_verbal_noun(word, article=False):
            return Found(index, line.words[index].start)
        if word not in word_set("results_between"):
            return None
    return None


def recommend(line: Line, at: int, stop: int) -> Found | None:
    """«أوصى المشاركون بTASK»: who is to do it is not said."""
    index = b_task(line, at + 1, stop)
    return Found(index, line.words[index].start + 1) if index is not None else None


def condition(line: Line, at: int, stop: int) -> Found | None:
    """«…، على أن تقدم الشركة …»: a duty of a party of its own in what was agreed."""
    if line.text(at + 1) != "ان" or not line.ends_clause(at) or at == 0:
        return None
    return _charged_with(line, at + 2) or that_party(line, at + 1)


def _charged_with(line: Line, verb: int) -> Found | None:
    """«يتكفل المكتب بإحداث …»: the task is what the verb takes with ب."""
    word = line.text(verb)
    if word[1:] not in word_set("charged") or not names_party(line, verb + 1):
        return None
    near = range(verb + 2, min(len(line.words), verb + 9))
    task = next((k for k in near if line.text(k)[0] == "ب" and len(line.text(k)) > _SHORTEST), None)
    party = trim(line, verb + 1, task, closed=True) if task is not None else None
    if task is None or party is None:
        return None
    return Found(task, line.words[task].start + 1, several(line, party))


def due_to(line: Line, at: int, stop: int) -> Found | None:
    """«من المقرر أن يوقع الجانبان …»: what a party is to do next."""
    if line.text(at - 1) not in ("من", "ومن") or line.text(at + 1) != "ان":
        return None
    return that_party(line, at + 1) if is_promised(line.text(at + 2)) else None


def charge(line: Line, at: int, stop: int) -> Found | None:
    """«كلف X Y TASK»: the task as an object, without ب."""
    for index in range(at + 2, min(stop, at + _NEAR_RESULTS)):
        if is_verbal_noun(line.text(index), article=False) and opens(line, index, at + 1):
            _, asked = two_parties(line, at + 1, index)
            return Found(index, line.words[index].start, several(line, asked)) if asked else None
    return None


def must(line: Line, at: int, stop: int) -> Found | None:
    """«وعلى X TASK», at the head of a sentence: X must."""
    if at != 0 or not line.text(1).startswith("ال"):
        return None
    for index in range(2, min(stop, 12)):
        if is_verbal_noun(line.text(index), article=False) and opens(line, index, 1):
            party = trim(line, 1, index, closed=True)
            return Found(index, line.words[index].start, several(line, party)) if party else None
    return None


def speed(line: Line, at: int, stop: int) -> Found | None:
    """«شدد على ضرورة الإسراع في TASK»: a demand with haste in it, which somebody must answer."""
    for index in range(at + 1, min(stop, at + 12)):
        if line.is_on(index):
            task = index + 1
            if line.text(task) in word_set("need") and line.text(task) not in word_set("urgent"):
                task += 1
            if line.text(task) == "ان" and line.text(task - 1) in word_set("need"):
                return that_party(line, task) if is_promised(line.text(task + 1)) else None
            if line.text(task) not in word_set("urgent"):
                return _by_a_day(line, task, stop)
            inner = next((k for k in range(task + 1, min(stop, task + 8)) if line.text(k) == "في"), task + 1)
            party = trim(line, task + 1, inner) if inner > task + 1 else None
            return Found(task, line.words[task].start, several(line, party) if party else ())
    return None


def _by_a_day(line: Line, task: int, stop: int) -> Found | None:
    """«شدد على ضرورة تسليم المباني قبل يوم 5 يونيو»: what has a deadline must be done."""
    if line.text(task - 1) not in word_set("need") or not is_verbal_noun(line.text(task), article=False):
        return None
    start, last = line.words[task].start, line.clause_end(task) - 1
    while last > task and line.text(last) in "،,":
        last -= 1
    if not DEADLINE.search(line.doc.fold, start, line.words[last].end):
        return None
    return Found(task, start)
