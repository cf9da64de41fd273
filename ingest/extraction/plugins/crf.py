"""Names and organisations found by a conditional random field that was trained on the ministry's own decisions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pycrfsuite

from arabic.folding import Folded, fold_with_offsets
from ingest.extraction.plugins.port import Proposal
from ingest.extraction.schema import Span, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ingest.extraction.schema import Reading

LEARNED_FIELDS = ("participants", "organizations")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_WINDOW = 2
Features = list[str]


@dataclass(frozen=True, slots=True)
class Example:
    """A text whose values people have approved: which spans are values of which field."""

    text: str
    spans: tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class _Tokens:
    folded: Folded
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]  # folded offsets

    def span(self, first: int, last: int) -> Span:
        """Source offsets of the tokens from `first` to `last`, both included."""
        return Span(*self.folded.span(self.places[first][0], self.places[last][1]))


def train(examples: Iterable[Example], target: Path) -> int:
    """Trains on `examples` and writes the model to `target`. Returns how many values it learned from.

    Raises ValueError if there is none. Deterministic: the same examples give the same model.
    """
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.1, "c2": 0.05, "max_iterations": 80})
    learned = 0
    for example in examples:
        tokens = _tokens(example.text)
        labels, count = _labels(tokens, example)
        if count:
            trainer.append(_features(tokens.words), labels)
            learned += count
    if not learned:
        raise ValueError("there is nothing to learn from")
    trainer.train(str(target))
    return learned


@dataclass(slots=True)
class CrfProposer:
    """A Proposer over a trained model. Raises OSError when made, if the model cannot be opened."""

    model: Path
    name: str = "crf"
    _tagger: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if not self.model.is_file():
            raise FileNotFoundError(f"there is no trained model at {self.model}")
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(self.model))

    def propose(self, text: str, reading: Reading) -> Sequence[Proposal]:
        tokens = _tokens(text)
        if not reading.engagements or not tokens.words:
            return ()
        labels = self._tagger.tag(_features(tokens.words))
        found = []
        for label, first, last in _chunks(labels):
            sureness = [self._tagger.marginal(labels[at], at) for at in range(first, last + 1)]
            span = tokens.span(first, last)
            found.append(Proposal(_nearest(reading, span), label, span, score=min(sureness)))
        return found


def _tokens(text: str) -> _Tokens:
    folded = fold_with_offsets(text)
    matches = list(_TOKEN.finditer(folded.text))
    return _Tokens(folded, tuple(each.group() for each in matches), tuple(each.span() for each in matches))


def _labels(tokens: _Tokens, example: Example) -> tuple[list[str], int]:
    """One label a token (`O`, `B-field`, `I-field`), and how many spans begin and end with a token."""
    starts = {tokens.span(at, at).start: at for at in range(len(tokens.words))}
    ends = {tokens.span(at, at).end: at for at in range(len(tokens.words))}
    labels, count = ["O"] * len(tokens.words), 0
    for name, span in example.spans:
        first, last = starts.get(span.start), ends.get(span.end)
        if name in LEARNED_FIELDS and first is not None and last is not None and first <= last:
            labels[first : last + 1] = [f"B-{name}"] + [f"I-{name}"] * (last - first)
            count += 1
    return labels, count


def _features(words: Sequence[str]) -> list[Features]:
    return [_features_at(words, at) for at in range(len(words))]


def _features_at(words: Sequence[str], at: int) -> Features:
    """The word, its ends, whether it has an article, and its neighbours."""
    word = words[at]
    found = ["bias", f"w={word}", f"article={word.startswith('ال')}", f"digit={word.isdigit()}"]
    found += [f"begin{size}={word[:size]}" for size in (1, 2, 3)] + [
        f"end{size}={word[-size:]}" for size in (1, 2, 3)
    ]
    for step in range(-_WINDOW, _WINDOW + 1):
        if step:
            near = words[at + step] if 0 <= at + step < len(words) else "-"
            found.append(f"{step}={near}")
    return found


def _chunks(labels: Sequence[str]) -> Iterable[tuple[str, int, int]]:
    """Field, first and last token of each run `B-x I-x …`."""
    first: int | None = None
    for at, label in enumerate([*labels, "O"]):
        if first is not None and label != f"I-{labels[first][2:]}":
            yield labels[first][2:], first, at - 1
            first = None
        if label.startswith("B-"):
            first = at


def _nearest(reading: Reading, span: Span) -> int:
    """The engagement whose own words stand closest to `span`."""

    def distance(index: int) -> int:
        engagement = reading.engagements[index]
        values: list[Value[Any]] = [
            engagement.kind,
            engagement.date,
            engagement.city,
            *(each.name for each in engagement.participants),
        ]
        places = [value.evidence.start for value in values if value.evidence]
        return min(
            (abs(place - span.start) for place in places), default=len(reading.engagements) + span.start
        )

    return min(range(len(reading.engagements)), key=distance)
