"""The commitments of a brief: those still open, by the side that owes them, and those done in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Q

from engagements.brief.citing import cited, day_of, sources_of
from engagements.brief.contents import Day, FirstRows, Promise, Promises, plain
from engagements.brief.sides import side_of, words_of
from engagements.lists.paging import DUE
from engagements.models import (
    Commitment,
    CommitmentStatus,
    Confidentiality,
    Country,
    DueBasis,
    Evidence,
    Side,
    Source,
)
from engagements.wording import how_late

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engagements.brief.scope import Scope
    from engagements.models.commitment_queries import CommitmentQuerySet

OPEN = 100
"""The most open commitments that are listed, those due first."""
DONE = 50


def commitments_of(scope: Scope) -> tuple[Promises, FirstRows[Promise]]:
    """The commitments open today, and those done in the period."""
    all_of_them = Commitment.objects.visible_to(scope.shelf.user).filter(engagement_id__in=scope.of_all)
    closed = Q(status=CommitmentStatus.DONE, closed_on__lte=min(scope.period.until, scope.today))
    if scope.period.since:
        closed &= Q(closed_on__gte=scope.period.since)
    is_open = Q(status__in=[CommitmentStatus.OPEN, CommitmentStatus.IN_PROGRESS])
    totals = all_of_them.order_by().aggregate(
        open=Count("pk", filter=is_open),
        overdue=Count("pk", filter=is_open & Q(due_on__lt=scope.today)),
        done=Count("pk", filter=closed),
    )
    waiting = list(DUE.sort(_whole(all_of_them.open()))[:OPEN])
    done = list(_whole(all_of_them.filter(closed)).order_by("-closed_on", "-pk")[:DONE])
    quoted = _quoted([one.pk for one in (*waiting, *done)])
    code = scope.country.pk
    return (
        _by_side(waiting, quoted, scope, totals["open"], totals["overdue"]),
        FirstRows(
            tuple(_promise(one, quoted, scope) for one in done),
            totals["done"],
            scope.address("follow_ups", country=code, status="done"),
        ),
    )


def _whole(rows: CommitmentQuerySet) -> CommitmentQuerySet:
    """With everything that a line shows."""
    return (
        rows.select_related("engagement", "owner_partner", "owner_person")
        .defer("folded", "engagement__folded", "engagement__summary")
        .prefetch_related(
            sources_of("engagement__sources"), "engagement__participations", "engagement__partner_countries"
        )
    )


def _quoted(numbers: list[int]) -> dict[int, list[Evidence]]:
    """The evidence of these commitments, by their ids; that of the commitment's text comes first."""
    found: dict[int, list[Evidence]] = {}
    rows = Evidence.objects.filter(commitment__in=numbers).select_related("source").defer("source__text")
    for one in sorted(rows, key=lambda row: (row.field != "text", row.source_id, row.start)):
        found.setdefault(one.commitment_id or 0, []).append(one)
    return found


def _by_side(
    waiting: list[Commitment], quoted: Mapping[int, list[Evidence]], scope: Scope, total: int, overdue: int
) -> Promises:
    abroad = {one.pk: one for row in waiting for one in row.engagement.partner_countries.all()}
    words = words_of([*abroad.values(), *Country.objects.filter(pk=settings.HOME_COUNTRY)])
    groups: dict[str, list[Promise]] = {Side.HOME: [], Side.PARTNER: [], "": []}
    for one in waiting:
        groups[side_of(one, words)].append(_promise(one, quoted, scope))
    return Promises(
        ours=tuple(groups[Side.HOME]),
        theirs=tuple(groups[Side.PARTNER]),
        unsaid=tuple(groups[""]),
        total=total,
        overdue=overdue,
        href=scope.address("follow_ups", country=scope.country.pk, status=["open", "in_progress"]),
    )


def _promise(one: Commitment, quoted: Mapping[int, list[Evidence]], scope: Scope) -> Promise:
    evidence = quoted.get(one.pk, [])
    sources: list[Source] = [row.source for row in evidence] or list(one.engagement.sources.all())
    basis = "" if one.due_basis == DueBasis.NONE else one.get_due_basis_display()
    return Promise(
        href=scope.to(one.get_absolute_url()),
        text=plain(one.text),
        kind=one.get_kind_display(),
        status=one.get_status_display(),
        owner=plain(one.owner or str(one.owner_partner or one.owner_person or "")),
        due=Day(one.due_on) if one.due_on else None,
        basis=basis,
        late=how_late(one.due_on, scope.today) if one.due_on and one.days_late(scope.today) > 0 else "",
        closed=Day(one.closed_on) if one.closed_on else None,
        quote=plain(evidence[0].quote) if evidence else "",
        made=day_of(one.engagement),
        cited=cited(sources, scope),
        restricted=one.engagement.confidentiality != Confidentiality.OPEN,
    )
