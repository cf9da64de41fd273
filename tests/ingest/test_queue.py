"""The queue as it is asked for: views, filters, orders, and the way from one draft to the next of that very list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.http import Http404, QueryDict
from django.urls import reverse

from engagements.models import User
from ingest import ready
from ingest.models import Draft, DraftWork, RejectReason, SuggestedPair
from ingest.ordering import ORDERS, SORTS
from ingest.queue import next_after, page_of, place_of, queue
from ingest.services import holding, postponing, review
from ingest.views.drafts import rows_of
from tests.ingest.conftest import NOW, RELEASE, hand_made_draft, submit

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from ingest.models import Release

DAY = timedelta(days=1)
TOMORROW = (NOW + DAY).date()


@pytest.fixture
def release(places: None, editor: User) -> Release:
    return submit(editor, outlet="المكتب الإعلامي")


def waiting(release: Release, index: int, *, days: int = 0, **more: Any) -> Draft:
    """A draft that has waited for so many days, with these columns."""
    draft = hand_made_draft(release, index, title=f"draft {index}")
    values = {"created_at": NOW - days * DAY, **more}
    Draft.objects.filter(pk=draft.pk).update(**values)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def various(release: Release) -> list[Draft]:
    """Seven: old and new, easy and hard, dated or not, some alike in everything."""
    return [
        waiting(release, 0, days=3, to_check=2, guesses=1, date=date(2026, 11, 2)),
        waiting(release, 1, days=9, to_check=0, guesses=0, date=None),
        waiting(release, 2, days=3, to_check=2, guesses=1, date=date(2026, 11, 2)),
        waiting(release, 3, days=1, to_check=5, guesses=0, date=date(2026, 10, 1)),
        waiting(release, 4, days=30, to_check=9, guesses=4, date=date(2026, 11, 20)),
        waiting(release, 5, days=0, to_check=0, guesses=0, date=None),
        waiting(release, 6, days=3, to_check=0, guesses=0, date=date(2026, 11, 2)),
    ]


def listed(query: str, user: User, now: Any = NOW) -> list[int]:
    """The numbers within the release of the drafts that the address asks for, in its order."""
    asked = queue(QueryDict(query), user=user, now=now)
    assert not asked.complaints
    return [draft.index for draft in asked.order.sort(asked.qs)]


def test_nothing_asked_is_all_that_waits_the_oldest_first(various: list[Draft], editor: User) -> None:
    assert listed("", editor) == [4, 1, 0, 2, 6, 3, 5]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("oldest", [4, 1, 0, 2, 6, 3, 5]),
        ("newest", [5, 3, 6, 2, 0, 1, 4]),
        ("easiest", [1, 6, 5, 3, 0, 2, 4]),
        ("date", [3, 0, 2, 6, 4, 1, 5]),
    ],
)
def test_orders(various: list[Draft], editor: User, sort: str, expected: list[int]) -> None:
    assert listed(f"sort={sort}", editor) == expected


@pytest.mark.parametrize("sort", [name for name, _label in SORTS])
def test_the_way_through_the_list_is_its_order(various: list[Draft], editor: User, sort: str) -> None:
    query = QueryDict(f"sort={sort}")
    order = listed(f"sort={sort}", editor)
    by_index = {draft.index: draft for draft in various}
    for number, index in enumerate(order):
        place = place_of(by_index[index], query, user=editor, now=NOW)
        assert (place.position, place.total) == (number + 1, 7)
        behind = by_index[order[number + 1]] if number < 6 else None
        assert place.following == behind
        assert place.previous == (by_index[order[number - 1]] if number else None)
        # From the last the way leads to the front again.
        assert next_after(by_index[index], query, user=editor, now=NOW) == (behind or by_index[order[0]])


@pytest.mark.parametrize("sort", [name for name, _label in SORTS])
def test_pages_follow_one_another_in_every_order(various: list[Draft], editor: User, sort: str) -> None:
    seen: list[int] = []
    query = QueryDict(f"sort={sort}")
    while True:
        page = page_of(queue(query, user=editor, now=NOW), query, size=3)
        assert page.total == 7
        seen += [draft.index for draft in page.rows]
        if not page.older_query:
            break
        query = QueryDict(page.older_query[1:])
    assert seen == listed(f"sort={sort}", editor)


def test_a_page_begins_behind_a_draft_that_was_decided_since(various: list[Draft], editor: User) -> None:
    query = QueryDict(f"sort=easiest&after={various[6].pk}")
    review.reject(draft=various[6], reason=RejectReason.OTHER, note="x", by=editor, now=NOW)
    page = page_of(queue(query, user=editor, now=NOW), query, size=3)
    assert [draft.index for draft in page.rows] == [5, 3, 0]


@pytest.mark.parametrize("cursor", ["x", "-1", "999999", "1~2", "٣"])
def test_a_page_that_is_none_is_not_found(various: list[Draft], editor: User, cursor: str) -> None:
    query = QueryDict(f"after={cursor}")
    with pytest.raises(Http404):
        page_of(queue(query, user=editor, now=NOW), query, size=3)


def test_the_place_of_a_draft_that_is_not_in_the_list(various: list[Draft], editor: User) -> None:
    place = place_of(various[3], QueryDict("check=no"), user=editor, now=NOW)
    assert (place.position, place.total) == (0, 3)
    assert place.following == various[5]


def test_the_way_keeps_to_the_filter_and_its_order(various: list[Draft], editor: User) -> None:
    query = QueryDict("check=yes&sort=newest")
    review.reject(draft=various[2], reason=RejectReason.OTHER, note="x", by=editor, now=NOW)
    assert next_after(various[2], query, user=editor, now=NOW) == various[0]
    assert next_after(various[4], query, user=editor, now=NOW) == various[3]


def test_what_others_have_open_is_passed_over(various: list[Draft], editor: User, other_editor: User) -> None:
    assert holding.claim(number=various[1].pk, by=other_editor, now=NOW, lasting=timedelta(minutes=10))
    assert next_after(various[4], QueryDict(), user=editor, now=NOW) == various[0]
    assert next_after(various[4], QueryDict(), user=other_editor, now=NOW) == various[1]
    later = NOW + timedelta(minutes=11)
    assert next_after(various[4], QueryDict(), user=editor, now=later) == various[1]


def test_none_is_left_when_others_have_the_rest_open(
    release: Release, editor: User, other_editor: User
) -> None:
    first, second = waiting(release, 0), waiting(release, 1)
    holding.claim(number=second.pk, by=other_editor, now=NOW, lasting=timedelta(minutes=10))
    assert next_after(first, QueryDict(), user=editor, now=NOW) is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("check=no", [1, 6, 5]),
        ("check=yes", [4, 0, 2, 3]),
        ("check=guess", [4, 0, 2]),
        ("days=3", [4, 1, 0, 2, 6]),
        ("days=9", [4, 1]),
        ("waiting_since=2026-11-19", [0, 2, 6, 3, 5]),
        ("waiting_until=2026-11-19", [4, 1, 0, 2, 6]),
        ("waiting_since=2026-11-19&waiting_until=2026-11-20", [0, 2, 6]),
        ("since=2026-11-01", [4, 0, 2, 6]),
        ("view=easy", [1, 6, 5]),
        ("view=long", [4, 1]),
        ("view=long&check=no", [1]),
        ("view=easy&sort=newest&days=1", [6, 1]),
        ("view=put_off", []),
        ("claim=free", [4, 1, 0, 2, 6, 3, 5]),
        ("outlet=المكتب الإعلامي&country=JP", [4, 1, 0, 2, 6, 3, 5]),
    ],
)
def test_filters_and_views_combine(
    various: list[Draft], editor: User, query: str, expected: list[int]
) -> None:
    assert listed(query, editor) == expected


def test_who_has_a_draft_open(various: list[Draft], editor: User, other_editor: User) -> None:
    ten = timedelta(minutes=10)
    holding.claim(number=various[0].pk, by=editor, now=NOW, lasting=ten)
    holding.claim(number=various[1].pk, by=other_editor, now=NOW, lasting=ten)
    assert listed("claim=me", editor) == [0]
    assert listed("claim=others", editor) == [1]
    assert listed("claim=free", editor) == [4, 0, 2, 6, 3, 5]
    assert listed("claim=others", editor, NOW + 2 * ten) == []


def test_mine_is_what_i_have_open_or_began(various: list[Draft], editor: User, other_editor: User) -> None:
    holding.claim(number=various[0].pk, by=editor, now=NOW, lasting=timedelta(minutes=10))
    for number, user in ((3, editor), (5, other_editor)):
        DraftWork.objects.create(draft=various[number], by=user, fields={}, saved_at=NOW)
    assert listed("view=mine", editor) == [0, 3]
    assert listed("view=mine", editor, NOW + DAY) == [3]


def test_what_is_put_off_stays_out_until_its_day(various: list[Draft], editor: User) -> None:
    postponing.postpone(draft=various[1], until=TOMORROW, note="", by=editor, now=NOW)
    assert 1 not in listed("", editor)
    assert listed("view=easy", editor) == [6, 5]
    assert listed("view=put_off", editor) == [1]
    assert listed("view=put_off", editor, NOW + DAY) == []
    assert 1 in listed("", editor, NOW + DAY)
    # Midnight is that of the ministry, two hours before the one of the machine.
    assert 1 in listed("", editor, NOW.replace(hour=22, minute=30))
    assert 1 not in listed("", editor, NOW.replace(hour=21, minute=30))


def test_what_waits_for_a_second_person(
    various: list[Draft], client: Client, editor: User, other_editor: User
) -> None:
    for number, user in ((0, editor), (3, other_editor)):
        Draft.objects.filter(pk=various[number].pk).update(
            status="endorsed", endorsed_by=user, endorsed_at=NOW, left_form={}
        )
    assert listed("view=second", editor) == [0, 3]
    assert 0 not in listed("", editor)
    # The way leads past what one approved oneself.
    assert next_after(various[5], QueryDict("view=second"), user=editor, now=NOW) == various[3]
    assert next_after(various[3], QueryDict("view=second"), user=editor, now=NOW) is None


def test_what_i_decided_lately_can_be_taken_back(
    various: list[Draft], client: Client, editor: User, other_editor: User
) -> None:
    for hours, (number, user) in enumerate(((0, editor), (3, editor), (5, other_editor))):
        when = NOW + timedelta(hours=hours)
        review.reject(draft=various[number], reason=RejectReason.OTHER, note="x", by=user, now=when)
    later = NOW + timedelta(hours=9)
    assert listed("view=decided", editor, later) == [3, 0]
    assert listed("view=decided", editor, NOW + ready.LATELY + timedelta(minutes=30)) == [3]
    client.force_login(editor)
    html = client.get(reverse("drafts") + "?view=decided").content.decode()
    for number in (0, 3):
        assert reverse("draft_undo", args=[various[number].pk]) in html
    assert "data-all" not in html


def test_with_and_without_a_likely_same_event(various: list[Draft], client: Client, editor: User) -> None:
    one, other = various[1], various[5]
    SuggestedPair.objects.create(draft=one, other_draft=other, score=0.8)
    SuggestedPair.objects.create(draft=other, other_draft=one, score=0.8)
    assert listed("same=yes", editor) == listed("view=same", editor) == [1, 5]
    assert listed("same=no", editor) == [4, 0, 2, 6, 3]
    client.force_login(editor)
    rows = client.get(reverse("drafts")).context["rows"]
    assert [row.draft.index for row in rows if row.likely] == [1, 5]
    review.reject(draft=other, reason=RejectReason.OTHER, note="x", by=editor, now=NOW)
    assert listed("view=same", editor) == []


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


def test_every_order_has_a_name_or_is_that_of_decisions() -> None:
    assert set(ORDERS) == {name for name, _label in SORTS} | {"decided"}


def test_a_release_can_be_asked_for(various: list[Draft], client: Client, editor: User) -> None:
    other = submit(editor, RELEASE + "\n", outlet="صحيفة المرفأ")
    draft = waiting(other, 0)
    client.force_login(editor)
    response = client.get(f"{reverse('drafts')}?release={other.pk}")
    assert [row.draft for row in response.context["rows"]] == [draft]
    assert response.context["hidden"] == [("release", str(other.pk))]


@pytest.mark.parametrize(("since", "days"), [(-DAY * 3, 3), (timedelta(0), 0), (timedelta(seconds=1), 0)])
def test_days_of_waiting_are_days_of_the_calendar_and_never_less_than_none(
    release: Release, editor: User, since: timedelta, days: int
) -> None:
    """A draft that comes while the list is made is younger than the list's clock."""
    draft = waiting(release, 0, created_at=NOW + since)
    (row,) = rows_of([draft], {}, user=editor, now=NOW)
    assert row.days == days
