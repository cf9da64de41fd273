"""Promises told in the future tense: «ستقوم الشركة بإعداد …», «أعلن أن الوكالة ستوفد …»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.commitments.lines import is_future, is_promised, names_party
from ingest.extraction.commitments.markers import Found
from ingest.extraction.commitments.parties import first_party, several, trim
from ingest.extraction.commitments.verbal_nouns import is_verbal_noun
from ingest.extraction.commitments.word_sets import word_set

if TYPE_CHECKING:
    from ingest.extraction.commitments.lines import Line


def future_at(line: Line, at: int, stop: int) -> Found | None:
    """The promise whose verb is the word at `at`, if it is one."""
    word = line.words[at]
    bare = word.text if is_future(word.text) else word.bare
    soon = line.text(at - 1) == "سوف" and is_promised(word.text)
    if not (is_future(bare) or soon):
        return None
    before = line.text(at - 2 if soon else at - 1)
    if before in word_set("not_promised"):
        return None
    if line.text(at + 1) in word_set("gathering"):
        return None  # «سيفتتح المعرض …»: the event itself
    stem = bare[1:] if soon else bare[2:]
    if stem in word_set("passive"):
        return _with_task(line, at, stop, owners_before=False)
    if stem in word_set("light"):
        return _with_task(line, at, stop, owners_before=True)
    start = word.end - len(bare)
    owner = named_before(line, at)
    if owner is None and before not in word_set("that_one"):
        party = first_party(line, at + 1, stop)
        party = party if party and _is_subject(line, party[0]) else None
        owner = several(line, party) if party else None
    return Found(at, start, owner or (), owner is None, whole=True)


def _is_subject(line: Line, index: int) -> bool:
    word = line.text(index)
    named = word.startswith("ال") or names_party(line, index) or word in word_set("own")
    return named and not is_verbal_noun(word)


def _with_task(line: Line, at: int, stop: int, *, owners_before: bool) -> Found | None:
    """«سيتم وضع …», «ستقوم الشركة بإعداد …», «سنعمل على تقديم …»: the task is the verbal noun."""
    for index in range(at + 1, min(stop, at + 12)):
        word = line.words[index]
        prefixed = word.text.startswith("ب") and is_verbal_noun(word.text[1:])
        if not (prefixed or is_verbal_noun(word.text)):
            continue
        start = word.start + 1 if prefixed else word.start
        if not prefixed and index == at + 1 and line.words[at].bare.endswith("بدا"):
            start = line.words[at].end - len(line.words[at].bare)  # «ستبدأ الإنتاج»
        if not owners_before:
            return Found(index, start)
        owner = named_before(line, at)
        party = trim(line, at + 1, index) if owner is None else None
        owner = several(line, party) if party else owner
        return Found(index, start, owner or (), owner is None)
    return None


def named_before(line: Line, at: int) -> tuple[tuple[int, int], ...] | None:
    """The party between أن and the verb."""
    for index in range(at - 1, max(-1, at - 10), -1):
        word = line.text(index)
        if word in word_set("that") or word in ("وان", "فان"):
            verb = next((k for k in range(index + 1, at) if is_future(line.words[k].bare)), at)
            party = trim(line, index + 1, verb)
            return several(line, party) if party else None
    return None
