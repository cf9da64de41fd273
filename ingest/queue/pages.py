"""The review queue as an address asks for it: its pages, a draft's place in it, and the next draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, Value
from django.http import Http404
from django.utils.translation import gettext as _

from engagements.lists.paging import Page
from engagements.lists.querystring import CURSOR, as_number, changed
from ingest.models import Draft
from ingest.queue.filters import DraftFilter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import QueryDict

    from engagements.models import User
    from ingest.models.draft_queries import DraftQuerySet


@dataclass(frozen=True, slots=True)
class Place:
    """`position` counts from 1 in the queue of `total` drafts; 0 if the draft is not in it (any more)."""

    position: int
    total: int
    previous: Draft | None
    following: Draft | None


def queue(query: QueryDict, *, user: User, now: datetime) -> DraftFilter:
    """The drafts that the address asks for; without a view, those that wait."""
    return DraftFilter(query, user=user, now=now)


def page_of(
    asked: DraftFilter, query: QueryDict, *, size: int, counts: Mapping[str, int] | None = None
) -> Page[Draft]:
    """The page of the queue that the address asks for. Raises Http404 for a cursor that is none.

    `counts` are those of the views, if they are known: then the whole view need not be counted again.
    """
    cursor, order = query.get(CURSOR, ""), asked.order
    rows: DraftQuerySet = order.sort(asked.qs.for_queue())
    if cursor:
        rows = rows.filter(order.behind(_named(cursor, asked.user)))
    found = list(rows[: size + 1])
    shown = found[:size]
    more = f"{changed(query)}&{CURSOR}={shown[-1].pk}" if len(found) > size else ""
    if not (cursor or more):
        total = len(shown)
    elif counts is not None and not asked.narrowed:
        total = counts[asked.viewed]
    else:
        total = asked.qs.count()
    return Page(shown, total, more, changed(query) if cursor else "")


def _named(cursor: str, user: User) -> Draft:
    """The draft behind which the page begins. It may have been decided since."""
    number = as_number(cursor)
    draft = (
        None if number is None else Draft.objects.visible_to(user).filter(pk=number).defer("proposal").first()
    )
    if draft is None:
        raise Http404(_("This list has no such page."))
    return draft


def place_of(draft: Draft, query: QueryDict, *, user: User, now: datetime) -> Place:
    """The place of the draft in the list that the address asks for."""
    asked = queue(query, user=user, now=now)
    rows, order = asked.qs, asked.order
    counted = rows.aggregate(
        total=Count("pk"),
        before=Count("pk", filter=order.before(draft)),
        here=Count("pk", filter=Q(pk=draft.pk)),
    )
    beside: QuerySet[Any, Any] = _one(
        order.sort(rows, backwards=True).filter(order.before(draft)), "previous"
    )
    found = dict(beside.union(_one(order.sort(rows).filter(order.behind(draft)), "following"), all=True))
    return Place(
        counted["before"] + 1 if counted["here"] else 0,
        counted["total"],
        Draft(pk=found["previous"]) if "previous" in found else None,
        Draft(pk=found["following"]) if "following" in found else None,
    )


def _one(rows: DraftQuerySet, name: str) -> QuerySet[Any, Any]:
    """The number of the first, called so."""
    return rows.values_list(Value(name), "pk")[:1]


def next_after(draft: Draft, query: QueryDict, *, user: User, now: datetime) -> Draft | None:
    """The draft to open after this one: the next that nobody else has open, else the first of the list; None if none
    is left.

    Drafts that `user` has approved first and that wait for a second person are skipped.
    """
    asked = queue(query, user=user, now=now)
    rows = asked.order.sort(asked.qs.free_for(user, now).exclude(pk=draft.pk)).only("pk")
    if asked.viewed == "second":
        rows = rows.for_second(user)
    return rows.filter(asked.order.behind(draft)).first() or rows.first()
