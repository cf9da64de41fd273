"""Confidence intervals (95 %) for shares of few values.

Wilson's score interval for one share, and Newcombe's (1998, method 10) for the difference of two. Both hold for small
numbers and for shares near 0 and 1, as those of the reader are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_Z = 1.96


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, as fractions of 1. A difference may be negative."""

    low: float
    high: float


def wilson(right: int, total: int) -> Interval:
    """The interval of the share `right` / `total`; 0 to 1 if `total` is 0."""
    if total == 0:
        return Interval(0.0, 1.0)
    share, square = right / total, _Z * _Z
    middle = share + square / (2 * total)
    reach = _Z * math.sqrt(share * (1 - share) / total + square / (4 * total * total))
    scale = 1 + square / total
    return Interval(max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale))


def difference(right: int, total: int, right_before: int, total_before: int) -> Interval:
    """The interval of the share now minus the share before; -1 to 1 if either has no values."""
    if total == 0 or total_before == 0:
        return Interval(-1.0, 1.0)
    now, before = right / total, right_before / total_before
    ours, theirs = wilson(right, total), wilson(right_before, total_before)
    down = math.hypot(now - ours.low, theirs.high - before)
    up = math.hypot(ours.high - now, before - theirs.low)
    return Interval(now - before - down, now - before + up)
