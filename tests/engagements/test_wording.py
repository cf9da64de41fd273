"""Spans of time in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from engagements.wording import full_years, how_late

TODAY = date(2025, 3, 10)


@pytest.mark.parametrize(
    ("since", "years"),
    [
        (date(2025, 3, 9), 0),
        (date(2023, 3, 11), 0),
        (date(2023, 3, 10), 2),
        (date(2022, 3, 11), 2),
        (date(1997, 5, 1), 27),
        (date(2020, 2, 29), 5),
    ],
)
def test_a_span_is_told_in_years_from_two_on(since: date, years: int) -> None:
    assert full_years(since, TODAY) == years


def test_a_leap_day_is_over_with_its_month() -> None:
    assert full_years(date(2020, 2, 29), date(2025, 2, 27)) == 4
    assert full_years(date(2020, 2, 29), date(2025, 2, 28)) == 5


@pytest.mark.parametrize(
    ("due", "arabic", "english"),
    [
        (date(2025, 2, 27), "متأخر 11 يومًا", "11 days late"),
        (date(2023, 3, 1), "متأخر سنتين", "2 years late"),
        (date(2024, 3, 11), "متأخر 364 يومًا", "364 days late"),
        (date(2010, 3, 1), "متأخر 15 سنة", "15 years late"),
    ],
)
def test_how_late_something_is(due: date, arabic: str, english: str) -> None:
    with translation.override("ar"):
        assert how_late(due, TODAY) == arabic
    with translation.override("en"):
        assert how_late(due, TODAY) == english


def test_months_are_not_rounded_away() -> None:
    with translation.override("en"):
        assert how_late(date(2024, 2, 29), TODAY) == "1 year late"
        assert how_late(date(2023, 12, 31), TODAY) == "1 year and 2 months late"
        assert how_late(date(2023, 12, 31), date(2025, 11, 30)) == "1 year and 11 months late"
