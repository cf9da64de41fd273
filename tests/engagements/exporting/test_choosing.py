"""The page on which one chooses columns."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from engagements.models import AuditEntry, ColumnChoice

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register

PAGE = "/follow-ups/export/"


def head(answer: Any) -> list[str]:
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    return next(csv.reader(io.StringIO(text)))


def test_the_columns_are_in_the_file_in_the_order_that_was_given_and_are_remembered(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    register.commitment()
    client = as_role("manager")
    client.cookies["django_language"] = "en"
    form = {
        "form": "csv",
        "column": ["text", "cited", "due_on"],
        "place-text": "3",
        "place-cited": "2",
        "place-due_on": "1",
    }
    answer = client.post(f"{PAGE}?country=JP", form)
    assert answer.headers["Location"] == "/follow-ups/export.csv?country=JP"
    wanted = ["Due date", "Outlets and dates", "Commitment"]
    assert head(client.get(answer.headers["Location"])) == wanted
    assert head(client.get("/follow-ups/export.csv")) == wanted
    shown = client.get(PAGE).context["columns"]
    assert [column.name for column, on in shown if on] == ["due_on", "cited", "text"]
    logged = AuditEntry.objects.filter(action="exported").latest("pk")
    assert logged.changes["columns"] == [None, "due_on cited text"]
    other = as_role("admin")
    other.cookies["django_language"] = "en"
    assert len(head(other.get("/follow-ups/export.csv"))) == 13


@pytest.mark.parametrize(
    "form",
    [
        {"form": "csv"},
        {"form": "exe", "column": ["text"]},
        {"column": ["text"]},
        {"form": "csv", "column": ["nothing"]},
    ],
)
def test_a_wrong_choice_is_told_or_ignored_and_never_breaks_the_file(
    register: Register, as_role: Callable[[str], Client], form: dict[str, Any]
) -> None:
    client = as_role("manager")
    answer = client.post(PAGE, form)
    assert answer.status_code in {302, 400}
    assert answer.status_code == 302 or not ColumnChoice.objects.exists()
    assert len(head(client.get("/follow-ups/export.csv"))) == 13


def test_without_a_column_the_choice_and_the_file_that_needs_none_are_kept(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    client = as_role("manager")
    client.post(PAGE, {"form": "csv", "column": ["text"]})
    answer = client.post(PAGE, {"form": "xlsx", "place-text": "3"})
    assert answer.status_code == 400
    assert not any(on for _column, on in answer.context["columns"])
    assert 'id="no-column"' in answer.content.decode()
    for form in ("docx", "ics"):
        assert client.post(PAGE, {"form": form}).headers["Location"] == f"/follow-ups/export.{form}"
    assert ColumnChoice.objects.get().columns == ["text"], "what was remembered stays"


def test_an_unclear_filter_is_told_on_the_page(as_role: Callable[[str], Client], vocabularies: None) -> None:
    answer = as_role("manager").get(f"{PAGE}?status=never")
    assert answer.status_code == 400
    assert answer.context["number"] == 0


@pytest.mark.parametrize("role", ["viewer", "editor", "registrar"])
def test_others_cannot_choose(as_role: Callable[[str], Client], role: str) -> None:
    client = as_role(role)
    assert {client.get(PAGE).status_code, client.post(PAGE, {}).status_code} == {403}
