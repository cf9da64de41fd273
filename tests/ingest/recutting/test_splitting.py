"""One draft becomes two; every value keeps its words, and all of it can be undone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engagements.errors import Conflict, Refusal
from engagements.models import AuditEntry, User
from ingest.forms.recutting import divided, rows_of
from ingest.forms.review import review_form
from ingest.forms.untouched import untouched
from ingest.models import Draft, DraftStatus, RejectReason, ReviewEvent
from ingest.proposals import values as proposals
from ingest.proposals.dividing import Place, divide
from ingest.services import postponing, review, splitting
from tests.ingest.conftest import NOW, decision, proposal
from tests.ingest.recutting.conftest import LATER, PLACED, facts, filled, sent, split
from tests.rows import everything


def test_the_halves_have_all_values_with_their_words() -> None:
    whole = proposal()
    first, second = divide(whole, PLACED)
    assert facts(first.proposal) | facts(second.proposal) == facts(whole)
    assert [person["name"] for person in first.proposal["participants"]] == ["سالم الورفلي"]
    assert [person["name"] for person in second.proposal["participants"]] == [
        "سالم الورفلي",
        "كينجي موراكامي",
    ]
    assert (first.proposal["topics"], second.proposal["topics"]) == (["mining"], ["training"])
    assert second.proposal["topics_band"] == ["check"]
    assert (first.proposal["commitments"], len(second.proposal["commitments"])) == ([], 1)
    assert second.numbers["topics"] == {1: 0}


def test_split_makes_two_drafts_that_wait_and_keeps_the_original(draft: Draft, editor: User) -> None:
    first, second = split(draft, editor)
    draft.refresh_from_db()
    assert (draft.status, draft.decided_by) == (DraftStatus.REPLACED, editor)
    assert list(draft.made_into.order_by("pk")) == [first, second]
    assert [(one.status, one.index, one.run, one.created_at) for one in (first, second)] == [
        ("pending", index, draft.run, draft.created_at) for index in (1, 2)
    ]
    assert (first.to_check, second.to_check) == (2, 4)
    assert second.guesses == 1
    assert first.fingerprint
    assert second.fingerprint
    entry = AuditEntry.objects.get(subject_type="draft")
    assert (entry.action, entry.subject_id) == ("split", draft.pk)


def test_what_was_typed_goes_to_the_half_that_has_it(draft: Draft, editor: User) -> None:
    typed = sent(
        draft,
        city="بنغازي",
        topics=["mining", "training", "industry"],
        **{
            "participants-1-name": "كنجي موراكامي",
            "participants-2-name": "آيا تاناهاشي",
            "participants-2-number": "",
            "participants-0-DELETE": "on",
        },
    )
    halves = divide(draft.proposal, PLACED)
    placed = {
        "participants": {0: Place.BOTH, 1: Place.SECOND, 2: Place.SECOND},
        "commitments": {0: Place.SECOND},
        "partner_countries": {0: Place.BOTH},
        "organizations": {},
    }
    topics = {"training": Place.SECOND, "industry": Place.BOTH}
    first, second = divided(typed, halves, placed, topics)
    one, two = filled(halves[0].proposal, first), filled(halves[1].proposal, second)
    assert [form.main.cleaned_data["city"] for form in (one, two)] == ["بنغازي", "بنغازي"]
    assert [form.main.cleaned_data["topics"] for form in (one, two)] == [
        ["mining", "industry"],
        ["training", "industry"],
    ]
    assert one.rows("participants") == []
    assert [(row["number"], row["name"]) for row in two.rows("participants")] == [
        (1, "كنجي موراكامي"),
        (None, "آيا تاناهاشي"),
    ]
    assert [row["number"] for row in two.rows("commitments")] == [0]
    made = splitting.split(draft=draft, halves=halves, by=editor, now=NOW, forms=(first, second), left=typed)
    assert [each.work.get().fields for each in made] == [first, second]
    assert draft.work.get().fields == typed


def test_untouched_halves_are_as_if_they_had_been_read_so(draft: Draft) -> None:
    halves = divide(draft.proposal, PLACED)
    placed = {
        key: PLACED.get(key, {})
        for key in ("partner_countries", "organizations", "participants", "commitments")
    }
    forms = divided(sent(draft), halves, placed, {"training": Place.SECOND})
    for half, form in zip(halves, forms, strict=True):
        fresh = untouched(review_form(half.proposal))
        shown = {name: list(values) for name, values in fresh.lists() if any(values)}
        assert rows_of(form) == rows_of(shown)
        main = {name: values for name, values in form.items() if "-" not in name}
        assert main == {name: values for name, values in shown.items() if "-" not in name}


def test_undoing_a_split_leaves_no_trace(draft: Draft, editor: User) -> None:
    aside = ("ingest.draftprint",)
    before = everything(*aside)
    made = split(draft, editor)
    draft.refresh_from_db()
    assert splitting.undo(draft=draft, by=editor, now=LATER) == [draft]
    assert everything(*aside) == before
    assert not Draft.objects.filter(pk__in=[one.pk for one in made]).exists()
    with pytest.raises(Conflict):
        splitting.undo(draft=draft, by=editor, now=LATER)
    assert AuditEntry.objects.filter(action="undone").count() == 1
    with pytest.raises(Conflict, match="is gone"):
        review.reject(draft=made[0], reason=RejectReason.OTHER, note="", by=editor, now=LATER)


def test_a_split_is_not_undone_once_a_half_was_decided_or_somebody_is_at_it(
    draft: Draft, editor: User, other_editor: User
) -> None:
    first, second = split(draft, editor)
    draft.refresh_from_db()
    second.work.create(by=other_editor, fields={"city": ["درنة"]}, saved_at=NOW)
    with pytest.raises(Refusal, match="second has typed"):
        splitting.undo(draft=draft, by=editor, now=LATER)
    assert splitting.obstacles(draft, other_editor) == []
    review.approve(draft=first, decision=decision(first), by=editor, now=NOW)
    before = everything()
    with pytest.raises(Refusal, match="was decided since"):
        splitting.undo(draft=draft, by=other_editor, now=LATER)
    assert everything() == before


def test_each_half_is_decided_by_itself_and_counted_by_its_rules(draft: Draft, editor: User) -> None:
    first, second = split(draft, editor)
    review.approve(draft=first, decision=decision(first), by=editor, now=NOW)
    review.reject(draft=second, reason=RejectReason.DUPLICATE, note="", by=editor, now=NOW)
    events = first.review_events.exclude(rule="")
    assert set(events.values_list("verdict", flat=True)) == {"accepted"}
    assert set(events.values_list("rule", flat=True)) == {"by.hand"}


def test_what_is_in_both_halves_and_judged_alike_counts_once(draft: Draft, editor: User) -> None:
    first, second = split(draft, editor)
    review.approve(draft=first, decision=decision(first), by=editor, now=NOW)
    changed = {"city": "بنغازي", "participants-0-role": "الوزير"}
    review.approve(draft=second, decision=decision(second, **changed), by=editor, now=NOW)
    counted = [
        (event.sort, event.proposed, event.verdict)
        for event in ReviewEvent.objects.exclude(rule="").exclude(verdict="added")
    ]
    whole = sum(1 for item in proposals.items(draft.proposal))
    assert len(counted) == whole + 2, "what was judged otherwise counts for each"
    assert ("city", "طرابلس", "accepted") in counted
    assert ("city", "طرابلس", "corrected") in counted
    assert counted.count(("date", "2026-11-18", "accepted")) == 1
    assert counted.count(("participants.name", "سالم الورفلي", "accepted")) == 1
    assert counted.count(("participants.name", "كينجي موراكامي", "accepted")) == 1


def test_what_is_put_off_can_be_split_and_what_is_decided_cannot(draft: Draft, editor: User) -> None:
    until = (NOW + timedelta(days=3)).date()
    postponing.postpone(draft=draft, until=until, note="", by=editor, now=NOW)
    split(draft, editor)
    with pytest.raises(Conflict, match="already split or joined by editor"):
        split(draft, editor)
