"""Invitations: «وجه X الدعوة إلى Y لTASK», «تلقى Y دعوة لTASK»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.commitments.markers import Found, l_task
from ingest.extraction.commitments.parties import several, trim
from ingest.extraction.commitments.word_sets import word_set

if TYPE_CHECKING:
    from ingest.extraction.commitments.lines import Line


def invite(line: Line, at: int, stop: int) -> Found | None:
    """«وجه X الدعوة إلى Y لTASK», «تلقى Y دعوة لTASK»."""
    opener = next((k for k in range(at - 1, max(-1, at - 9), -1) if in_set(line, k, "handing")), None)
    if opener is None:
        return _inviting(line, at, stop)
    for index in range(at + 1, min(stop, at + 16)):
        task = l_task(line, index)
        if task is None:
            continue
        received = in_set(line, opener, "receiving")
        spot = next((k for k in range(at + 1, index) if line.text(k) == "الي"), None)
        party = trim(line, opener + 1, at) if received else None
        if not received and spot is not None:
            party = trim(line, spot + 1, index)
        elif not received and line.text(at + 1).startswith("لل"):
            party = trim(line, at + 1, index)
        elif not received and line.text(at + 1).startswith("ل") and at + 2 <= index:
            invited = trim(line, at + 1, index)  # «لمعالي الوزير», «لوزير الصناعة»
            owners = several(line, invited) if invited else ()
            return Found(index, task, ((owners[0][0] + 1, owners[0][1]), *owners[1:]) if owners else ())
        return Found(index, task, several(line, party) if party else ())
    return None


def _inviting(line: Line, at: int, stop: int) -> Found | None:
    """«دعوة Y لTASK», as one item among others."""
    if line.text(at) != "دعوه" or not line.text(at + 1).startswith("ال"):
        return None
    for index in range(at + 2, min(stop, at + 8)):
        if l_task(line, index) is not None or line.text(index) == "الي":
            party = trim(line, at + 1, index)
            task = index + 1 if line.text(index) == "الي" else index
            return (
                Found(task, line.words[task].start, several(line, party)) if party and task < stop else None
            )
    return None


def in_set(line: Line, index: int, name: str) -> bool:
    """Is the word, with or without its conjunction, in a closed set?"""
    return line.text(index) in word_set(name) or line.words[index].bare in word_set(name)
