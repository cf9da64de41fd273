"""nDCG@10 of a way to search, over the queries of queries.tsv."""

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
    """`answers` are grades by the names of engagements. `held`: nothing was tuned on it."""

    text: str
    answers: dict[str, int]
    held: bool


@dataclass(frozen=True, slots=True)
class Score:
    """`ndcg` is at DEPTH; `nothing` counts the queries that no answer was found for."""

    ndcg: float
    nothing: int


def load_queries() -> list[Query]:
    """As the table has them. Raises ValueError for a line that is not half, query, answers."""
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
    """Of what was found, the best first: 1 if nothing could be better within DEPTH, 0 if no answer is there."""
    best = _gain(sorted(answers.values(), reverse=True))
    return _gain([answers.get(name, 0) for name in found]) / best


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))


def score(queries: Sequence[Query], find: Callable[[str], list[str]]) -> tuple[Score, dict[str, float]]:
    """The mean, and each query's own."""
    each = {query.text: ndcg(find(query.text), query.answers) for query in queries}
    return Score(mean(each.values()), sum(not value for value in each.values())), each
