"""One draft becomes two, two become one; every value keeps its words, and all of it can be undone."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

from engagements.errors import Conflict, Refusal
from engagements.models import AuditEntry, User
from engagements.permissions import Role
from ingest import proposal as proposals
from ingest.dividing import Place, divide
from ingest.forms.recutting import divided, rows_of, united
from ingest.forms.review import as_data, review_form
from ingest.forms.untouched import untouched
from ingest.models import Draft, DraftStatus, RejectReason, ReviewEvent
from ingest.services import postponing, review, splitting
from ingest.uniting import CHOSEN, unite
from tests.ingest.conftest import (
    NOW,
    RELEASE,
    account,
    as_shown,
    decision,
    hand_made_draft,
    proposal,
    submit,
)
from tests.ingest.racing import race
from tests.rows import everything

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.forms.review import Fields, ReviewForm

LATER = NOW + timedelta(hours=1)
# The minister is in both, the ambassador in the second, mining in the first, training in the second.
PLACED = {
    "participants": {0: Place.BOTH, 1: Place.SECOND},
    "topics": {1: Place.SECOND},
    "commitments": {0: Place.SECOND},
    "partner_countries": {0: Place.BOTH},
}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def facts(told: proposals.Json) -> set[tuple[Any, ...]]:
    """All values with their words, rules and bands, without their places."""
    return {
        (item.path.split(".")[-1], item.value, item.span, item.rule, item.band)
        for item in proposals.items(told)
    }


def sent(draft: Draft, **changes: Any) -> Fields:
    fields = {
        name: value if isinstance(value, list) else [str(value)]
        for name, value in (as_shown(draft) | changes).items()
    }
    return {name: [str(value) for value in values] for name, values in fields.items()}


def filled(told: proposals.Json, fields: Fields) -> ReviewForm:
    form = review_form(told, as_data(fields), source=RELEASE)
    assert form.is_valid(), (form.main.errors, [rows.errors for rows in form.sets.values()])
    return form


def split(draft: Draft, by: User) -> list[Draft]:
    return splitting.split(draft=draft, halves=divide(draft.proposal, PLACED), by=by, now=NOW)


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


def two(draft: Draft) -> tuple[Draft, Draft]:
    """Two accounts of one meeting, as a reader makes them of one release that tells of it twice."""
    other = hand_made_draft(
        draft.release,
        1,
        date="2026-11-17",
        title="عنوان آخر",
        topics=["mining", "industry"],
        participants=[
            proposal()["participants"][1] | {"organization": "السفارة", "organization_band": "check"},
            proposal()["participants"][0] | {"name": "آيا تاناهاشي"},
        ],
    )
    return draft, other


def test_two_in_one_have_what_both_have_once(draft: Draft) -> None:
    one, other = two(draft)
    made = unite(one.proposal, other.proposal, theirs={"date"})
    told = made.proposal
    assert (told["date"], told["title"]) == ("2026-11-17", one.proposal["title"])
    assert told["topics"] == ["mining", "training", "industry"]
    assert len(told["topics_evidence"]) == len(told["topics_rule"]) == len(told["topics_band"]) == 3
    people = [(person["name"], person["organization"]) for person in told["participants"]]
    assert people == [("سالم الورفلي", None), ("كينجي موراكامي", "السفارة"), ("آيا تاناهاشي", None)]
    assert len(told["commitments"]) == 1
    assert made.numbers["participants"] == {0: 1, 1: 2}
    assert made.shared["participants"] == {1}
    assert set(CHOSEN) == {"title", "summary", "kind", "status", "date", "city", "country"}


def test_join_makes_one_draft_with_what_was_typed_into_both(draft: Draft, editor: User) -> None:
    one, other = two(draft)
    made = unite(one.proposal, other.proposal, theirs={"date"})
    mine = sent(one, city="بنغازي", **{"participants-1-name": "كنجي موراكامي"})
    theirs = sent(other, summary="خلاصة", **{"participants-1-role": "الملحقة"})
    form = united(mine, theirs, made, {"date": True, "date_precision": True, "summary": True})
    shown = filled(made.proposal, form)
    assert shown.main.cleaned_data["city"] == "بنغازي"
    assert shown.main.cleaned_data["summary"] == "خلاصة"
    assert shown.main.cleaned_data["date"].isoformat() == "2026-11-17"
    assert [(row["number"], row["name"], row["role"]) for row in shown.rows("participants")] == [
        (0, "سالم الورفلي", "وزير الصناعة والمعادن"),
        (1, "كنجي موراكامي", "سفير اليابان لدى ليبيا"),
        (2, "آيا تاناهاشي", "الملحقة"),
    ]
    joined = splitting.join(
        drafts=(one, other), proposal=made.proposal, form=form, by=editor, now=NOW, left={one.pk: mine}
    )
    assert (joined.status, joined.index) == ("pending", 2)
    assert set(joined.made_from.all()) == {one, other}
    assert joined.work.get().fields == form
    assert {each.status for each in Draft.objects.exclude(pk=joined.pk)} == {"replaced"}
    lines = AuditEntry.objects.filter(action="joined")
    assert {line.subject_id for line in lines} == {one.pk, other.pk}
    one.refresh_from_db()
    assert splitting.undo(draft=one, by=editor, now=LATER) == [one, other]
    assert {each.status for each in Draft.objects.all()} == {"pending"}
    assert one.work.get().fields == mine
    assert AuditEntry.objects.filter(action="undone").count() == 2


def test_only_drafts_of_one_release_are_joined(draft: Draft, editor: User) -> None:
    other = hand_made_draft(submit(editor, "خبر آخر\n"))
    for pair in ((draft, other), (draft, draft)):
        with pytest.raises(Refusal, match="same release"):
            splitting.join(drafts=pair, proposal=draft.proposal, by=editor, now=NOW)


def test_what_is_put_off_can_be_split_and_what_is_decided_cannot(draft: Draft, editor: User) -> None:
    until = (NOW + timedelta(days=3)).date()
    postponing.postpone(draft=draft, until=until, note="", by=editor, now=NOW)
    split(draft, editor)
    with pytest.raises(Conflict, match="already split or joined by editor"):
        split(draft, editor)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_cut_a_draft_anew_one_does(places: None) -> None:
    people = [account(Role.EDITOR, f"editor{number}") for number in range(4)]
    one, other = two(hand_made_draft(submit(people[0])))
    halves = divide(one.proposal, PLACED)
    together = unite(one.proposal, other.proposal).proposal
    told = race(
        partial(splitting.split, draft=one, halves=halves, by=people[0], now=NOW),
        partial(splitting.split, draft=one, halves=halves, by=people[1], now=NOW),
        partial(splitting.join, drafts=(one, other), proposal=together, by=people[2], now=NOW),
        partial(splitting.join, drafts=(other, one), proposal=together, by=people[3], now=NOW),
    )
    assert len(told) == 3
    one.refresh_from_db()
    assert one.status == DraftStatus.REPLACED
    assert AuditEntry.objects.filter(subject_type="draft", subject_id=one.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_half_is_decided_or_put_together_again_but_never_both(places: None) -> None:
    people = [account(Role.EDITOR, f"editor{number}") for number in range(2)]
    draft = hand_made_draft(submit(people[0]))
    first, _ = split(draft, people[0])
    draft.refresh_from_db()
    made = decision(first)
    told = race(
        partial(splitting.undo, draft=draft, by=people[0], now=LATER),
        partial(review.approve, draft=first, decision=made, by=people[1], now=LATER),
    )
    assert len(told) == 1
    draft.refresh_from_db()
    assert Draft.objects.filter(pk=first.pk, status="approved").exists() == (draft.status == "replaced")
