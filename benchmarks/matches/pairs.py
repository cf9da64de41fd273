"""Texts in the form in which the search for the same event compares them, and how well it finds the right pairs."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.scoring import load_drafts
from ingest.extraction import Home, read
from ingest.matching.facts import Facts, from_proposal, unread
from ingest.matching.passages import passages
from ingest.matching.scoring import Match, compare
from ingest.matching.telling import Passage, listen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[2]
PAIRS = ROOT / "benchmarks" / "pairs"
SAMPLES = ROOT / "samples"
HOME = Home(country="LY", ministries=("وزارة الصناعة والمعادن", "Ministry of Industry and Minerals"))


@dataclass(frozen=True, slots=True)
class Telling:
    """One engagement that the reader found in a text: its facts and its passage."""

    facts: Facts
    passage: Passage


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts by name. `half` is dev, test, samples, or rest (a pair that nobody considered similar)."""

    one: str
    other: str
    same: bool
    half: str
    why: str = ""


def tellings(text: str, *, outlet: str, published: date | None, home: str = HOME.country) -> list[Telling]:
    """The engagements that the reader finds in a text, as the index would store them; if none, the text as a whole."""
    reading = read(text, home=replace(HOME, country=home), published=published)
    proposals = [engagement.to_json() for engagement in reading.engagements]
    found = []
    for proposal, passage in zip(proposals, passages(text, proposals), strict=True):
        facts = from_proposal(proposal, home=home, ministries=HOME.ministries, published=published)
        facts = replace(facts, language=reading.language, outlet=outlet)
        heard = listen(passage, people=facts.people, home=home, published=published)
        found.append(Telling(facts, heard))
    if found:
        return found
    heard = listen(text, people=(), home=home, published=published)
    return [Telling(unread(published=published, language=reading.language, outlet=outlet), heard)]


def load_texts() -> dict[str, list[Telling]]:
    """The texts of benchmarks/pairs and samples by name. Raises OSError."""
    rows = {row["slug"]: (PAIRS, row) for row in _rows(PAIRS / "texts.tsv")}
    rows |= {row["slug"]: (SAMPLES, row) for row in _rows(SAMPLES / "index.tsv")}
    return {name: _told(folder / f"{name}.txt", row) for name, (folder, row) in rows.items()}


def load_gold(texts: Path, gold: Path) -> dict[str, list[Telling]]:
    """The texts of the reader's benchmark by name, read with the day and home country of their gold drafts."""
    told = {}
    for name, row in load_drafts(gold).items():
        published = date.fromisoformat(row["published"]) if row["published"] else None
        text = (texts / f"{name}.txt").read_text(encoding="utf-8")
        told[name] = tellings(text, outlet="", published=published, home=row["home"])
    return told


def load_pairs() -> list[Pair]:
    """The table of pairs, and the samples that share an event."""
    table = [
        Pair(row["one"], row["other"], row["same"] == "yes", row["half"], row["why"])
        for row in _rows(PAIRS / "pairs.tsv")
    ]
    events: dict[str, list[str]] = {}
    for row in _rows(SAMPLES / "index.tsv"):
        if row["same_event"]:
            events.setdefault(row["same_event"], []).append(row["slug"])
    shared = [
        Pair(*two, same=True, half="samples") for names in events.values() for two in combinations(names, 2)
    ]
    return table + shared


def the_rest(texts: Iterable[str], pairs: Iterable[Pair]) -> list[Pair]:
    """All other pairs of these texts; none of them is about the same event."""
    known = {frozenset((pair.one, pair.other)) for pair in pairs}
    return [
        Pair(one, other, same=False, half="rest")
        for one, other in combinations(texts, 2)
        if frozenset((one, other)) not in known
    ]


def best(ones: Sequence[Telling], others: Sequence[Telling]) -> Match | None:
    """The match with the highest score between two texts, of which at least one was read; None if there is none."""
    read_ones = [(one, other) for one in ones for other in others if one.facts.kind or other.facts.kind]
    matches = [_compared(one, other) for one, other in read_ones]
    return max((match for match in matches if match), key=lambda match: match.score, default=None)


def _compared(one: Telling, other: Telling) -> Match | None:
    return compare(one.facts, other.facts, one.passage, other.passage)


def scores(pairs: Iterable[Pair], texts: Mapping[str, Sequence[Telling]]) -> list[tuple[Pair, Match | None]]:
    return [(pair, best(texts[pair.one], texts[pair.other])) for pair in pairs]


def at_threshold(
    scored: Iterable[tuple[Pair, Match | None]], threshold: float
) -> tuple[float, float, int, int]:
    """(Precision, recall, number of suggested pairs, number of pairs about one event). Precision is 1 if nothing is
    suggested.
    """
    rows = [(pair.same, bool(match and match.score >= threshold)) for pair, match in scored]
    shown = sum(suggested for _, suggested in rows)
    right = sum(same and suggested for same, suggested in rows)
    same = sum(same for same, _ in rows)
    return (right / shown if shown else 1.0), (right / same if same else 1.0), shown, same


def _told(path: Path, row: Mapping[str, str]) -> list[Telling]:
    published = date.fromisoformat(row["published_on"]) if row["published_on"] else None
    return tellings(path.read_text(encoding="utf-8"), outlet=row["outlet"], published=published)


def _rows(path: Path) -> list[dict[str, str]]:
    """The lines of a table; lines that begin with # are comments."""
    lines = [
        line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))
