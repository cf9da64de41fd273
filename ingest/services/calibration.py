"""Fits the reader's confidence to what editors decided, rule by rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Q

from engagements.models import EvidenceBand
from ingest.models import ReviewEvent, RuleBand, Verdict

if TYPE_CHECKING:
    from datetime import datetime

FEWEST = 20
"""Below so many decisions a rule keeps the band that the reader came with."""
SURE, GUESS = 0.95, 0.60
"""From the first share of right values on a rule is sure; below the second its values are guesses."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """`before` is the band that was in force here, empty if none was fitted."""

    rule: str
    before: str
    band: str
    right: int
    total: int


def fit() -> list[Fitted]:
    """What the decisions say of each rule with enough of them. One query for them, one for what is in force."""
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
        Fitted(rule, before.get(rule, ""), band_for(right, total), right, total)
        for rule, right, total in sorted(decided)
    ]


def band_for(right: int, total: int) -> str:
    """The band of a rule whose values were right so often."""
    share = right / total
    if share >= SURE:
        return EvidenceBand.SURE
    return EvidenceBand.CHECK if share >= GUESS else EvidenceBand.GUESS


@transaction.atomic
def put_in_force(fitted: list[Fitted], *, now: datetime) -> None:
    """From the next release on. Rules that have too few decisions (any more) fall back to the reader's own band."""
    RuleBand.objects.exclude(rule__in=[one.rule for one in fitted]).delete()
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
    """The proposal with the fitted band of each value's rule, where there is one."""
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
