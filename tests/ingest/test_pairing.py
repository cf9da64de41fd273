"""Which drafts may tell of the same event: kept when they are made, and true whatever is decided afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from engagements.models import Engagement, User
from engagements.permissions import Role
from ingest import tasks
from ingest.models import CURRENT, Draft, DraftPrint, Judgement, RejectReason, SuggestedPair
from ingest.services import pairing, review
from ingest.services.matching import suggestions_for
from ingest.services.verdicts import judge
from tests.ingest.conftest import NOW, RELEASE, account, decision, submit
from tests.ingest.test_matching import ANOTHER, OTHER_WORDS, told

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries


@pytest.fixture
def first(places: None, editor: User) -> Draft:
    return paired(told(editor, RELEASE, "الوزارة"))


@pytest.fixture
def second(first: Draft, editor: User) -> Draft:
    return paired(told(editor, OTHER_WORDS, "الجريدة"))


def paired(draft: Draft) -> Draft:
    assert pairing.pair_release(draft.release_id) == 1
    return draft


def likely(user: User) -> set[int]:
    """The waiting drafts that have a suggestion."""
    pairs = SuggestedPair.objects.open_to(user).filter(draft__status="pending")
    return set(pairs.values_list("draft", flat=True))


def test_the_later_draft_finds_the_earlier_and_both_have_the_pair(
    first: Draft, second: Draft, editor: User
) -> None:
    paired(told(editor, ANOTHER, "صحيفة"))
    rows = SuggestedPair.objects.order_by("draft")
    assert [(row.draft, row.other_draft) for row in rows] == [(first, second), (second, first)]
    assert rows[0].score == suggestions_for(second, editor)[0].score
    assert likely(editor) == {first.pk, second.pk}


def test_it_is_done_once(second: Draft) -> None:
    assert pairing.pair_release(second.release_id) == 0
    assert pairing.catch_up(at_most=10) == 0
    assert SuggestedPair.objects.count() == 2


def test_a_worker_pairs_what_it_read(first: Draft, editor: User) -> None:
    release = submit(editor, OTHER_WORDS, "read.txt", outlet="الجريدة")
    tasks.parse_release(release.pk)
    assert likely(editor) == {first.pk, Draft.objects.get(release=release).pk}


def test_what_no_worker_paired_is_caught_up_with(places: None, editor: User) -> None:
    for number, text in enumerate((RELEASE, OTHER_WORDS)):
        told(editor, text, f"{number}")
    assert likely(editor) == set()
    assert tasks.pair_drafts() == 2
    assert len(likely(editor)) == 2
    DraftPrint.objects.update(paired=0)
    call_command("index_releases", verbosity=0)
    assert set(DraftPrint.objects.values_list("paired", flat=True)) == {CURRENT}


def test_a_rejected_draft_is_no_longer_one_to_look_at(first: Draft, second: Draft, editor: User) -> None:
    review.reject(draft=first, reason=RejectReason.DUPLICATE, note="", by=editor, now=NOW)
    assert likely(editor) == set()


def test_an_approved_draft_stands_for_its_engagement(first: Draft, second: Draft, editor: User) -> None:
    review.approve(draft=first, decision=decision(first), by=editor, now=NOW)
    assert likely(editor) == {second.pk}
    assert suggestions_for(second, editor)


def test_what_may_not_be_seen_is_not_hinted_at(first: Draft, second: Draft, editor: User) -> None:
    review.approve(draft=first, decision=decision(first), by=editor, now=NOW)
    Engagement.objects.update(confidentiality="restricted")
    assert likely(editor) == set()
    assert likely(account(Role.ADMIN)) == {second.pk}


@pytest.mark.parametrize("turned", [False, True])
def test_not_the_same_ends_it_and_taking_that_back_brings_it_again(
    first: Draft, second: Draft, editor: User, turned: bool
) -> None:
    one, other = (second, first) if turned else (first, second)
    judge(draft=one, other=other, judgement=Judgement.DIFFERENT, by=editor, now=NOW)
    assert likely(editor) == set()
    judge(draft=one, other=other, judgement=Judgement.LATER, by=editor, now=NOW)
    assert likely(editor) == {first.pk, second.pk}
    judge(draft=one, other=other, judgement=None, by=editor, now=NOW)
    assert likely(editor) == {first.pk, second.pk}


def test_not_the_same_as_a_draft_holds_for_its_engagement(first: Draft, second: Draft, editor: User) -> None:
    judge(draft=first, other=second, judgement=Judgement.DIFFERENT, by=editor, now=NOW)
    review.approve(draft=first, decision=decision(first), by=editor, now=NOW)
    assert likely(editor) == set()


def test_an_engagement_is_paired_too_and_left_when_it_rests_on_the_release(
    first: Draft, editor: User
) -> None:
    engagement = review.approve(draft=first, decision=decision(first), by=editor, now=NOW)
    second = paired(told(editor, OTHER_WORDS, "الجريدة"))
    assert SuggestedPair.objects.get().engagement == engagement
    assert likely(editor) == {second.pk}
    judge(draft=second, other=engagement, judgement=Judgement.DIFFERENT, by=editor, now=NOW)
    assert likely(editor) == set()
    judge(draft=second, other=engagement, judgement=None, by=editor, now=NOW)
    engagement.sources.add(second.release.source)
    assert likely(editor) == set()


def test_a_draft_that_waits_again_is_looked_up_again(first: Draft, editor: User) -> None:
    review.reject(draft=first, reason=RejectReason.DUPLICATE, note="", by=editor, now=NOW)
    second = paired(told(editor, OTHER_WORDS, "الجريدة"))
    assert likely(editor) == set()
    undecided = {"decided_by": None, "decided_at": None, "reason": ""}
    Draft.objects.filter(pk=first.pk).update(status="pending", **undecided)
    pairing.look_again(first)
    assert pairing.catch_up(at_most=5) == 1
    assert likely(editor) == {first.pk, second.pk}


def test_an_engagement_approved_with_other_values_finds_the_drafts_that_wait(
    first: Draft, editor: User
) -> None:
    other = paired(told(editor, ANOTHER, "صحيفة"))
    assert pairing.suggestions_shown(first, editor) == []
    names = [person["name"] for person in other.proposal["participants"]]
    row = f"participants-{names.index('كارلو روسيني')}"
    corrected = {
        "date": "2026-11-18",
        "partner_countries-0-code": "JP",
        f"{row}-name": "كينجي موراكامي",
        f"{row}-country": "JP",
    }
    engagement = review.approve(draft=other, decision=decision(other, **corrected), by=editor, now=NOW)
    (at_once,) = pairing.suggestions_shown(first, editor)
    assert at_once.engagement == engagement
    assert likely(editor) == set()
    assert pairing.catch_up(at_most=5) == 1
    assert SuggestedPair.objects.get().engagement == engagement
    assert likely(editor) == {first.pk}
    (kept,) = pairing.suggestions_shown(first, editor)
    assert kept.engagement == engagement
    assert pairing.catch_up(at_most=5) == 0


def test_nothing_is_looked_for_where_it_is_known_that_there_is_nothing(
    first: Draft, editor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert pairing.suggestions_shown(first, editor) == []
    second = told(editor, OTHER_WORDS, "الجريدة")
    assert pairing.suggestions_shown(first, editor) == suggestions_for(first, editor) != []
    paired(second)
    assert pairing.suggestions_shown(first, editor) == suggestions_for(first, editor) != []


def test_asking_is_one_query(
    first: Draft, second: Draft, editor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert likely(editor)
