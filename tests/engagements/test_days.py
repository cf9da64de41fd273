"""Days and months of the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from engagements.days import iso, month_end, months_before, shifted
from engagements.models import DatePrecision


def test_the_calendar_ends() -> None:
    assert shifted(date(9999, 12, 30), 5) == month_end(date(9999, 12, 1)) == date.max
    assert shifted(date(1, 1, 2), -5) == date.min


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2024, 2, 10), date(2024, 2, 29)),
        (date(2025, 2, 28), date(2025, 2, 28)),
        (date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_month_ends_with_its_last_day(day: date, last: date) -> None:
    assert month_end(day) == last


@pytest.mark.parametrize(
    ("months", "first"),
    [(0, date(2026, 1, 1)), (1, date(2025, 12, 1)), (12, date(2025, 1, 1)), (13, date(2024, 12, 1))],
)
def test_months_are_counted_over_the_turn_of_the_year(months: int, first: date) -> None:
    assert months_before(date(2026, 1, 31), months) == first


def test_a_day_is_told_as_closely_as_it_is_known() -> None:
    day = date(2026, 3, 1)
    told = {precision: iso(day, precision) for precision in DatePrecision}
    assert told == {"day": "2026-03-01", "month": "2026-03", "year": "2026", "none": "2026-03-01"}
    assert iso(None, "day") == ""
