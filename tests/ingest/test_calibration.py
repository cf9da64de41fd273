"""A rule is trusted as far as editors' decisions say, from the next release on."""

from __future__ import annotations

from io import StringIO
from itertools import product
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from engagements.models import AuditEntry
from ingest.models import Draft, ReviewEvent, RuleBand, Verdict
from ingest.quality.shares import wilson
from ingest.services import calibration, reopening, review
from tests.ingest.conftest import NOW, RELEASE, decision, read, submit

if TYPE_CHECKING:
    from engagements.models import User


@pytest.fixture
def draft(editor: User, places: None) -> Draft:
    return read(submit(editor)).drafts.get()


def decide(draft: Draft, rule: str, right: int, wrong: int) -> None:
    for number in range(right + wrong):
        ReviewEvent.objects.create(
            draft=draft,
            field=f"{rule}.{number}",
            verdict=Verdict.ACCEPTED if number < right else Verdict.CORRECTED,
            rule=rule,
            band="check",
            by=draft.release.submitted_by,
            at=NOW,
        )


@pytest.mark.parametrize(
    ("rule", "right", "wrong", "band"),
    [
        ("people.title", 19, 0, None),
        ("people.title", 20, 0, "check"),
        ("people.title", 19, 1, "check"),
        ("people.title", 36, 0, "sure"),
        ("people.title", 58, 2, "check"),
        ("people.title", 97, 3, "sure"),
        ("people.title", 12, 8, "check"),
        ("people.title", 11, 9, "guess"),
        ("english.city.lead", 19, 1, "sure"),
        ("english.city.lead", 18, 2, "check"),
        ("english.city.lead", 11, 9, "guess"),
        ("english.city.unknown", 13, 7, "guess"),
        ("english.city.unknown", 15, 5, "check"),
        ("english.city.unknown", 20, 0, "check"),
        ("english.city.unknown", 40, 0, "sure"),
    ],
)
def test_the_band_falls_with_the_decisions_and_rises_only_beyond_chance(
    draft: Draft, rule: str, right: int, wrong: int, band: str | None
) -> None:
    """The reader came with `check` for the first of these rules, `sure` for the second, `guess` for the third."""
    decide(draft, rule, right, wrong)
    assert [one.band for one in calibration.fit()] == ([band] if band else [])


def test_nothing_rises_on_thin_evidence() -> None:
    for own, right, total in product(("guess", "check", "sure"), range(61), range(20, 61)):
        if right > total:
            continue
        band = calibration.band_for(own, right, total)
        rising = ["guess", "check", "sure"]
        if rising.index(band) > rising.index(own):
            assert wilson(right, total).low >= calibration.ENOUGH[band]


def test_a_decision_that_was_undone_says_nothing(draft: Draft, editor: User) -> None:
    review.approve(draft=draft, decision=decision(draft), by=editor, now=NOW)
    assert ReviewEvent.objects.filter(draft=draft).exists()
    draft.refresh_from_db()
    reopening.undo_approval(draft=draft, by=editor, now=NOW)
    assert not ReviewEvent.objects.exists()


def test_it_holds_from_the_next_release_on(draft: Draft, editor: User) -> None:
    rule, before = draft.proposal["kind_rule"], draft.proposal["kind_band"]
    decide(draft, rule, 1, 30)
    call_command("fit_bands", stdout=StringIO())
    line = AuditEntry.objects.latest("pk")
    assert (line.actor_name, line.subject_type, line.changes) == (
        "manage.py fit_bands",
        "bands",
        {rule: [None, "guess"]},
    )
    later = read(submit(editor, RELEASE + "\n")).drafts.get()
    assert (later.proposal["kind_band"], before) == ("guess", before)
    assert before != "guess"
    draft.refresh_from_db()
    assert draft.proposal["kind_band"] == before, "what was proposed stays as it was proposed"


def test_a_dry_run_changes_nothing_and_says_what_would(draft: Draft) -> None:
    decide(draft, "people.title", 40, 0)
    out = StringIO()
    call_command("fit_bands", dry_run=True, stdout=out)
    assert "people.title: – -> sure (40 of 40 right)" in out.getvalue()
    assert not RuleBand.objects.exists()


def test_values_in_lists_and_parts_follow_too() -> None:
    proposal = {
        "kind_rule": "k",
        "kind_band": "check",
        "topics_rule": ["a", "b"],
        "topics_band": ["check", "sure"],
        "participants": [{"name_rule": "n", "name_band": "sure"}],
        "flags": ["weekday_conflict"],
    }
    bands = {"k": "sure", "a": "guess", "n": "check"}
    fitted = calibration.calibrated(proposal, bands)
    assert (fitted["kind_band"], fitted["topics_band"]) == ("sure", ["guess", "sure"])
    assert fitted["participants"] == [{"name_rule": "n", "name_band": "check"}]
    assert fitted["flags"] == ["weekday_conflict"]


def test_a_rule_with_too_few_decisions_falls_back(draft: Draft) -> None:
    RuleBand.objects.create(rule="old", band="sure", right=1, total=1, fitted_at=NOW)
    calibration.put_in_force(calibration.fit(), now=NOW)
    assert not RuleBand.objects.exists()
    assert AuditEntry.objects.latest("pk").changes == {"old": ["sure", None]}
