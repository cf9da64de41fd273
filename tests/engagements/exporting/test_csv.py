"""The follow-ups as CSV: exactly what is listed and permitted, whole, and no formula."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagements.exporting import follow_up_rows
from engagements.exporting.csv_lines import safe
from engagements.lists.among import among
from engagements.models import AuditEntry, Commitment, Engagement
from engagements.permissions import Role
from tests.engagements.test_filters import UNCLEAR_FOLLOW_UPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register

USUAL = (
    *("number", "text", "kind", "status", "owner", "assignee", "due_on", "late", "closed_on"),
    *("countries", "engagement", "day", "sources"),
)


def table(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_export_has_exactly_the_rows_of_the_list(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    today = timezone.localdate()
    for number in range(60):
        register.commitment(
            due_on=None if number % 5 == 0 else today + timedelta(days=number % 7),
            countries=("JP",) if number % 2 else ("IT",),
        )
    client = as_role("manager")
    query = "?country=JP&status=open"
    page = client.get(f"/follow-ups/{query}").context["page"]
    listed = [one.pk for one in page.rows]
    header, *rows = table(client.get(f"/follow-ups/export.csv{query}"))
    assert [int(row[0]) for row in rows] == listed
    assert len(rows) == page.total == 30
    assert {row[header.index("الدول")] if "الدول" in header else row[9] for row in rows} == {"اليابان"}


def test_the_export_has_all_pages_and_chunks(
    register: Register, as_role: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_up_rows, "CHUNK", 7)
    for number in range(60):
        register.commitment(due_on=date(2027, 1, 1 + number % 28) if number % 4 else None)
    _header, *rows = table(as_role("manager").get("/follow-ups/export.csv"))
    in_order = Commitment.objects.values_list("pk", flat=True)
    assert [int(row[0]) for row in rows] == list(in_order)
    assert len(rows) == 60


@pytest.mark.parametrize("query", UNCLEAR_FOLLOW_UPS)
def test_an_unclear_filter_exports_nothing(
    register: Register, as_role: Callable[[str], Client], query: str
) -> None:
    register.commitment(text="لا يخرج هذا")
    answer = as_role("manager").get(f"/follow-ups/export.csv?{query}")
    assert answer.status_code == 400
    assert "لا يخرج هذا" not in answer.content.decode()
    assert len(answer.content.decode().splitlines()) >= 2
    assert not AuditEntry.objects.filter(action="exported").exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [("viewer", 403), ("editor", 403), ("registrar", 403), ("manager", 200), ("admin", 200)],
)
def test_only_who_may_export_gets_a_file(
    register: Register, as_role: Callable[[str], Client], role: str, status: int
) -> None:
    register.commitment()
    assert as_role(role).get("/follow-ups/export.csv").status_code == status
    assert AuditEntry.objects.filter(action="exported").count() == (status == 200)


def test_an_export_is_logged_with_its_filter_and_rows(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    register.commitment()
    register.commitment(countries=("IT",))
    as_role("manager").get("/follow-ups/export.csv?country=IT")
    entry = AuditEntry.objects.get(action="exported")
    assert entry.changes == {
        "format": [None, "csv"],
        "filter": [None, "country=IT"],
        "columns": [None, " ".join(USUAL)],
        "rows": [None, "1"],
    }


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+218 91", "'+218 91"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("  =1", "'  =1"),
        ("a=1", "a=1"),
        ("التزام", "التزام"),
        (None, ""),
        (12, "12"),
        ("a;=cmd|' /C calc'!A0;b", "a;'=cmd|' /C calc'!A0;b"),
        ("a; -2+3;@x", "a;' -2+3;'@x"),
        ("a\n=1+1\n- b; ج", "a\n'=1+1\n- b; ج"),
    ],
)
def test_no_cell_is_a_formula(cell: str | date | None, shown: str) -> None:
    assert safe(cell) == shown


def test_dangerous_and_awkward_text_survives_the_round_trip(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    text = '=HYPERLINK("http://x"),\nسطر "ثانٍ"، وفاصلة;'
    register.commitment(text=text)
    assert table(as_role("manager").get("/follow-ups/export.csv"))[1][1] == f"'{text}"


@pytest.mark.parametrize(("language", "word"), [("en", "Commitment"), ("ar", "الالتزام")])
def test_headers_are_in_the_language_of_the_page(
    register: Register, as_role: Callable[[str], Client], language: str, word: str
) -> None:
    client = as_role("manager")
    client.cookies["django_language"] = language
    answer = client.get("/follow-ups/export.csv")
    assert table(answer)[0][1] == word
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_first_line_of_an_export_asks_as_much_for_few_as_for_many(
    register: Register, as_role: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_up_rows, "CHUNK", 2)
    client = as_role("manager")

    def begun() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            answer: Any = client.get("/follow-ups/export.csv")
            lines = answer.streaming_content
            next(lines), next(lines)
        return [query["sql"] for query in captured.captured_queries]

    for _ in range(3):
        register.commitment()
    few = begun()
    for _ in range(20):
        register.commitment()
    assert len(begun()) == len(few)


def test_an_export_that_breaks_off_says_so(
    register: Register, as_role: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        register.commitment()
    monkeypatch.setattr(follow_up_rows, "CHUNK", 2)
    complete = among
    calls: list[list[int]] = []

    def fails_later(column: str, numbers: list[int]) -> Any:
        calls.append(numbers)
        if len(calls) > 1:
            raise DatabaseError("gone")
        return complete(column, numbers)

    monkeypatch.setattr(follow_up_rows, "among", fails_later)
    client = as_role("manager")
    client.cookies["django_language"] = "en"
    rows = table(client.get("/follow-ups/export.csv"))
    assert len(rows) == 1 + 2 + 1
    assert rows[-1][0].startswith("THIS FILE IS INCOMPLETE")


def test_restricted_follow_ups_are_not_exported_to_those_who_may_not_see_them(
    register: Register, as_role: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    register.commitment()
    Engagement.objects.update(confidentiality="restricted")
    assert len(table(as_role("manager").get("/follow-ups/export.csv"))) == 2
    monkeypatch.setitem(
        __import__("engagements.permissions", fromlist=["x"]).ROLE_PERMISSIONS,
        Role.VIEWER,
        frozenset({"read", "export"}),
    )
    assert len(table(as_role("viewer").get("/follow-ups/export.csv"))) == 1
