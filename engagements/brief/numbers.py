"""The key figures of a brief."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from engagements.brief.citing import day_of
from engagements.brief.contents import Milestone, Numbers
from engagements.models import UNDATED, Engagement, EngagementStatus, Kind

if TYPE_CHECKING:
    from engagements.brief.scope import Scope
    from engagements.models.derived_queries import AppearanceQuerySet

NEXT = 50
"""The next engagement is looked for among this many that lie ahead: the first ones may be cancelled."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers of engagements: in the period, ahead, without a date, and in the period by kind."""

    begun: int
    ahead: int
    undated: int
    kinds: dict[str, int]


def counted(scope: Scope) -> Counted:
    """Counts everything in one pass over the country's list."""
    within = scope.within
    found = scope.shelf.appearances().aggregate(
        begun=Count("shelf", filter=within),
        ahead=Count("shelf", filter=Q(day__gt=scope.today) | Q(day=scope.today, held=False)),
        undated=Count("shelf", filter=Q(day=UNDATED)),
        **{
            f"of_{kind}": Count("shelf", filter=within & Q(facts__contains=f" kind={kind} ")) for kind in Kind
        },
    )
    return Counted(
        found["begun"],
        found["ahead"],
        0 if scope.period.since is None else found["undated"],
        {kind: found[f"of_{kind}"] for kind in Kind},
    )


def numbers_of(scope: Scope, counts: Counted, *, done: int) -> Numbers:
    dated = scope.shelf.appearances().filter(day__gt=UNDATED, day__lte=scope.today, held=True)
    first = _milestone(dated.order_by("day", "engagement_id"), scope)
    last = _milestone(dated.order_by("-day", "-engagement_id"), scope)
    through = Engagement.sources.through.objects.filter(engagement_id__in=scope.of_period)
    read = through.aggregate(
        sources=Count("source_id", distinct=True),
        outlets=Count("source__outlet", distinct=True, filter=~Q(source__outlet="")),
    )
    labels = dict(Kind.choices)
    kinds = sorted(
        ((str(labels[kind]), n) for kind, n in counts.kinds.items() if n), key=lambda pair: -pair[1]
    )
    return Numbers(
        engagements=counts.begun,
        kinds=tuple(kinds),
        undated=counts.undated,
        sources=read["sources"],
        outlets=read["outlets"],
        done=done,
        first=first,
        last=last,
        next=_next(scope),
        silent_days=(scope.today - last.day.first).days if last else None,
    )


def _milestone(places: AppearanceQuerySet, scope: Scope) -> Milestone | None:
    place = places.select_related("engagement").first()
    return _of(place.engagement, scope) if place else None


def _next(scope: Scope) -> Milestone | None:
    ahead = scope.ahead.order_by("day", "engagement_id").select_related("engagement")[:NEXT]
    planned = (one.engagement for one in ahead if one.engagement.status == EngagementStatus.PLANNED)
    return next((_of(one, scope) for one in planned), None)


def _of(engagement: Engagement, scope: Scope) -> Milestone | None:
    day = day_of(engagement)
    return Milestone(day, scope.to(engagement.get_absolute_url())) if day else None
