"""The people and organisations met in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, F, Max, Q

from engagements.brief.citing import cited, day_of, sources_of
from engagements.brief.contents import Contact, FirstRows, plain
from engagements.models import Engagement, Participation, Side

if TYPE_CHECKING:
    from typing import Any

    from django.db.models import QuerySet

    from engagements.brief.scope import Scope
    from engagements.models import Partner, Person

MOST = 30
"""The most people, and the most organisations, that are listed: those met most often."""


def people_of(scope: Scope) -> FirstRows[Contact]:
    """The people of the country, and those without one, on the other side (for the home country: on both sides),
    each with the last office.
    """
    rows = Participation.objects.filter(_there(scope, ""), engagement_id__in=scope.of_period).exclude(
        person=None
    )
    if scope.country.pk != settings.HOME_COUNTRY:
        rows = rows.filter(side=Side.PARTNER)
    return _met(rows, "person", scope)


def partners_of(scope: Scope) -> FirstRows[Contact]:
    """The organisations of the country, and those without a country."""
    rows = Engagement.partners.through.objects.filter(
        _there(scope, "partner__"), engagement_id__in=scope.of_period
    )
    return _met(rows, "partner", scope)


def _there(scope: Scope, path: str) -> Q:
    return Q(**{f"{path}country": scope.country}) | Q(**{f"{path}country": None})


def _met(rows: QuerySet[Any], name: str, scope: Scope) -> FirstRows[Contact]:
    """The people or partners (`name` is the column) in `rows`, the most frequent first, each with its last
    engagement.
    """
    often = rows.order_by().values_list(name).annotate(n=Count("pk"), last=Max("engagement__date"))
    first = list(often.order_by("-n", F("last").desc(nulls_last=True), f"{name}_id")[:MOST])
    last = (
        rows.filter(**{f"{name}__in": [key for key, _n, _last in first]})
        .order_by(f"{name}_id", F("engagement__date").desc(nulls_last=True), "-engagement_id")
        .distinct(f"{name}_id")
        .select_related(name, "engagement")
        .prefetch_related(sources_of("engagement__sources"))
    )
    found = {getattr(one, f"{name}_id"): one for one in last}
    total = rows.aggregate(n=Count(name, distinct=True))["n"]
    met = tuple(_line(found[key], name, times, scope) for key, times, _last in first if key in found)
    return FirstRows(met, total, scope.address("country", scope.country.pk))


def _line(row: Any, name: str, times: int, scope: Scope) -> Contact:
    who: Person | Partner = getattr(row, name)
    engagement: Engagement = row.engagement
    return Contact(
        href=scope.address(name, who.pk),
        name=plain(who.name),
        office=plain(row.role or row.organization) if isinstance(row, Participation) else "",
        times=times,
        last=day_of(engagement),
        last_href=scope.to(engagement.get_absolute_url()),
        cited=cited(engagement.sources.all(), scope),
    )
