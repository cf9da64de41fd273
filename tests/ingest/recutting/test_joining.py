"""Two drafts become one, with what was typed into both."""

from __future__ import annotations

import pytest

from engagements.errors import Refusal
from engagements.models import AuditEntry, User
from ingest.forms.recutting import united
from ingest.models import Draft
from ingest.proposals.uniting import CHOSEN, unite
from ingest.services import splitting
from tests.ingest.conftest import NOW, hand_made_draft, submit
from tests.ingest.recutting.conftest import LATER, filled, sent, two


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
