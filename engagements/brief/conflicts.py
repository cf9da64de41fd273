"""The unsettled disagreements between sources about engagements of the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.text import capfirst

from engagements.brief.citing import day_of, name_of
from engagements.brief.contents import Conflict, FirstRows, Point, Version, plain
from engagements.models import Country, Engagement, Evidence
from engagements.record.disagreement import disagreements
from engagements.record.values import in_words
from engagements.wording import gregorian, listed

if TYPE_CHECKING:
    from engagements.brief.scope import Scope
    from engagements.models import User
    from engagements.record.disagreement import Disagreement

MOST = 20
"""The most engagements with a conflict that are listed one by one."""


def conflicts_of(scope: Scope) -> FirstRows[Conflict]:
    """The engagements of the period with unsettled disagreements, the latest first."""
    rows = Engagement.objects.visible_to(scope.shelf.user).disputed().filter(pk__in=scope.of_period)
    said = Evidence.objects.select_related("source").defer("source__text")
    shown = list(
        rows.prefetch_related(Prefetch("evidence", said), "settlements", "participations", "commitments")[
            :MOST
        ]
    )
    points = {one.pk: [point for point in disagreements(one) if point.open] for one in shown}
    codes = {value for row in points.values() for point in row for value in _codes(point)}
    names = {one.pk: one.name for one in Country.objects.filter(pk__in=codes)}
    return FirstRows(
        tuple(
            Conflict(
                href=scope.to(one.get_absolute_url()),
                title=plain(one.title),
                day=day_of(one),
                points=tuple(_point(point, names, scope.shelf.user) for point in points[one.pk]),
            )
            for one in shown
        ),
        rows.count(),
        scope.address("conflicts"),
    )


def _codes(point: Disagreement) -> list[str]:
    return point.values if point.field == "country" else []


def _point(point: Disagreement, names: dict[str, str], user: User) -> Point:
    owner = point.participation or point.commitment or Engagement
    label = capfirst(str(owner._meta.get_field(point.field).verbose_name))  # type: ignore[union-attr]
    about = str(point.participation or point.commitment or "")
    voices = []
    for side in point.sides:
        outlets = {name_of(one.source.as_seen_by(user)): None for one in side.evidence}
        voices.append(Version(plain(_shown(point.field, side.value, names)), listed(outlets)))
    return Point(plain(f"{label}: {about}" if about else label), tuple(voices))


def _shown(field: str, value: str, names: dict[str, str]) -> str:
    if field == "country":
        return names.get(value, value)
    words, day, precision = in_words(field, value)
    return gregorian(day, precision) if day else words
