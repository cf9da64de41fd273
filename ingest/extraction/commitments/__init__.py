"""What the parties are now to do: tasks with their kind, owners and deadline."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from ingest.extraction.bands import band_of
from ingest.extraction.commitments.due import Due, find_due
from ingest.extraction.commitments.duties import that_party
from ingest.extraction.commitments.frames import FRAMES
from ingest.extraction.commitments.futures import future_at
from ingest.extraction.commitments.lines import BARE, Line, is_future, is_reporting, line_of
from ingest.extraction.commitments.markers import Found, is_b_task
from ingest.extraction.commitments.parties import Range, begins_party, first_party, joins_owner, several, trim
from ingest.extraction.commitments.parties import speaker as speaker_of
from ingest.extraction.commitments.signing import is_further, next_document
from ingest.extraction.commitments.tasks import Task, tasks_of
from ingest.extraction.commitments.word_sets import word_set
from ingest.extraction.schema import Commitment, Value
from ingest.extraction.tables import rows
from ingest.extraction.words import PerWord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ingest.extraction.document import Document, EventScope, Sentence
    from ingest.extraction.schema import Participant

# Frames whose verb, said once, may rule further parties or clauses: «كلف A بكذا، وB بكذا», «على أن …، وأن …».
_REPEATED = ("b", "promise", "order", "stipulate", "condition", "results", "sign")
_WHICH = ("الذي", "التي")
_NEAR = 40  # tasks before one among which it may overlap
_BACK = 6  # sentences in which a speaker is remembered
_LONGEST_LIST = 40  # lines
_BULLET = re.compile(
    r"\s*(?:[^\w\s«\"(“‹]+|\(?\d{1,2}\s*[-.)–]|(?:اولا|ثانيا|ثالثا|رابعا|خامسا|سادسا)\b)\s*[:،-]?\s*"
)


@dataclass(frozen=True, slots=True)
class _Draft:
    kind: str
    rule: str
    task: Task
    owners: tuple[Range, ...]
    due: Due | None


def find_commitments(
    doc: Document, scope: EventScope, people: tuple[Participant, ...], event_date: date | None
) -> tuple[Commitment, ...]:
    """The commitments told in the scope, in the order of the text."""
    drafts: list[_Draft] = []
    lines: list[Line] = []
    sentences = [sentence for sentence in scope.sentences if sentence.block.kind == "body"]
    for position, sentence in enumerate(sentences):
        line = line_of(doc, sentence.start, sentence.end)
        lines.append(line)
        agreed: tuple[Range, ...] = ()
        for at, kind, frame, found in _found(line):
            agreed = found.owners or agreed
            who = _speaker(lines, at) if found.speaker else found.owners
            rule = f"commitments.{kind}.{frame}"
            for task in tasks_of(line, found, frame):
                due = find_due(doc, task.start, task.limit, event_date)
                drafts.append(_Draft(kind, rule, task, who, due))
        if _announces(line):
            items = _listed(doc, sentences[position : position + _LONGEST_LIST], line)
            while items and drafts and drafts[-1].task.start >= sentence.start:
                drafts.pop()  # «حزمة من الآليات التالية:» gives way to the items
            for found, task in items:
                due = find_due(doc, task.start, task.limit, event_date)
                drafts.append(_Draft("agreed", "commitments.agreed.list", task, found.owners or agreed, due))
    return tuple(_commitment(doc, draft) for draft in _distinct(drafts))


def _speaker(lines: list[Line], at: int) -> tuple[Range, ...]:
    """Who speaks at a word of the last line: named in it or shortly before."""
    found = speaker_of(lines[-1], at)
    for line in reversed(lines[-_BACK:-1]):
        found = found or speaker_of(line, len(line.words))
    return found


def _opens(word: str) -> tuple[tuple[tuple[str, str], ...], bool] | None:
    """The kinds of commitment that a word may open, and whether it is a future; None for most words."""
    bare = BARE[word]
    kinds = _triggers().get(word) or _triggers().get(bare, ())
    future = is_future(word) or is_future(bare)
    return (kinds, future) if kinds or future else None


_OPENS = PerWord(_opens)


@cache
def _triggers() -> dict[str, tuple[tuple[str, str], ...]]:
    out: dict[str, tuple[tuple[str, str], ...]] = {}
    for kind, frame, forms in rows("commitment_triggers"):
        for form in forms.split():
            out[form] = (*out.get(form, ()), (kind, frame))
    return out


def _found(line: Line) -> Iterator[tuple[int, str, str, Found]]:
    agreed = False
    told = ""
    last: tuple[Range, ...] | None = None
    before = ""
    for at, word in enumerate(line.words):
        opened, previous, before = _OPENS[word.text], before, word.text
        if not (opened or previous == "سوف"):
            continue
        kinds, future = opened or ((), False)
        if previous in word_set("relative"):  # «محضر الدورة الذي نص على …» lays down all the same
            kinds, future = (
                tuple(kind for kind in kinds if kind[1] == "stipulate" and previous in _WHICH),
                False,
            )
        future = future or previous == "سوف"
        stop = line.clause_end(at)
        for kind, frame in kinds:
            found = FRAMES[frame](line, at, stop)
            if found is not None:
                kind = _kind_of_condition(told) if frame == "condition" else kind
                kind = "directed" if frame == "perform" and previous in word_set("need") else kind
                kind = told if frame == "duty" and told == "agreed" and previous == "وان" else kind
                told = kind
                agreed = agreed or kind == "agreed"
                yield at, kind, frame, found
                if frame in _REPEATED:
                    yield from ((at, kind, frame, more) for more in _others(line, found, frame))
                break
        promised = future_at(line, at, stop) if future else None
        if promised is not None:
            if last is not None and word.text[0] == "و":
                promised = replace(promised, owners=last, speaker=not last)  # «ستوفر …، وستنظم …»
            last = promised.owners
            yield at, "agreed" if agreed else "pledged", "future", promised


def _kind_of_condition(told: str) -> str:
    """«…، على أن تقدم الشركة …»: agreed where something was agreed or signed, else a promise in return."""
    return "agreed" if told in ("", "signed", "agreed") else "pledged"


def _announces(line: Line) -> bool:
    """«تم الاتفاق على ما يلي:», «وتوصلت الجلسة إلى الآتي:»."""
    words = [word.text for word in line.words]
    return "الاتفاق" in words or "اتفق" in words or not word_set("list").isdisjoint(words[-8:])


def _others(line: Line, found: Found, frame: str) -> Iterator[Found]:
    """«كلف X بكذا، وY بكذا»: the same verb, said once, for further parties."""
    for index in range(found.at + 1, len(line.words)):
        if frame == "sign":
            if is_further(line, index):
                yield next_document(line, index, found.owners)
            continue
        if frame in ("stipulate", "condition", "results"):
            further = that_party(line, index) if line.text(index) == "وان" else None
            if further is not None:
                yield further
            continue
        if not (joins_owner(line, index) and line.text(index - 1) in ("،", ",")):
            continue
        task = next(
            (k for k in range(index + 1, min(index + 10, len(line.words))) if is_b_task(line, k)), None
        )
        party = trim(line, index, task, closed=True) if task is not None else None
        if task is not None and party is not None:
            first, *rest = several(line, party)
            owners = ((first[0] + 1, first[1]), *rest)
            yield Found(task, line.words[task].start + 1, owners)


def _listed(doc: Document, sentences: list[Sentence], line: Line) -> list[tuple[Found, Task]]:
    """The items of a list that the end of a sentence announces: «تم الاتفاق على ما يلي:», one a line."""
    if line.text(len(line.words) - 1) != ":":
        return []
    out: list[tuple[Found, Task]] = []
    for sentence in sentences[1:]:
        bullet = _BULLET.match(doc.fold, sentence.start, sentence.end)
        if bullet is None:
            break
        item = line_of(doc, bullet.end(), sentence.end)
        if len(item.words) > 1 and not _is_told(item):
            found = _item(item)
            out.extend((found, task) for task in tasks_of(item, found, "item"))
    return out


def _is_told(item: Line) -> bool:
    """A line of a list that has a verb of its own is read like any other sentence."""
    return is_reporting(item.text(0)) or any(
        any(frame != "perform" for _, frame in _triggers().get(item.text(index), ())) for index in (0, 1)
    )


def _item(item: Line) -> Found:
    """An item of a list: a verbal noun, «قيام X ب…», or «أن يفعل X …»."""
    for index, frame in ((0, "perform"), (0, "b"), (1, "perform")):
        kinds = _triggers().get(item.text(index), ())
        if any(known == frame for _, known in kinds):
            found = FRAMES[frame](item, index, len(item.words))
            if found is not None:
                return found
    start = 1 if item.text(0) == "ان" else 0
    party = first_party(item, 2, len(item.words)) if start and begins_party(item, 2) else None
    return Found(start, item.words[start].start, several(item, party) if party else (), whole=bool(start))


def _distinct(drafts: list[_Draft]) -> list[_Draft]:
    """Without those that lie inside another, the first trigger winning."""
    out: list[_Draft] = []
    for draft in drafts:
        start, end = draft.task.start, draft.task.end
        if all(end <= other.task.start or start >= other.task.limit for other in out[-_NEAR:]):
            out.append(draft)
    return sorted(out, key=lambda draft: draft.task.start)


def _commitment(doc: Document, draft: _Draft) -> Commitment:
    task = draft.task
    owners = task.doers or draft.owners or task.owners
    owner_rule = f"{draft.rule}.owner"
    due: Value[str | None] = Value(None)
    if draft.due is not None:
        words, rule = doc.span(draft.due.start, draft.due.end), f"commitments.due.{draft.due.rule}"
        due = Value(draft.due.value, words, rule, band_of(rule))
    return Commitment(
        kind=Value(draft.kind, doc.span(task.start, task.end), draft.rule, band_of(draft.rule)),
        text=doc.copied(task.start, task.end, draft.rule, band_of(draft.rule)),
        owners=tuple(doc.copied(start, end, owner_rule, band_of(owner_rule)) for start, end in owners),
        due=due,
    )
