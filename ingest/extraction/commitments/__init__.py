"""What the parties are now to do: tasks with their kind, owners and deadline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ingest.extraction.commitments.due import Due, find_due
from ingest.extraction.commitments.frames import FRAMES
from ingest.extraction.commitments.futures import future_at
from ingest.extraction.commitments.lines import Line, is_reporting, line_of
from ingest.extraction.commitments.markers import Found, word_set
from ingest.extraction.commitments.parties import Range, several, trim
from ingest.extraction.commitments.tasks import Task, tasks_of
from ingest.extraction.schema import Band, Commitment, Value
from ingest.extraction.tables import rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ingest.extraction.document import Document, EventScope, Sentence
    from ingest.extraction.schema import Participant

_BULLET = re.compile(r"\s*(?:[-•*–▪●◦]|\(?\d{1,2}\s*[-.)–]|اولا|ثانيا|ثالثا|رابعا|خامسا)\s*[:،]?\s*")
_ANNOUNCES = re.compile(r":\s*$")


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
    speaker: tuple[Range, ...] = ()
    sentences = [sentence for sentence in scope.sentences if sentence.block.kind == "body"]
    for position, sentence in enumerate(sentences):
        line = line_of(doc, sentence.start, sentence.end)
        for at, kind, frame, found in _found(line):
            who = _speaker(line, at) or speaker if found.speaker else found.owners
            rule = f"commitments.{kind}.{frame}"
            tasks = tasks_of(line, found, frame) or _listed(doc, sentences[position:], line)
            for task in tasks:
                drafts.append(
                    _Draft(kind, rule, task, who, find_due(doc, task.start, task.limit, event_date))
                )
        speaker = _speaker(line, len(line.words)) or speaker
    return tuple(_commitment(doc, draft) for draft in _distinct(drafts))


@cache
def _triggers() -> dict[str, tuple[tuple[str, str], ...]]:
    out: dict[str, tuple[tuple[str, str], ...]] = {}
    for kind, frame, forms in rows("commitment_triggers"):
        for form in forms.split():
            out[form] = (*out.get(form, ()), (kind, frame))
    return out


def _found(line: Line) -> Iterator[tuple[int, str, str, Found]]:
    agreed = False
    for at, word in enumerate(line.words):
        if line.text(at - 1) in word_set("relative"):
            continue
        stop = line.clause_end(at)
        for kind, frame in _triggers().get(word.text) or _triggers().get(word.bare, ()):
            found = FRAMES[frame](line, at, stop)
            if found is not None:
                agreed = agreed or kind == "agreed"
                yield at, kind, frame, found
                break
        promised = future_at(line, at, stop)
        if promised is not None:
            yield at, "agreed" if agreed else "pledged", "future", promised


def _speaker(line: Line, before: int) -> tuple[Range, ...]:
    """The subject of the last verb of saying before a word."""
    for index in range(before - 1, -1, -1):
        word = line.words[index]
        if word.bare not in word_set("silent") and (is_reporting(word.text) or is_reporting(word.bare)):
            party = trim(line, index + 1, before)
            if party:
                return several(line, party)[:1]
    return ()


def _listed(doc: Document, sentences: list[Sentence], line: Line) -> list[Task]:
    """The items of a list that a trigger announces: «تم الاتفاق على ما يلي:», one a line."""
    if not _ANNOUNCES.search(doc.fold, max(line.words[0].start, line.words[-1].end - 2), line.words[-1].end):
        return []
    out: list[Task] = []
    for sentence in sentences[1:]:
        bullet = _BULLET.match(doc.fold, sentence.start, sentence.end)
        if bullet is None and not (out == [] or sentence.block == sentences[1].block):
            break
        start = bullet.end() if bullet else sentence.start
        item = line_of(doc, start, sentence.end)
        if len(item.words) < 2:
            continue
        if bullet is None and not _BULLET.fullmatch(doc.fold, sentence.start - 4, sentence.start):
            break
        out.extend(tasks_of(item, Found(0, item.words[0].start), "item"))
    return out


def _distinct(drafts: list[_Draft]) -> list[_Draft]:
    """Without those that lie inside another, the first trigger winning."""
    out: list[_Draft] = []
    for draft in drafts:
        start, end = draft.task.start, draft.task.end
        if all(end <= other.task.start or start >= other.task.limit for other in out):
            out.append(draft)
    return sorted(out, key=lambda draft: draft.task.start)


def _commitment(doc: Document, draft: _Draft) -> Commitment:
    task = draft.task
    band = Band.CHECK
    owners = task.doers or draft.owners or task.owners
    due: Value[str | None] = Value(None)
    if draft.due is not None:
        due = Value(
            draft.due.value,
            doc.span(draft.due.start, draft.due.end),
            f"commitments.due.{draft.due.rule}",
            band,
        )
    return Commitment(
        kind=Value(draft.kind, doc.span(task.start, task.end), draft.rule, band),
        text=doc.copied(task.start, task.end, draft.rule, band),
        owners=tuple(doc.copied(start, end, f"{draft.rule}.owner", band) for start, end in owners),
        due=due,
    )
