"""From the place where a task opens to its text: the shortest clause that a follow-up list can carry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from ingest.extraction.commitments.due import DEADLINE
from ingest.extraction.commitments.lines import names_party
from ingest.extraction.commitments.markers import is_b_task
from ingest.extraction.commitments.parties import Range, first_party, joins_owner, several, trim
from ingest.extraction.commitments.verbal_nouns import is_verbal_noun
from ingest.extraction.commitments.word_sets import word_set
from ingest.extraction.tables import rows

if TYPE_CHECKING:
    from ingest.extraction.commitments.lines import Line
    from ingest.extraction.commitments.markers import Found

_SHORTEST = 2  # words


@dataclass(frozen=True, slots=True)
class Task:
    """The text of a task, `start:end` in folded offsets; its deadline may stand as far as `limit`."""

    start: int
    end: int
    limit: int
    owners: tuple[Range, ...] = ()
    doers: tuple[Range, ...] = ()  # said outright to do it, whoever agreed on it


def tasks_of(line: Line, found: Found, frame: str) -> list[Task]:
    """The tasks that open at a trigger's place: several where the sentence lists them."""
    first = found.at
    if line.text(first) == "بضروره" and is_verbal_noun(line.text(first + 1)):
        first += 1  # «أوصى بضرورة توفير …»
        found = replace(found, at=first, start=line.words[first].start)
    while first < len(line.words) and line.text(first) in word_set("opening") and frame in ("on", "item"):
        first += 1
    if first >= len(line.words):
        return []
    stop = line.clause_end(first) if found.end is None else found.end
    if frame in ("b", "promise", "order"):
        stop = next((k for k in range(first + 1, stop) if _another(line, k, stop)), stop)
    if frame in ("on", "object"):
        stop = next((k for k in range(first + 1, stop) if _charges(line, k, stop)), stop)
    starts = [first] if found.whole else _item_starts(line, first, stop, frame)
    out = []
    for index, begin in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else stop
        start = _inside(line, begin, frame)
        if begin == first:
            start = found.start if first == found.at and frame != "on" else line.words[first].start
        task = _task(line, begin, end, start, told=frame == "item")
        if task is not None:
            out.append(task)
    return out


def _another(line: Line, index: int, stop: int) -> bool:
    """«، وإدارة الموانئ بإزالة …»: the same verb for another party."""
    if line.text(index - 1) not in ("،", ",") or not joins_owner(line, index):
        return False
    return any(is_b_task(line, k) for k in range(index + 1, min(index + 10, stop)))


def _charges(line: Line, index: int, stop: int) -> bool:
    """«…، وتكليف الهيئة بإيصال …»: among decisions, one that lays its task on a party."""
    if line.text(index) != "وتكليف" or line.text(index - 1) not in ("،", ","):
        return False
    return any(is_b_task(line, k) for k in range(index + 2, min(index + 10, stop)))


def _inside(line: Line, index: int, frame: str) -> int:
    """Where the task begins inside the word that opens a further item («وبإيفاد», «وعلى تشكيل»)."""
    word = line.words[index]
    if line.text(index) in ("وعلي", "علي"):
        after = index + 2 if line.text(index + 1) == "ان" else index + 1
        return line.words[min(after, len(line.words) - 1)].start
    if frame in ("b", "promise", "order") and word.text.startswith("وب"):
        return word.start + 2
    return word.start + 1 if word.text.startswith("و") and is_verbal_noun(word.text[1:]) else word.start


def _item_starts(line: Line, first: int, stop: int, frame: str) -> list[int]:
    starts = [first]
    verb = False
    for index in range(first + 1, stop):
        word = line.text(index)
        verb = verb or word in word_set("clause")
        comma = line.text(index - 1) == "،"
        prefix = {"on": "وعلي", "urge": "وعلي", "stipulate": "وعلي"}.get(frame)
        if (
            (prefix and word == prefix and index + 1 < stop)
            or (frame in ("b", "promise", "order") and word.startswith("وب") and is_verbal_noun(word[2:]))
            or (comma and not verb and word.startswith("و") and is_verbal_noun(word[1:], article=False))
        ):
            starts.append(index)
        else:
            continue
        verb = False
    return starts


def _task(line: Line, begin: int, end: int, start: int, *, told: bool) -> Task | None:
    last = end
    while last > begin and line.text(last - 1) in "،,:-–(و":
        last -= 1
    if last - begin < _SHORTEST or (not told and is_vague(line, begin, start)):
        return None
    limit = line.words[last - 1].end
    finish = limit
    owners, doers = _doers(line, begin, last)
    verb = any(line.text(index) in word_set("clause") for index in range(begin, last))
    deadline = None if verb else DEADLINE.search(line.doc.fold, start, limit)
    if deadline and _says_enough(line.doc.fold[start : deadline.start()].split()):
        finish = deadline.start()
        while line.doc.fold[finish - 1] in " ،,":
            finish -= 1
    for which in (" الذي", " التي"):  # «محضر الدورة الذي نص على …»
        if line.doc.fold.endswith(which, start, finish):
            finish -= len(which)
    return Task(start, finish, max(limit, _reach(line, last)), owners, doers)


def _says_enough(words: list[str]) -> bool:
    """Whether a task can do without its deadline: «تقديم طلباتها» alone says too little."""
    return len(words) > _SHORTEST or (len(words) == _SHORTEST and not words[-1].endswith(("ها", "هم")))


def _reach(line: Line, last: int) -> int:
    """A deadline may stand in a relative clause after the task: «…، الذي يغلق يوم 28 فيفري»."""
    if line.text(last) == "،":
        last += 1
    if line.text(last) not in ("الذي", "التي", "وذلك"):
        return line.words[last - 1].end
    return line.words[line.clause_end(last) - 1].end


def _doers(line: Line, begin: int, end: int) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    """Parties named inside the task as those who do it: «بين X وY», «تتولى X تنظيمها»."""
    if line.text(begin) == "وعلي" and line.text(begin + 1) == "ان" and names_party(line, begin + 3):
        party = first_party(line, begin + 3, end)
        return (), several(line, party) if party else ()
    for index in range(begin, end):
        word = line.text(index)
        if word in ("بين", "عن") and (word == "بين" or line.text(index - 1).startswith("ممثل")):
            stop = next((k for k in range(index + 1, end) if _ends_side(line.text(k))), end)
            party = trim(line, index + 1, stop)
            parties = several(line, party) if party else ()
            if len(parties) > 1 or (parties and line.text(index + 1) in word_set("both")):
                return parties, ()
        if word in ("تتولي", "يتولي") and not is_verbal_noun(line.text(index + 1)):
            party = first_party(line, index + 1, end)
            return (), several(line, party) if party else ()
    return (), ()


def _ends_side(word: str) -> bool:
    return word in word_set("clause") or (word[0] == "ل" and is_verbal_noun(word[1:], article=False))


@cache
def _vague() -> frozenset[str]:
    return frozenset(row[0] for row in rows("vague_tasks"))


def is_vague(line: Line, begin: int, start: int) -> bool:
    """Too general to follow up: «أهمية …», «تعزيز التعاون …», «7 مشروعات»."""
    fold = line.doc.fold
    head = fold[start : line.words[begin].end]
    head = head.removeprefix("لل") if head.startswith("لل") else head
    second = line.text(begin + 1)
    pair = f"{head} {second}"
    return head in _vague() or pair in _vague() or (head.isdigit() and not fold[start].isalpha())
