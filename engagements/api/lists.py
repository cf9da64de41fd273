"""The lists of the pages as JSON: the same filters, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Exists

from engagements.api.parameters import DEFAULT, LimitForm
from engagements.api.problems import Misunderstood
from engagements.follow_ups.filters import CommitmentFilter
from engagements.follow_ups.ready import ALL
from engagements.lists.asking import complaints_of
from engagements.lists.paging import DUE, SHELF, AtLeast, Order, Page, page_by_id, page_of, up_to_cap
from engagements.lists.querystring import CURSOR, as_number, without
from engagements.models import Appearance, Commitment, Partner, Person
from engagements.names.visible import named
from engagements.shelves.counting import kept_total
from engagements.shelves.shelf import own_shelf
from engagements.timelines.filters import EngagementFilter

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Model, QuerySet
    from django.http import HttpRequest, QueryDict

    from engagements.models import User
    from engagements.shelves.shelf import Shelf

COUNTED = 1000
"""Rows are counted up to this number: who reads page by page needs no exact total, and counting takes longest."""
_Row = TypeVar("_Row", bound="Model")


def engagements(request: HttpRequest, shelf: Shelf, show: Callable[[list[int]], list[Any]]) -> dict[str, Any]:
    """A page of the engagements on a shelf (of a country, partner, person or topic), the newest first, under the
    filters of that page. Raises Misunderstood.
    """
    asked = EngagementFilter(without(request.GET, "limit"), shelf)
    _understood(asked.complaints)
    known = kept_total(asked, shelf)
    rows = asked.qs.only(
        SHELF.column
    )  # an index has it and what filters ask; the rest of a place is not shown
    return _page(
        request,
        rows,
        SHELF,
        lambda places: show([place.engagement_id for place in places]),
        None if known is None else up_to_cap(known, COUNTED),
    )


def commitments(
    request: HttpRequest, user: User, today: date, show: Callable[[list[Commitment]], list[Any]]
) -> dict[str, Any]:
    """A page of the follow-ups, the earliest due date first. Raises Misunderstood."""
    rows = Commitment.objects.visible_to(user)
    query = without(request.GET, "limit")
    query.setdefault("view", ALL)  # a program that does not say what it wants gets all of them
    asked = CommitmentFilter(query, rows, user=user, today=today)
    _understood(asked.complaints)
    return _page(request, asked.qs, DUE, show)


def partners(user: User, text: str) -> QuerySet[Partner]:
    """Partners that take part in an engagement which `user` may see; with a text, those with such a name or alias."""
    return _met(Partner.objects.current(), user, text)


def people(user: User, text: str) -> QuerySet[Person]:
    """Persons that take part in an engagement which `user` may see; with a text, those with such a name or alias."""
    return _met(Person.objects.current(), user, text)


def names_asked(request: HttpRequest) -> QueryDict:
    """The query parameters without those that choose a page of the list (`limit` and the cursor)."""
    return without(request.GET, "limit")


def named_page(
    request: HttpRequest, rows: QuerySet[_Row], show: Callable[[list[_Row]], list[Any]]
) -> dict[str, Any]:
    """A page of partners or persons, ordered by id. Raises Misunderstood."""
    cursor = request.GET.get(CURSOR, "")
    if cursor and as_number(cursor) is None:
        raise Misunderstood([f"{CURSOR}: {cursor}"])
    size = _limit(request)
    return _shown(request, page_by_id(rows, request.GET, newest_first=False, size=size, cap=COUNTED), show)


def whole(results: list[Any]) -> dict[str, Any]:
    """The whole list as one page."""
    return {"results": results, "total": len(results), "total_is_exact": True, "next": None}


def _met(names: QuerySet[Any], user: User, text: str) -> QuerySet[Any]:
    places = Appearance.objects.visible_to(user).filter(shelf=own_shelf(names.model))
    met = names.filter(Exists(places)).select_related("country")
    return named(met, text) if text.strip() else met


def _page(
    request: HttpRequest,
    rows: QuerySet[_Row],
    order: Order,
    show: Callable[[list[_Row]], list[Any]],
    total: int | None = None,
) -> dict[str, Any]:
    page = page_of(rows, request.GET, order=order, size=_limit(request), total=total, cap=COUNTED)
    return _shown(request, page, show)


def _shown(request: HttpRequest, page: Page[_Row], show: Callable[[list[_Row]], list[Any]]) -> dict[str, Any]:
    return {
        "results": show(page.rows),
        "total": int(page.total),
        "total_is_exact": not isinstance(page.total, AtLeast),
        "next": _absolute(request, page.older_query) if page.older_query else None,
    }


def _limit(request: HttpRequest) -> int:
    form = LimitForm(request.GET)
    _understood(complaints_of(form))
    return form.cleaned_data["limit"] or DEFAULT


def _understood(complaints: list[str]) -> None:
    if complaints:
        raise Misunderstood(complaints)


def _absolute(request: HttpRequest, query: str) -> str:
    return request.build_absolute_uri(f"{request.path}{query.replace('?&', '?', 1)}")
