"""The page of the queue: tabs with their numbers, filters to take away, claims, and its price."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.http import QueryDict
from django.urls import reverse

from engagements.models import User
from ingest.models import Draft, RejectReason, SuggestedPair
from ingest.queue import ready
from ingest.queue.pages import next_after, place_of
from ingest.services import postponing, review
from ingest.views.drafts import rows_of
from tests.ingest.conftest import NOW
from tests.ingest.queue.conftest import DAY, TOMORROW, listed, waiting

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from ingest.models import Release


def test_tabs_carry_their_counts_and_mark_where_one_is(
    various: list[Draft], client: Client, editor: User
) -> None:
    postponing.postpone(draft=various[0], until=TOMORROW + 9999 * DAY, note="", by=editor, now=NOW)
    review.reject(draft=various[3], reason=RejectReason.OTHER, note="x", by=editor, now=NOW)
    counts = ready.counts(user=editor, now=NOW)
    expected = {"": 5, "easy": 3, "same": 0, "long": 2, "mine": 0, "put_off": 1, "second": 0, "decided": 1}
    assert counts == expected
    for view, number in expected.items():
        assert len(listed(f"view={view}", editor)) == number, view
    client.force_login(editor)
    views = client.get(reverse("drafts") + "?view=put_off&sort=easiest").context["views"]
    assert [view.value for view in views if view.picked] == ["put_off"]
    assert {view.query for view in views} >= {"?sort=easiest", "?view=easy&sort=easiest"}


QUERY = (
    "view=long&outlet=المكتب الإعلامي&country=JP&country=IT&check=yes&days=2&claim=free&same=no&sort=newest"
)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_filters_are_taken_away_one_by_one(
    various: list[Draft], client: Client, editor: User, language: str
) -> None:
    client.force_login(editor)
    client.cookies["django_language"] = language
    response = client.get(f"{reverse('drafts')}?{QUERY}")
    tokens = response.context["tokens"]
    gone = [set(QueryDict(QUERY)) - set(QueryDict(token.query[1:])) for token in tokens]
    assert [names.pop() for names in gone] == ["outlet", "country", "check", "days", "claim", "same"]
    assert not any(gone)
    assert response.context["hidden"] == [("view", "long")]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_claims_are_shown(
    various: list[Draft], client: Client, editor: User, other_editor: User, language: str
) -> None:
    Draft.objects.filter(pk=various[4].pk).update(
        claimed_by=other_editor, claimed_until=NOW.replace(year=2100, hour=8, minute=47)
    )
    client.force_login(editor)
    client.cookies["django_language"] = language
    response = client.get(reverse("drafts"))
    assert "10:47" in response.content.decode()
    assert [row.holder for row in response.context["rows"]][:2] == [other_editor, None]
    assert response.context["first"] == various[1]


@pytest.mark.parametrize(
    "query", ["view=all", "sort=best", "days=0", "days=x", "claim=you", "same=maybe", "waiting_since=soon"]
)
def test_what_is_not_understood_shows_nothing(
    various: list[Draft], client: Client, editor: User, query: str
) -> None:
    client.force_login(editor)
    response = client.get(f"{reverse('drafts')}?{query}")
    assert response.context["rows"] == []
    assert response.context["complaints"]
    assert next_after(various[0], QueryDict(query), user=editor, now=NOW) is None


@pytest.mark.parametrize("query", ["", "?view=same", "?same=no&sort=date"])
@pytest.mark.parametrize("size", [3, 300])
def test_the_number_of_queries_is_the_same_for_three_and_three_hundred(
    client: Client,
    editor: User,
    release: Release,
    size: int,
    query: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first = waiting(release, 0)
    rows = [Draft(**_copy(first, index)) for index in range(1, size)]
    made = [first, *Draft.objects.bulk_create(rows)]
    SuggestedPair.objects.bulk_create(
        SuggestedPair(draft=one, other_draft=other, score=0.7)
        for one, other in zip(made[:2], made[1::-1], strict=True)
    )
    client.force_login(editor)
    client.get(reverse("drafts"))
    # Beyond a page a narrowed list is counted by itself; a whole view was counted for its tab.
    more = size > 50 and "same=no" in query
    with django_assert_num_queries(12 + more):
        client.get(reverse("drafts") + query)
    # What has a likely same event is asked for once, and not in each question again.
    likely = "same" in query
    with django_assert_num_queries(2 + likely):
        place_of(first, QueryDict(query[1:]), user=editor, now=NOW)
    with django_assert_num_queries(1 + likely):
        next_after(first, QueryDict(query[1:]), user=editor, now=NOW)


def _copy(draft: Draft, index: int) -> dict[str, Any]:
    names = (
        "release_id",
        "run_id",
        "proposal",
        "title",
        "date",
        "countries",
        "to_check",
        "guesses",
        "created_at",
    )
    return {name: getattr(draft, name) for name in names} | {"index": index}


@pytest.mark.parametrize(("since", "days"), [(-DAY * 3, 3), (timedelta(0), 0), (timedelta(seconds=1), 0)])
def test_days_of_waiting_are_days_of_the_calendar_and_never_less_than_none(
    release: Release, editor: User, since: timedelta, days: int
) -> None:
    """A draft that comes while the list is made is younger than the list's clock."""
    draft = waiting(release, 0, created_at=NOW + since)
    (row,) = rows_of([draft], {}, user=editor, now=NOW)
    assert row.days == days
