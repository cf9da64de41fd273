"""Fits the reader's confidence bands to what editors decided, rule by rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Q

from engagements.models import Action, EvidenceBand
from engagements.services import audit
from ingest.extraction.bands import band_of
from ingest.models import ReviewEvent, RuleBand, Verdict
from ingest.quality.shares import wilson

if TYPE_CHECKING:
    from datetime import datetime

FEWEST = 20
"""With fewer decisions than this, a rule keeps the band that the reader ships with."""
SURE, GUESS = 0.95, 0.60
"""Shares of right values: from the first on, a rule is sure; below the second, its values are guesses."""
ENOUGH: dict[str, float] = {EvidenceBand.SURE: 0.90, EvidenceBand.CHECK: 0.50}
"""A rule rises to a band only if the low end of the share's confidence interval is this high. 20 of 20 are too few."""
COMMAND, SUBJECT = "manage.py fit_bands", "bands"
"""Who fits them, and what the trail calls them."""
_RISING = (EvidenceBand.GUESS, EvidenceBand.CHECK, EvidenceBand.SURE)


@dataclass(frozen=True, slots=True)
class Fitted:
    """The result for one rule: `right` of its `total` proposed values were accepted.

    `own` is the band that the reader ships with, `before` the fitted one that is in force now (empty if there is
    none), `band` the one that follows from the decisions.
    """

    rule: str
    own: str
    before: str
    band: str
    right: int
    total: int


def fit() -> list[Fitted]:
    """The result for each rule with at least FEWEST decisions. Two queries.

    Decisions that were undone do not count: their events are deleted.
    """
    decided = (
        ReviewEvent.objects.exclude(rule="")
        .exclude(verdict=Verdict.ADDED)
        .order_by()
        .values_list("rule")
        .annotate(right=Count("pk", filter=Q(verdict=Verdict.ACCEPTED)), total=Count("pk"))
        .filter(total__gte=FEWEST)
    )
    before = in_force()
    return [
        Fitted(rule, own, before.get(rule, ""), band_for(own, right, total), right, total)
        for rule, right, total in sorted(decided)
        for own in [str(band_of(rule))]
    ]


def band_for(own: str, right: int, total: int) -> str:
    """The band for a rule with `right` accepted values out of `total`.

    It falls as soon as the share of right values is too low. To rise above `own`, the low end of the share's
    confidence interval has to be high enough too.
    """
    share = right / total
    told = _RISING.index(
        EvidenceBand.SURE if share >= SURE else EvidenceBand.CHECK if share >= GUESS else EvidenceBand.GUESS
    )
    came_with = _RISING.index(EvidenceBand(own))
    while told > came_with and wilson(right, total).low < ENOUGH[_RISING[told]]:
        told -= 1
    return _RISING[told]


@dataclass(frozen=True, slots=True)
class InForce:
    """When the bands in force were fitted, and from how many decisions about how many rules.

    `moved` are the fitted bands that differ from the reader's own. `fitted_at` is None if bands were never fitted.
    """

    fitted_at: datetime | None
    rules: int
    decisions: int
    moved: list[Fitted]


def fitted_now() -> InForce:
    """The bands that are in force. One query."""
    rows = list(RuleBand.objects.all())
    moved = [
        Fitted(row.rule, own, row.band, row.band, row.right, row.total)
        for row in rows
        for own in [str(band_of(row.rule))]
        if row.band != own
    ]
    last = max((row.fitted_at for row in rows), default=None)
    return InForce(last, len(rows), sum(row.total for row in rows), moved)


@transaction.atomic
def put_in_force(fitted: list[Fitted], *, now: datetime) -> None:
    """Makes these bands hold from the next release on. Rules that are not among them fall back to the reader's own
    band.

    The audit entry says which bands moved from what to what; null stands for the reader's own.
    """
    before, there = in_force(), {one.rule: one.band for one in fitted}
    moved = {rule: (before.get(rule), there.get(rule)) for rule in sorted(before.keys() | there.keys())}
    audit.write(
        by=None,
        actor_name=COMMAND,
        action=Action.CHANGED,
        subject=SUBJECT,
        now=now,
        changes={rule: pair for rule, pair in moved.items() if pair[0] != pair[1]},
    )
    RuleBand.objects.exclude(rule__in=there).delete()
    RuleBand.objects.bulk_create(
        [
            RuleBand(rule=one.rule, band=one.band, right=one.right, total=one.total, fitted_at=now)
            for one in fitted
        ],
        update_conflicts=True,
        unique_fields=["rule"],
        update_fields=["band", "right", "total", "fitted_at"],
    )


def in_force() -> dict[str, str]:
    return dict(RuleBand.objects.values_list("rule", "band"))


def calibrated(proposal: Mapping[str, Any], bands: Mapping[str, str]) -> dict[str, Any]:
    """A copy of the proposal in which each value has the fitted band of its rule, if the rule has one."""
    if not bands:
        return dict(proposal)
    return {key: _calibrated(proposal, key, value, bands) for key, value in proposal.items()}


def _calibrated(proposal: Mapping[str, Any], key: str, value: Any, bands: Mapping[str, str]) -> Any:
    if key.endswith("_band"):
        rules = proposal.get(f"{key.removesuffix('_band')}_rule")
        if isinstance(value, list):
            return [
                bands.get(rule, band) for rule, band in zip(rules or [""] * len(value), value, strict=True)
            ]
        return bands.get(rules or "", value)
    if isinstance(value, list):
        return [calibrated(each, bands) if isinstance(each, Mapping) else each for each in value]
    return value
