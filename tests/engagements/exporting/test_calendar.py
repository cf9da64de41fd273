"""The follow-ups of a list as entries of a calendar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from engagements.exporting import report
from engagements.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register


def test_a_calendar_has_the_follow_ups_of_the_list_and_no_other(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    one = register.commitment(due_on=date(2027, 2, 3))
    register.commitment(countries=("IT",))
    answer = as_role("manager").get("/follow-ups/export.ics?country=JP")
    assert answer.headers["Content-Disposition"].endswith('.ics"')
    (entry,) = Calendar.from_ical(answer.content).walk("VTODO")
    assert (str(entry["SUMMARY"]), entry.decoded("DUE")) == (one.text, date(2027, 2, 3))
    assert AuditEntry.objects.get(action="exported").changes["format"] == [None, "ics"]


def test_one_that_is_too_long_is_refused_in_words(
    register: Register, as_role: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "MOST", 1)
    register.commitment()
    client = as_role("manager")
    assert client.get("/follow-ups/export.ics").status_code == 200
    register.commitment()
    assert client.get("/follow-ups/export.ics").status_code == 400
