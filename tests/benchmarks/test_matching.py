"""The floor under the suggestion of the same event: no pair of the table is suggested wrongly, most are found."""

from __future__ import annotations

import pytest

from benchmarks.matches.pairs import Pair, at_threshold, load_pairs, load_texts, scores, the_rest
from ingest.matching.scoring import SUGGESTED, Match

Scored = list[tuple[Pair, Match | None]]


@pytest.fixture(scope="module")
def scored() -> Scored:
    texts, pairs = load_texts(), load_pairs()
    return scores([*pairs, *the_rest(texts, pairs)], texts)


def test_there_are_pairs_of_both_sorts(scored: Scored) -> None:
    table = [pair for pair, _ in scored if pair.half != "rest"]
    assert len([pair for pair in table if pair.same]) >= 30
    assert len([pair for pair in table if not pair.same]) >= 30


def test_nothing_is_suggested_wrongly(scored: Scored) -> None:
    wrong = [
        (pair.one, pair.other)
        for pair, match in scored
        if match and match.score >= SUGGESTED and not pair.same
    ]
    assert wrong == []


def test_most_accounts_of_one_event_are_found(scored: Scored) -> None:
    precision, recall, shown, same = at_threshold(scored, SUGGESTED)
    assert precision == 1
    assert recall >= 0.8
    assert (shown, same) >= (25, 30)
