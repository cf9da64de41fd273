"""The follow-up list, its export, one change."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagements import exports
from engagements.models import AuditEntry, Commitment, Engagement
from engagements.permissions import Role
from tests.engagements.test_filters import UNCLEAR_FOLLOW_UPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from engagements.models import User
    from tests.engagements.conftest import Register


def table(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def posted(commitment: Commitment, **values: Any) -> dict[str, Any]:
    fields = {
        "version": commitment.version,
        "status": commitment.status,
        "owner": commitment.owner,
        "assignee": commitment.assignee_id or "",
        "due_on": commitment.due_on or "",
        "reason": "",
    }
    return fields | values


def test_the_list_is_ordered_by_due_date_and_paged(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    for number in range(60):
        register.commitment(due_on=None if number % 6 == 0 else date(2027, 1, 1 + number // 3))
    client = as_role("viewer")
    first = client.get("/follow-ups/").context["page"]
    second = client.get(f"/follow-ups/{first.older_query}").context["page"]
    seen = [one.pk for one in (*first.rows, *second.rows)]
    wanted = sorted(Commitment.objects.all(), key=lambda one: (one.due_on or date.max, one.pk))
    assert seen == [one.pk for one in wanted]
    assert (first.total, first.shown, second.older_query) == (60, 50, "")


def test_ready_views_carry_their_counts(register: Register, as_role: Callable[[str], Client]) -> None:
    register.commitment(due_on=timezone.localdate() - timedelta(days=3))
    register.commitment()
    views = as_role("viewer").get("/follow-ups/?view=overdue").context["views"]
    assert {view.value: view.count for view in views} == {
        "": 2, "mine": 0, "overdue": 1, "soon": 0, "no_owner": 2, "unassigned": 2, "no_due": 1,
    }  # fmt: skip
    assert [view.value for view in views if view.picked] == ["overdue"]


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
    monkeypatch.setattr(exports, "CHUNK", 7)
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
def test_who_may_export(register: Register, as_role: Callable[[str], Client], role: str, status: int) -> None:
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
    assert entry.changes == {"filter": [None, "country=IT"], "rows": [None, "1"]}


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
    ],
)
def test_no_cell_is_a_formula(cell: object, shown: str) -> None:
    assert exports.safe(cell) == shown


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
    monkeypatch.setattr(exports, "CHUNK", 2)
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
    monkeypatch.setattr(exports, "CHUNK", 2)
    complete = exports._cells
    calls: list[int] = []

    def fails_later(commitment: Commitment, today: date) -> list[str]:
        calls.append(commitment.pk)
        if len(calls) > 2:
            raise DatabaseError("gone")
        return complete(commitment, today)

    monkeypatch.setattr(exports, "_cells", fails_later)
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


def test_a_manager_changes_a_follow_up_and_returns_to_the_list(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    commitment = register.commitment()
    client = as_role("manager")
    address = f"/follow-ups/{commitment.pk}/"
    assert client.get(address).status_code == 200
    back = "/follow-ups/?view=no_due"
    answer = client.post(
        address, posted(commitment, status="in_progress", due_on="2027-02-01", next=back), follow=True
    )
    assert answer.redirect_chain == [(back, 302)]
    commitment.refresh_from_db()
    assert (commitment.status, commitment.due_on) == ("in_progress", date(2027, 2, 1))


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org/", "javascript:alert(1)", "x"])
def test_a_change_leads_nowhere_else(register: Register, as_role: Callable[[str], Client], away: str) -> None:
    commitment = register.commitment()
    answer = as_role("manager").post(f"/follow-ups/{commitment.pk}/", posted(commitment, next=away))
    assert answer.headers["Location"] == commitment.get_absolute_url()


@pytest.mark.parametrize("role", ["viewer", "editor", "registrar"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_cannot_change_one(
    register: Register, as_role: Callable[[str], Client], role: str, method: str
) -> None:
    commitment = register.commitment()
    client = as_role(role)
    answer = getattr(client, method)(f"/follow-ups/{commitment.pk}/", posted(commitment, status="done"))
    assert answer.status_code == 403
    assert Commitment.objects.get().status == "open"
    assert f"/follow-ups/{commitment.pk}/" not in client.get("/follow-ups/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "done", "due_on": "soon"},
        {"status": "late"},
        {"status": "dropped"},
        {"assignee": "0"},
        {"owner": "x" * 301},
    ],
)
def test_a_wrong_form_changes_nothing_and_keeps_what_was_typed(
    register: Register, as_role: Callable[[str], Client], wrong: dict[str, str]
) -> None:
    commitment = register.commitment()
    answer = as_role("manager").post(
        f"/follow-ups/{commitment.pk}/", posted(commitment, **{"owner": "اللجنة الفنية"} | wrong)
    )
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert ("اللجنة الفنية" if "owner" not in wrong else "x" * 301) in answer.content.decode()
    assert Commitment.objects.get().version == commitment.version


def test_a_form_that_was_overtaken_is_a_conflict_that_shows_both(
    register: Register, as_role: Callable[[str], Client], account: Callable[..., User]
) -> None:
    commitment = register.commitment()
    Commitment.objects.update(status="in_progress", owner="إدارة المواصفات")
    answer = as_role("manager").post(
        f"/follow-ups/{commitment.pk}/", posted(commitment, status="done", owner="مركز البحوث")
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "مركز البحوث" in text
    assert "إدارة المواصفات" in text
    assert Commitment.objects.get().status == "in_progress"


def test_a_restricted_follow_up_cannot_be_changed_by_its_number(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    assert as_role("manager").post("/follow-ups/999999/", {}).status_code == 404
