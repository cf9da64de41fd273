"""Signatures: «وقع X مع Y مذكرة …», «توقيع اتفاقية بين X وY»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.commitments.markers import Found, is_b_task, l_task
from ingest.extraction.commitments.parties import Range, is_courtesy, joins_owner, several, trim
from ingest.extraction.commitments.party_words import word_class
from ingest.extraction.commitments.word_sets import word_set
from ingest.extraction.tables import words

if TYPE_CHECKING:
    from ingest.extraction.commitments.lines import Line
    from ingest.extraction.commitments.parties import Party


_ABOUT = ("بشان", "بخصوص", "بين")
_NEAR_PAPER = 60  # words between «وقع» and the document: three signers with their offices may stand there


def sign(line: Line, at: int, stop: int) -> Found | None:
    """«وقع X مع Y مذكرة …», «توقيع اتفاقية بين X وY»."""
    if line.text(at - 1) in word_set("unsigned") or line.text(at + 1) == "عن":
        return None  # «ووقع عن الوزارة وكيلها»: who signed, not what
    stop = _past_the_signers(line, at, stop)
    for index in range(at + 1, min(stop, at + _NEAR_PAPER)):
        word = line.text(index)
        if word in words("documents"):
            ends = (
                k for k in range(index, stop) if line.text(k) in word_set("contents") or is_further(line, k)
            )
            end = next(ends, None)
            owners = _signers(line, at, index, stop if end is None else end)
            return Found(index, line.words[index].start, owners, whole=True, end=end)
        if word.startswith("ال") and word[2:] in words("documents"):
            after = line.text(index + 1)
            if not after.startswith("ال") or after in word_set("mentioned") or is_courtesy(after):
                return None  # «وقع العقد المهندسة …»: the paper told of before
            return Found(index, line.words[index].start, _signers(line, at, index, stop), whole=True)
    return None


def _past_the_signers(line: Line, at: int, stop: int) -> int:
    """«وقع X، وزير كذا، بحضور Y، مذكرة …»: a comma ends no clause of which the paper is still to come."""
    while (
        stop < min(len(line.words), at + _NEAR_PAPER)
        and line.text(stop - 1) in ("،", ",")
        and (line.text(stop) in words("documents") or line.text(stop) == "بحضور")
    ):
        if any(line.text(k).removeprefix("ال") in words("documents") for k in range(at + 1, stop)):
            break
        if (
            line.text(stop) == "مذكره"
            and line.text(stop + 1)[:1] == "ب"
            and line.text(stop + 1) not in _ABOUT
        ):
            break  # «، مذكرة بما جرى»: she recalls it
        stop = line.clause_end(stop)
    return stop


def is_further(line: Line, index: int) -> bool:
    """«…، واتفاقية مع حكومة …»: another document signed by the same."""
    word = line.text(index)
    return line.text(index - 1) in ("،", ",") and word[:1] == "و" and word[1:] in words("documents")


def next_document(line: Line, index: int, first: tuple[Range, ...]) -> Found:
    """The further document at `index`; `first` are the signers of the one before, its own subject first."""
    stop = line.clause_end(index)
    spot = next((k for k in range(index, stop) if line.text(k) == "مع"), None)
    party = _side(line, spot + 1, stop) if spot is not None else None
    owners = first[:1] + (several(line, party) if party else ())
    return Found(index, line.words[index].start + 1, owners, whole=True)


def _signers(line: Line, at: int, index: int, stop: int) -> tuple[Range, ...]:
    if line.text(stop) in ("وهم", "وهما"):  # «وقع ثلاثة أطراف عقدا، وهم A وB»
        party = trim(line, stop + 1, line.clause_end(stop + 1))
        return several(line, party) if party else ()
    for spot in range(at + 1, stop):
        if line.text(spot) in ("بين", "مع"):
            party = _side(line, spot + 1, stop if spot > index else index)
            others = several(line, party) if party else ()
            if line.text(spot) == "بين" and others and word_class(line.text(spot + 1)) != "stop":
                return others if len(others) > 1 else _subject(line, at, index) or others
            return _subject(line, at, index) + others
    return _subject(line, at, index)


def _subject(line: Line, at: int, index: int) -> tuple[Range, ...]:
    """Those before the paper; behind a comma another begins with و: «وقع وزير كذا، والسفيرة فلانة، اتفاقية»."""
    party = trim(line, at + 1, index)
    out = several(line, party) if party else ()
    for spot in range(party[1] if party else index, index):
        if line.text(spot - 1) in ("،", ",") and joins_owner(line, spot):
            more = trim(line, spot, index)
            first, *rest = several(line, more) if more else ((0, 0),)
            out += ((first[0] + 1, first[1]), *rest) if more else ()
    return out


def _side(line: Line, start: int, stop: int) -> Party | None:
    end = start
    while end < stop and l_task(line, end) is None and not is_b_task(line, end):
        if line.text(end) in word_set("signed_for"):
            break
        end += 1
    return trim(line, start, end)
