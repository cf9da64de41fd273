"""Which sentences of a text say that something was done, and how likely it is what somebody once promised.

Pure Python over words: a score for people to decide by, never a decision. The words are in data/done_acts.tsv; the
threshold and the weights were set by hand on the pairs of tests/matching/promises.tsv marked `dev` and measured on the
others (docs/follow_ups.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from arabic.folding import fold
from ingest.matching.matter import stem, stock_stems
from ingest.matching.shingles import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LIKELY = 0.55
"""From this score on a sentence is shown to people."""
LONGEST = 600
"""Characters; what is longer between two full stops is a table or a list, not a sentence."""
_BEFORE = 5
"""Words before a completion that are searched for what takes it back: «it was agreed that … be signed»."""
_AFTER = 3
"""So near to «تم» stands what was done."""
_SENTENCE = re.compile(r"(?:[^.!?؟\n]|(?<=\d)\.(?=\d))+")
_WEAK = re.compile("[اويءئؤىةت]")
_YEAR = range(1900, 2100)
_COUNTS = {
    "عشره": 10,
    "عشرين": 20,
    "عشرون": 20,
    "ثلاثين": 30,
    "ثلاثون": 30,
    "اربعين": 40,
    "خمسين": 50,
    "خمسون": 50,
    "مئه": 100,
    "مائه": 100,
    "ten": 10,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
}
_DONE_ALONE = frozenset({"تم", "تمت", "جري", "جرت"})
"""Says that what follows was done; by itself it says nothing."""


@dataclass(frozen=True, slots=True)
class Act:
    """A kind of action: `promised` are stems that promise it, `done` folded phrases (tuples of words) that say
    that it was done.
    """

    name: str
    promised: frozenset[str]
    done: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PreparedText:
    """A text prepared for comparison: its stems with their weights, the acts that it promises or reports, and its
    numbers without years.

    `known` caches which stems were looked for and found, as one sentence is compared with many promises.
    """

    stems: Mapping[str, float]
    acts: frozenset[str]
    numbers: frozenset[int]
    known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def has(self, one: str) -> bool:
        """Whether this stem is among its stems, or one of the same root or with nearly the same letters."""
        found = self.known.get(one)
        if found is None:
            found = self.known[one] = _among(one, self.stems)
        return found


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that reports something done. `start` and `end` are half-open offsets into the text."""

    start: int
    end: int
    told: PreparedText


def promise(text: str) -> PreparedText:
    """The text of a follow-up, prepared for comparison."""
    spoken = words(text)
    stems = {stem(word) for word in spoken}
    acts = frozenset(act.name for act in _acts() if act.promised & stems)
    return PreparedText(_weighed(spoken), acts, _numbers(spoken))


def completions(text: str) -> list[Sentence]:
    """The sentences of `text` that report that something was done."""
    found = []
    for start, end in _sentences(text):
        spoken = words(text[start:end])
        if acts := _done(spoken):
            found.append(Sentence(start, end, PreparedText(_weighed(spoken), acts, _numbers(spoken))))
    return found


def likeness(promised: PreparedText, done: PreparedText) -> float:
    """How likely it is that what was done is what was promised, 0 to 1.

    It is the share of the promise's words that come back. It is raised if the act is the one that was promised, and
    lowered if the act or a number is another one.
    """
    total = sum(promised.stems.values())
    again = {each: weight for each, weight in promised.stems.items() if done.has(each)}
    telling = [each for each, weight in again.items() if weight == 1]
    if not total or not telling or not done.acts:
        return 0.0
    score = sum(again.values()) / total
    if promised.acts & done.acts:
        score += 0.15
    elif "*" not in done.acts and promised.acts:
        score -= 0.2
    if promised.numbers and done.numbers:
        score += 0.1 if promised.numbers & done.numbers else -0.2
    if len(telling) == 1 and sum(1 for weight in promised.stems.values() if weight == 1) > 2:
        score -= 0.2  # a single one of many words may be chance
    return max(0.0, min(1.0, score))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        said = match[0]
        start = match.start() + len(said) - len(said.lstrip())
        end = match.start() + len(said.rstrip())
        if 0 < end - start <= LONGEST:
            yield start, end


def _done(spoken: list[str]) -> frozenset[str]:
    """The acts that these folded words report as done."""
    found = set()
    taken_back = [place for place in range(len(spoken)) if "not" in _begun(spoken, place)]
    for place, word in enumerate(spoken):
        if any(place - _BEFORE <= other < place for other in taken_back):
            continue
        found |= _begun(spoken, place) - {"not"}
        if _bare(word) in _DONE_ALONE:
            near = {stem(each) for each in spoken[place + 1 : place + 1 + _AFTER]}
            found |= {act.name for act in _acts() if act.promised & near}
    return frozenset(found)


def _begun(spoken: list[str], place: int) -> set[str]:
    """The acts of which a phrase begins at this word, without regard to a prefixed «and»."""
    return {
        act
        for first in {spoken[place], _bare(spoken[place])}
        for rest, act in _phrases().get(first, ())
        if tuple(spoken[place + 1 : place + 1 + len(rest)]) == rest
    }


def _bare(word: str) -> str:
    return word[1:] if len(word) > 2 and word[0] in "وف" else word


def _weighed(spoken: list[str]) -> dict[str, float]:
    """Stems with their weights: 1 if a stem tells what the text is about, less if nearly all such texts have it."""
    stems = dict.fromkeys(stem(word) for word in spoken if len(word) > 2 and not word.isdigit())
    return {each: 0.2 if each in _common() else 1.0 for each in stems if len(each) > 1}


def _among(one: str, others: Mapping[str, float]) -> bool:
    if one in others:
        return True
    root = _root(one)
    return any(
        (len(root) > 2 and root == _root(other)) or (len(one) > 3 and fuzz.ratio(one, other, score_cutoff=84))
        for other in others
    )


@lru_cache(maxsize=20_000)
def _root(stem: str) -> str:
    """The stem without the letters by which Arabic derives one word from another. Rough, but the same for both
    texts.
    """
    if stem.isascii():
        return stem
    bare = _WEAK.sub("", stem)
    return bare[1:] if len(bare) > 3 and bare[0] == "م" else bare


def _numbers(spoken: list[str]) -> frozenset[int]:
    figures = {int(word) for word in spoken if word.isdigit() and len(word) < 10}
    named = {_COUNTS[word] for word in spoken if word in _COUNTS}
    return frozenset(figures.difference(_YEAR) | named)


@cache
def _acts() -> tuple[Act, ...]:
    return tuple(act for act in _table() if act.name != "not")


@cache
def _phrases() -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
    """By the first word of each phrase: its other words and its act."""
    found = defaultdict(list)
    for act in _table():
        for first, *rest in act.done:
            found[first].append((tuple(rest), act.name))
    return dict(found)


@cache
def _common() -> frozenset[str]:
    """Stems that do not tell what a promise is about."""
    return stock_stems().union(*(act.promised for act in _acts()))


@cache
def _table() -> tuple[Act, ...]:
    text = (files("ingest.matching") / "data" / "done_acts.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(
        Act(
            name,
            frozenset(stem(word) for word in words(promised)),
            frozenset(tuple(fold(phrase).split()) for phrase in done.split("|")),
        )
        for name, promised, done in rows
    )
