"""The workbook to begin with: what the import itself knows without being told anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone, translation

from engagements.importing.carrying_out import keep
from engagements.importing.cells import guessed
from engagements.importing.fields import FIELDS
from engagements.importing.planning import plan_of
from engagements.importing.workbooks import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import StreamingHttpResponse
    from django.test import Client

    from engagements.models import Country, User

EXAMPLE = "/follow-ups/import/example.xlsx"


@pytest.mark.parametrize(
    ("language", "reference", "country"), [("ar", "مثال 1", "اليابان"), ("en", "Example 1", "Japan")]
)
def test_the_example_goes_in_as_it_is(
    client: Client, account: Callable[..., User], japan: Country, language: str, reference: str, country: str
) -> None:
    manager = account("manager")
    client.force_login(manager)
    client.cookies["django_language"] = language
    assert EXAMPLE in client.get("/follow-ups/import/").content.decode()
    answer: StreamingHttpResponse = client.get(EXAMPLE)  # type: ignore[assignment]
    sheet = read_workbook(answer.getvalue())
    mapping = guessed(sheet.headers)
    assert list(mapping) == list(FIELDS)
    first = sheet.rows[0]
    assert (first[mapping["reference"]], first[mapping["meeting_country"]]) == (reference, country)
    brought = keep(sheet=sheet, file_name="example.xlsx", by=manager, now=timezone.now())
    brought.mapping = mapping
    brought.save()
    with translation.override(language):
        plan = plan_of(brought, by=manager)
    assert [(line.outcome.value, line.complaints) for line in plan.lines] == [("created", [])] * 2
    assert len(plan.meetings) == 2


def test_only_who_may_import_is_given_it(client: Client, account: Callable[..., User]) -> None:
    client.force_login(account("viewer"))
    assert client.get(EXAMPLE).status_code == 403
