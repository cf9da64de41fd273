"""The report of follow-ups as a Word document, opened again."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from docx import Document

from engagements.exporting import report
from engagements.models import AuditEntry, Commitment, Engagement
from tests.engagements.test_filters import UNCLEAR_FOLLOW_UPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register


def opened(answer: Any) -> Any:
    return Document(io.BytesIO(answer.content))


def headings(document: Any) -> list[str]:
    return [one.text for one in document.paragraphs if one.style.name.startswith("Heading")][1:]


def rows(document: Any) -> list[list[list[str]]]:
    """Of each table below the figures: the lines of the first cell of each row below its head."""
    return [
        [[line.text for line in row.cells[0].paragraphs] for row in table.rows[1:]]
        for table in document.tables[1:]
    ]


def test_it_is_by_country_each_line_with_its_sources(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    today = timezone.localdate()
    both = register.commitment(
        countries=("IT", "JP"), due_on=today - timedelta(days=5), owner="مركز\x0bالبحوث"
    )
    japan = register.commitment()
    none = register.commitment(countries=())
    document = opened(as_role("manager").get("/follow-ups/export.docx"))
    assert headings(document)[:2] == ["إيطاليا", "اليابان"]
    assert [[row[0] for row in table] for table in rows(document)] == [
        [both.text], [both.text, japan.text], [none.text]
    ]  # fmt: skip
    figures = [cell.text.partition("\n")[0] for cell in document.tables[0].rows[0].cells]
    assert figures == ["3", "3", "1", "0"]
    sources = document.tables[1].rows[1].cells[-1].text
    assert both.engagement.title in sources
    assert "المكتب الإعلامي" in sources
    assert document.tables[1].rows[1].cells[1].text == "مركز البحوث"


def test_it_is_by_owner_where_the_list_is(register: Register, as_role: Callable[[str], Client]) -> None:
    for owner in ("ب", "", "أ", "ب"):
        register.commitment(owner=owner)
    document = opened(as_role("manager").get("/follow-ups/export.docx?group=owner"))
    assert headings(document)[:2] == ["أ", "ب"]
    assert [len(table) for table in rows(document)] == [1, 2, 1]


def test_it_runs_from_right_to_left_on_arabic_pages(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    register.commitment()
    client = as_role("manager")
    marks = []
    for language in ("ar", "en"):
        client.cookies["django_language"] = language
        document = opened(client.get("/follow-ups/export.docx"))
        marks.append(("w:bidiVisual" in document.tables[1]._element.xml, document.core_properties.language))
    assert marks == [(True, "ar-LY"), (False, "en-GB")]


def test_it_warns_of_what_is_restricted(register: Register, as_role: Callable[[str], Client]) -> None:
    register.commitment()
    client = as_role("manager")
    client.cookies["django_language"] = "en"
    warning = "This report holds follow-ups of restricted engagements."

    def told() -> str:
        document = opened(client.get("/follow-ups/export.docx"))
        return "\n".join(one.text for one in document.paragraphs)

    assert warning not in told()
    Engagement.objects.update(confidentiality="restricted")
    assert warning in told()


def test_more_than_a_report_holds_is_refused_in_words(
    register: Register, as_role: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "MOST", 2)
    client = as_role("manager")
    client.cookies["django_language"] = "en"
    for number in range(3):
        answer = client.get("/follow-ups/export.docx")
        assert answer.status_code == 200, number
        register.commitment()
    answer = client.get("/follow-ups/export.docx")
    assert answer.status_code == 400
    assert "up to 2 follow-ups, and the list has 3" in answer.content.decode()
    assert AuditEntry.objects.filter(action="exported").count() == 3


@pytest.mark.parametrize("query", UNCLEAR_FOLLOW_UPS)
def test_an_unclear_filter_reports_nothing(
    register: Register, as_role: Callable[[str], Client], query: str
) -> None:
    register.commitment(text="لا يخرج هذا")
    for form in ("docx", "xlsx"):
        answer = as_role("manager").get(f"/follow-ups/export.{form}?{query}")
        assert answer.status_code == 400
        assert "لا يخرج هذا" not in answer.content.decode()
    assert not AuditEntry.objects.filter(action="exported").exists()


def test_an_empty_list_is_a_report_that_says_so(as_role: Callable[[str], Client], vocabularies: None) -> None:
    assert not Commitment.objects.exists()
    document = opened(as_role("manager").get("/follow-ups/export.docx"))
    assert "لا متابعة تطابق هذه التصفية" in "\n".join(one.text for one in document.paragraphs)


def test_a_day_long_ago_and_one_that_is_closed_are_told(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    one = register.commitment(due_on=date(2020, 1, 1))
    Commitment.objects.filter(pk=one.pk).update(status="done", closed_on=date(2026, 2, 1))
    document = opened(as_role("manager").get("/follow-ups/export.docx?status=done"))
    assert "2026" in document.tables[1].rows[1].cells[2].text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Open"),
        ("?view=overdue&country=JP", "Overdue; Country: Japan"),
        ("?view=all", "All"),
        ("?status=done", "Status: Done"),
    ],
)
def test_it_and_its_page_say_what_they_are_about(
    register: Register, as_role: Callable[[str], Client], query: str, words: str
) -> None:
    client = as_role("manager")
    client.cookies["django_language"] = "en"
    text = "\n".join(one.text for one in opened(client.get(f"/follow-ups/export.docx{query}")).paragraphs)
    assert f"Filter: {words}\n" in text
    said = client.get(f"/follow-ups/export/{query}").context["tokens"]
    assert "; ".join(one.label for one in said) == words
