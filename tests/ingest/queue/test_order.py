"""The orders of the queue, its pages, and the way from one draft to the next of that very list."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.http import Http404, QueryDict

from engagements.models import User
from ingest.models import Draft, RejectReason
from ingest.queue.ordering import ORDERS, SORTS
from ingest.queue.pages import next_after, page_of, place_of, queue
from ingest.services import holding, review
from tests.ingest.conftest import NOW
from tests.ingest.queue.conftest import listed, waiting

if TYPE_CHECKING:
    from ingest.models import Release


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
def test_each_order_lists_the_drafts_by_its_columns(
    various: list[Draft], editor: User, sort: str, expected: list[int]
) -> None:
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


def test_every_order_has_a_name_or_is_that_of_decisions() -> None:
    assert set(ORDERS) == {name for name, _label in SORTS} | {"decided"}
