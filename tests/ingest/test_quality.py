"""The page of the reader's quality counts what editors decided, and says nothing of a handful."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from engagements.permissions import Role
from ingest import quality
from ingest.models import Draft, ReviewEvent, Verdict
from tests.ingest.conftest import NOW, account, read, submit

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from engagements.models import User


@pytest.fixture
def draft(editor: User, places: None) -> Draft:
    return read(submit(editor, outlet="وكالة المرفأ")).drafts.get()


def decide(draft: Draft, field: str, verdict: Verdict, *, rule: str = "rule", at: datetime = NOW) -> None:
    ReviewEvent.objects.create(
        draft=draft,
        field=field,
        verdict=verdict,
        rule="" if verdict == Verdict.ADDED else rule,
        band="" if verdict == Verdict.ADDED else "sure",
        by=draft.release.submitted_by,
        at=at,
    )


def by(dimension: str) -> dict[str, quality.Score]:
    return {one.key: one for one in quality.scores(ReviewEvent.objects.all(), dimension, now=NOW)}


def test_values_are_counted_by_the_sort_they_are_of(draft: Draft) -> None:
    for number in range(9):
        decide(draft, f"participants.{number}.name", Verdict.ACCEPTED)
    decide(draft, "participants.9.name", Verdict.CORRECTED)
    decide(draft, "partner_countries:JP", Verdict.REMOVED)
    decide(draft, "partner_countries:IT", Verdict.ADDED)
    decide(draft, "commitments.0.owners:الوزارة", Verdict.ACCEPTED)
    found = by("field")
    assert set(found) == {"participants.name", "partner_countries", "commitments.owners"}
    assert (found["participants.name"].percent, found["participants.name"].proposed) == (90, 10)
    assert (found["partner_countries"].removed, found["partner_countries"].added) == (1, 1)


def test_of_a_handful_no_share_is_told(draft: Draft) -> None:
    for number in range(quality.FEWEST - 1):
        decide(draft, f"participants.{number}.name", Verdict.ACCEPTED)
    assert by("field")["participants.name"].percent is None


def test_what_an_editor_added_has_no_rule(draft: Draft) -> None:
    decide(draft, "topics:mining", Verdict.ADDED)
    assert by("rule") == {}
    assert by("outlet")["وكالة المرفأ"].added == 1


def test_the_last_month_is_held_against_the_one_before(draft: Draft) -> None:
    for number in range(10):
        decide(draft, f"participants.{number}.name", Verdict.ACCEPTED, at=NOW - timedelta(days=1))
        verdict = Verdict.ACCEPTED if number < 5 else Verdict.CORRECTED
        decide(draft, f"participants.{number}.role", verdict, at=NOW - timedelta(days=40))
        decide(draft, f"participants.{number}.country", Verdict.CORRECTED, at=NOW - timedelta(days=90))
    assert by("rule")["rule"].change == 50
    months = quality.months(ReviewEvent.objects.all())
    assert [month.score.percent for month in months] == [100, 50, 0]


def test_the_page(client: Client, editor: User, draft: Draft) -> None:
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("reader_quality"))
    assert "Nothing was decided yet" in page.content.decode()
    for number in range(10):
        decide(draft, f"participants.{number}.name", Verdict.ACCEPTED)
    page = client.get(reverse("reader_quality"))
    assert "100%" in page.content.decode()
    page = client.get(reverse("reader_quality"), {"outlet": "غيرها"})
    assert "100%" not in page.content.decode()
    page = client.get(reverse("reader_quality"), {"since": "yesterday"})
    assert "100%" not in page.content.decode(), "an unclear question shows nothing rather than everything"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER])
def test_only_for_those_who_review(client: Client, role: Role, db: None) -> None:
    client.force_login(account(role))
    assert client.get(reverse("reader_quality")).status_code == 403


@pytest.mark.parametrize("decisions", [3, 300])
def test_as_many_queries_for_many_as_for_few(
    client: Client,
    editor: User,
    draft: Draft,
    decisions: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(decisions):
        decide(draft, f"participants.{number}.name", Verdict.ACCEPTED)
    client.force_login(editor)
    with django_assert_max_num_queries(24):
        client.get(reverse("reader_quality"))
