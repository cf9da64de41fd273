"""Computes the nDCG@10 of a way to search over the queries of queries.tsv."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

DEPTH = 10
_QUERIES = Path(__file__).with_name("queries.tsv")
_HALF, _TEXT, _ANSWERS = range(3)


@dataclass(frozen=True, slots=True)
class Query:
    """A query. `answers` are grades by names of engagements. `held`: the search was not tuned on it."""

    text: str
    answers: dict[str, int]
    held: bool


@dataclass(frozen=True, slots=True)
class Score:
    """The score: `ndcg` at DEPTH; `nothing` is the number of queries without any right answer."""

    ndcg: float
    nothing: int


def load_queries() -> list[Query]:
    """The queries of the table. Raises ValueError for a malformed line."""
    found = []
    for line in _QUERIES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if cells[_HALF] not in {"dev", "held"}:
            raise ValueError(f"{line!r} begins with neither dev nor held")
        answers = {
            name: int(grade) for name, grade in (one.rsplit("=", 1) for one in cells[_ANSWERS].split())
        }
        found.append(Query(cells[_TEXT], answers, cells[_HALF] == "held"))
    return found


def ndcg(found: Sequence[str], answers: dict[str, int]) -> float:
    """The nDCG of a result, best first: 1 if no order could be better within DEPTH, 0 if it has no answer."""
    best = _gain(sorted(answers.values(), reverse=True))
    return _gain([answers.get(name, 0) for name in found]) / best


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))


def score(queries: Sequence[Query], find: Callable[[str], list[str]]) -> tuple[Score, dict[str, float]]:
    """The mean score, and the nDCG of each query."""
    each = {query.text: ndcg(find(query.text), query.answers) for query in queries}
    return Score(mean(each.values()), sum(not value for value in each.values())), each
