"""The newest that say something are found by periods as they would be by looking at all."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagements.models import Searched
from engagements.searching import newest as finding
from engagements.searching.newest import Wanted, newest

pytestmark = pytest.mark.django_db

# A row each third day from 2001 on, some undated; words that are frequent, of one old year, of one month, and rare.
_ROWS = """
    INSERT INTO engagements_searchentry (what, number, of, day, hidden, words)
    SELECT 'e', n, n, CASE WHEN n % 97 = 0 THEN DATE '0001-01-01' ELSE DATE '2001-01-01' + n * 3 END, n % 11 = 0,
        to_tsvector('simple', concat_ws(' ', 'often', CASE WHEN n < 120 THEN 'old' END,
            CASE WHEN n BETWEEN 500 AND 509 THEN 'month' END, CASE WHEN n % 401 = 0 THEN 'rare' END,
            CASE WHEN n % 2 = 0 THEN 'even' END))
    FROM generate_series(1, 2000) n
"""
_PLAIN = """
    SELECT number FROM engagements_searchentry WHERE what = 'e' AND NOT hidden AND words @@ %(wanted)s::tsquery
        AND (%(since)s::date IS NULL AND %(until)s::date IS NULL OR day > '0001-01-01')
        AND day BETWEEN coalesce(%(since)s, DATE '0001-01-01') AND coalesce(%(until)s, DATE '9999-12-31')
    ORDER BY day DESC, number DESC
"""
_PERIODS = [
    (None, None),
    (date(2003, 5, 7), None),
    (None, date(2002, 2, 2)),
    (date(2004, 1, 1), date(2006, 12, 31)),
    (date(1990, 1, 1), date(1995, 1, 1)),
]


@pytest.fixture
def entries() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS)


def _wanted(word: str, since: date | None, until: date | None) -> Wanted:
    conditions = ["words @@ %(wanted)s::tsquery", "NOT hidden"]
    conditions += ["day >= %(since)s AND day > '0001-01-01'"] if since else []
    conditions += ["day <= %(until)s AND day > '0001-01-01'"] if until else []
    values = {"wanted": word, "since": since, "until": until}
    return Wanted(Searched.ENGAGEMENT, conditions, values, True, since, until)


@pytest.mark.parametrize("word", ["often", "old", "month", "rare", "even & !rare", "nothing"])
def test_the_same_newest_are_found_however_few_are_looked_at(
    entries: None, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    for since, until in _PERIODS:
        wanted = _wanted(word, since, until)
        with connection.cursor() as cursor:
            cursor.execute(_PLAIN, wanted.values)
            every = [number for (number,) in cursor.fetchall()]
        for counted in (1, 60, 1000):
            monkeypatch.setattr(finding, "COUNTED", counted)
            monkeypatch.setattr(finding, "MOST", 4 * counted)
            found = newest(wanted)
            assert str(found.total) == (f"{counted}+" if len(every) > counted else str(len(every)))
            assert len(found.numbers) >= min(len(every), counted, finding.RANKED)
            assert found.numbers == every[: len(found.numbers)]


def test_of_what_many_say_not_all_is_looked_at(entries: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "COUNTED", 5)
    monkeypatch.setattr(finding, "MOST", 20)
    with CaptureQueriesContext(connection) as asked:
        newest(_wanted("often", None, None))
    assert "sijill_periods" in asked.captured_queries[-1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT sijill_periods(DATE '2026-11-22'), sijill_periods(DATE '0001-01-01')")
        assert cursor.fetchone() == ([2026, 202611], [1, 101])
