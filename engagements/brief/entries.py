"""The engagements of a brief: those of the period, and those that are planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from engagements.brief.citing import cited, day_of, sources_of
from engagements.brief.contents import Attendee, Entry, FirstRows, Party, plain
from engagements.lists.paging import SHELF
from engagements.models import Confidentiality, Engagement, EngagementStatus, Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engagements.brief.scope import Scope
    from engagements.models import Appearance, Participation

AHEAD = 50
"""The most planned engagements that are listed."""
PEOPLE = 8
"""The most people of one side that one line names."""
PARTNERS = 5


def entries_of(
    scope: Scope, most: int, *, begun: int, ahead: int
) -> tuple[FirstRows[Entry], FirstRows[Entry]]:
    """The last `most` engagements of the period (which has `begun` of them), and the first AHEAD of the `ahead`
    planned ones.
    """
    last = _numbers(SHELF.sort(scope.begun)[:most])
    first = _numbers(scope.ahead.order_by("day", "engagement_id")[:AHEAD])
    found = (
        Engagement.objects.select_related("country")
        .defer("folded")
        .prefetch_related("partners", "participations__country", sources_of())
        .in_bulk([*last, *first])
    )
    period = scope.period
    until = min(period.until, scope.today)
    return (
        FirstRows(
            _entries(last, found, scope),
            begun,
            scope.address(
                "country", scope.country.pk, since=period.since, until=until if period.since else ""
            ),
        ),
        FirstRows(
            _entries(first, found, scope),
            ahead,
            scope.address("country", scope.country.pk, since=scope.today),
        ),
    )


def _numbers(places: Iterable[Appearance]) -> list[int]:
    return [place.engagement_id for place in places]


def _entries(numbers: list[int], found: dict[int, Engagement], scope: Scope) -> tuple[Entry, ...]:
    return tuple(_entry(found[number], scope) for number in numbers if number in found)


def _entry(one: Engagement, scope: Scope) -> Entry:
    """The entry of an engagement that was fetched by `entries_of`; needs no query."""
    held = one.status == EngagementStatus.HELD
    place = (one.city, one.country.name if one.country else "")
    partners = [plain(partner.name) for partner in one.partners.all()]
    return Entry(
        href=scope.to(one.get_absolute_url()),
        day=day_of(one),
        kind=one.get_kind_display(),
        status="" if held else one.get_status_display(),
        title=plain(one.title),
        place=tuple(plain(part) for part in place if part),
        parties=_parties(one.participations.all()),
        partners=tuple(partners[:PARTNERS]),
        cited=cited(one.sources.all(), scope),
        disputed=one.disputed,
        restricted=one.confidentiality != Confidentiality.OPEN,
    )


def _parties(everybody: Iterable[Participation]) -> tuple[Party, ...]:
    """The participants by side: ours first, then each country's, in the order in which they were recorded."""
    groups: dict[tuple[bool, str], list[Participation]] = {}
    for one in everybody:
        home = one.side == Side.HOME
        country = "" if home or one.country is None else one.country.name
        groups.setdefault((not home, country), []).append(one)
    return tuple(
        Party(
            plain(_label(abroad, country)),
            tuple(Attendee(plain(one.name), plain(one.role or one.organization)) for one in people[:PEOPLE]),
            max(len(people) - PEOPLE, 0),
        )
        for (abroad, country), people in sorted(groups.items(), key=lambda item: item[0][0])
    )


def _label(abroad: bool, country: str) -> str:
    if not abroad:
        return _("For the home side")
    return _("For %(country)s") % {"country": country} if country else _("For the other side")
