"""Intervals of shares: known values, and what must hold of all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.quality.shares import difference, wilson


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    # By hand from the formula; the second is the example of Newcombe (1998): 81 of 263.
    [(0, 20, 0.0, 0.1611), (81, 263, 0.2553, 0.3662), (20, 20, 0.8389, 1.0), (0, 0, 0.0, 1.0)],
)
def test_the_interval_of_a_share_is_wilsons(right: int, total: int, low: float, high: float) -> None:
    found = wilson(right, total)
    assert [found.low, found.high] == pytest.approx([low, high], abs=1e-4)


def test_the_interval_of_a_difference_is_newcombes() -> None:
    # Newcombe (1998), method 10: 56/70 against 48/80 gives 0.0524 to 0.3339.
    found = difference(56, 70, 48, 80)
    assert [found.low, found.high] == pytest.approx([0.0524, 0.3339], abs=1e-4)
    assert (difference(0, 0, 1, 2).low, difference(1, 2, 0, 0).high) == (-1.0, 1.0)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_in_its_interval(case: tuple[int, int]) -> None:
    right, total = case
    found = wilson(right, total)
    assert 0 <= found.low <= right / total + 1e-12
    assert right / total - 1e-12 <= found.high <= 1
    more = wilson(10 * right, 10 * total)
    assert more.high - more.low <= found.high - found.low + 1e-12
