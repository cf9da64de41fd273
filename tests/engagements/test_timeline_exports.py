"""The timeline of a country, a partner, a person or a topic as a file: the rows of the page, for who may export."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from engagements.models import AuditEntry, Engagement, Partner, Person
from engagements.services.recording import CommitmentRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register


@pytest.fixture
def manager(as_role: Callable[[str], Client]) -> Client:
    return as_role("manager")


@pytest.fixture
def visits(register: Register) -> list[Engagement]:
    """Three, the latest first; the last one is restricted."""
    return [
        register.engagement(
            title=f"زيارة {number}",
            kind="visit",
            date=date(2026, 11, 9 - number),
            city="طوكيو",
            topics=("mining",),
            organizations=("شركة هوكوتو",),
            participants=(
                register.participant("سالم القماطي", side="home", country="LY", role="الوزير"),
                register.participant("كينجي موراكامي", country="JP"),
            ),
            commitments=(CommitmentRecord("agreed", "تدريب", "", None),),
            confidentiality="restricted" if number == 2 else "open",
        )
        for number in range(3)
    ]


def rows(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(StringIO(text)))


@pytest.mark.usefixtures("visits")
def test_every_list_has_its_file(manager: Client, visits: list[Engagement]) -> None:
    person = Person.objects.get(name_ar="كينجي موراكامي")
    partner = Partner.objects.get()
    places = ("countries/JP", f"people/{person.pk}", f"partners/{partner.pk}", "topics/mining")
    for place in places:
        numbers = [int(row["الرقم"]) for row in rows(manager, f"/{place}/timeline.csv")]
        assert numbers == [one.pk for one in visits], place
        assert 'href="timeline.csv?"' in manager.get(f"/{place}/").content.decode()


def test_a_row_tells_what_the_page_tells(
    register: Register, manager: Client, visits: list[Engagement]
) -> None:
    (first, *_others) = rows(manager, "/countries/JP/timeline.csv")
    assert first["العنوان"] == visits[0].title
    assert (first["التاريخ"], first["الدول"], first["المكان"]) == ("2026-11-09", "اليابان", "طوكيو")
    told = "|".join(first.values())
    assert "سالم القماطي، الوزير" in told
    assert "كينجي موراكامي" in told
    manager.cookies["django_language"] = "en"
    (first, *_others) = rows(manager, "/countries/JP/timeline.csv")
    assert (first["Kind"], first["Countries"], first["Open commitments"]) == ("Visit", "Japan", "1")


@pytest.mark.usefixtures("visits")
def test_the_filter_of_the_page_is_that_of_the_file(manager: Client) -> None:
    def days(query: str) -> list[str]:
        return [row["التاريخ"] for row in rows(manager, f"/countries/JP/timeline.csv?{query}")]

    assert days("since=2026-11-08") == ["2026-11-09", "2026-11-08"]
    assert days("kind=meeting") == []
    assert days("q=زيارة+1") == ["2026-11-08"]
    entry = AuditEntry.objects.filter(action="exported").latest("pk")
    assert (entry.subject_label, entry.changes["rows"]) == ("timeline country JP", [None, "1"])
    wrong = manager.get("/countries/JP/timeline.csv?since=soon")
    assert (wrong.status_code, "2026" in wrong.content.decode()) == (400, False)


@pytest.mark.usefixtures("visits")
def test_who_may_not_export_or_not_see_gets_no_file(
    register: Register, as_role: Callable[[str], Client], manager: Client
) -> None:
    viewer = as_role("viewer")
    assert viewer.get("/countries/JP/timeline.csv").status_code == 403
    assert "timeline.csv" not in viewer.get("/countries/JP/").content.decode()
    assert manager.get("/countries/JP/timeline.pdf").status_code == 404
    for nothing in ("countries/XX", "partners/0", "people/0", "topics/none"):
        assert manager.get(f"/{nothing}/timeline.csv").status_code == 404


@pytest.mark.usefixtures("visits")
def test_the_workbook_holds_the_same(manager: Client) -> None:
    answer: Any = manager.get("/topics/mining/timeline.xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content)), read_only=False).active
    assert sheet.sheet_view.rightToLeft
    found = [row for row in sheet.iter_rows(values_only=True) if "زيارة 0" in row]
    assert len(found) == 1
    assert any(getattr(cell, "day", None) == 9 for cell in found[0])


def test_the_number_of_questions_does_not_grow(
    register: Register, manager: Client, visits: list[Engagement], django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        register.engagement(topics=("mining",), organizations=("شركة هوكوتو",))
    with django_assert_max_num_queries(18):
        assert len(rows(manager, "/countries/JP/timeline.csv")) == 23
