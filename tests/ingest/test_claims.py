"""Who has a draft open: one UPDATE, shown to others, over by itself."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from engagements.models import User
from engagements.permissions import Role
from ingest.models import Draft, RejectReason
from ingest.queue.pages import next_after
from ingest.services import holding, review
from tests.ingest.conftest import NOW, account, decision, hand_made_draft, submit

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import Settings

FIVE = timedelta(minutes=5)
LATER = NOW + timedelta(minutes=4)
OVER = NOW + FIVE


@pytest.fixture
def queue(places: None, editor: User) -> list[Draft]:
    release = submit(editor)
    return [hand_made_draft(release, index) for index in range(3)]


def claimant(draft: Draft) -> User | None:
    draft.refresh_from_db()
    return draft.claimed_by


def test_one_has_it_and_prolongs_it_and_the_other_does_not(
    draft: Draft, editor: User, other_editor: User
) -> None:
    assert holding.claim(number=draft.pk, by=editor, now=NOW, lasting=FIVE)
    assert not holding.claim(number=draft.pk, by=other_editor, now=LATER, lasting=FIVE)
    assert holding.claim(number=draft.pk, by=editor, now=LATER, lasting=FIVE)
    draft.refresh_from_db()
    assert (draft.claimed_by, draft.claimed_until) == (editor, LATER + FIVE)


def test_a_claim_that_ran_out_counts_for_nothing(draft: Draft, editor: User, other_editor: User) -> None:
    holding.claim(number=draft.pk, by=editor, now=NOW, lasting=FIVE)
    draft.refresh_from_db()
    assert draft.claimant(OVER - timedelta(seconds=1)) == editor
    assert draft.claimant(OVER) is None
    assert Draft.objects.free_for(other_editor, OVER).get() == draft
    assert holding.claim(number=draft.pk, by=other_editor, now=OVER, lasting=FIVE)


def test_free_is_what_no_other_has_open(queue: list[Draft], editor: User, other_editor: User) -> None:
    holding.claim(number=queue[0].pk, by=editor, now=NOW, lasting=FIVE)
    holding.claim(number=queue[1].pk, by=other_editor, now=NOW, lasting=FIVE)
    free = Draft.objects.free_for(editor, LATER).order_by("pk")
    assert list(free) == [queue[0], queue[2]]


def test_only_its_holder_gives_it_back(draft: Draft, editor: User, other_editor: User) -> None:
    holding.claim(number=draft.pk, by=editor, now=NOW, lasting=FIVE)
    holding.give_back(number=draft.pk, by=other_editor)
    assert claimant(draft) == editor
    holding.give_back(number=draft.pk, by=editor)
    draft.refresh_from_db()
    assert (draft.claimed_by, draft.claimed_until) == (None, None)


def test_it_can_be_taken_over(draft: Draft, editor: User, other_editor: User) -> None:
    holding.claim(number=draft.pk, by=editor, now=NOW, lasting=FIVE)
    assert holding.take_over(number=draft.pk, by=other_editor, now=LATER, lasting=FIVE)
    assert claimant(draft) == other_editor
    assert not holding.claim(number=draft.pk, by=editor, now=LATER, lasting=FIVE)


def test_a_decided_draft_is_claimed_by_nobody(draft: Draft, editor: User, other_editor: User) -> None:
    holding.claim(number=draft.pk, by=editor, now=NOW, lasting=FIVE)
    review.reject(draft=draft, reason=RejectReason.NOT_OURS, note="", by=other_editor, now=LATER)
    draft.refresh_from_db()
    assert (draft.claimed_by, draft.claimed_until) == (None, None)
    assert not holding.claim(number=draft.pk, by=editor, now=LATER, lasting=FIVE)
    assert not holding.take_over(number=draft.pk, by=editor, now=LATER, lasting=FIVE)


def test_a_claim_binds_nobody(draft: Draft, editor: User, other_editor: User) -> None:
    holding.claim(number=draft.pk, by=editor, now=NOW, lasting=FIVE)
    review.approve(draft=draft, decision=decision(draft), by=other_editor, now=LATER)
    draft.refresh_from_db()
    assert draft.decided_by == other_editor


def test_a_claim_is_one_update(
    draft: Draft, editor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1) as asked:
        holding.claim(number=draft.pk, by=editor, now=NOW, lasting=FIVE)
    assert asked.captured_queries[0]["sql"].startswith("UPDATE")
    with django_assert_num_queries(0):
        assert not holding.claim(number=draft.pk, by=editor, now=NOW, lasting=timedelta())


@pytest.mark.django_db(transaction=True)
def test_of_many_who_open_it_at_once_one_has_it(places: None) -> None:
    people = [account(Role.EDITOR, f"editor{number}") for number in range(6)]
    draft = hand_made_draft(submit(people[0]))
    start, won = threading.Barrier(len(people)), list[User]()

    def open_it(by: User) -> None:
        try:
            start.wait()
            if holding.claim(number=draft.pk, by=by, now=NOW, lasting=FIVE):
                won.append(by)
        finally:
            connection.close()

    threads = [threading.Thread(target=open_it, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert claimant(draft) == won[0]


def test_opening_claims_and_a_look_ahead_does_not(client: Client, editor: User, draft: Draft) -> None:
    client.force_login(editor)
    client.get(draft.get_absolute_url(), headers={"Sec-Purpose": "prefetch;prerender"})
    client.head(draft.get_absolute_url())
    assert claimant(draft) is None
    client.get(draft.get_absolute_url())
    draft.refresh_from_db()
    assert draft.claimed_by == editor
    assert draft.claimed_until
    left = draft.claimed_until - timezone.now()
    assert timedelta(minutes=4, seconds=50) < left <= FIVE


def test_the_setting_says_how_long_and_nought_is_never(
    client: Client, editor: User, draft: Draft, settings: Settings
) -> None:
    client.force_login(editor)
    settings.CLAIM_MINUTES = 0
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert claimant(draft) is None
    settings.CLAIM_MINUTES = 20
    client.get(draft.get_absolute_url())
    draft.refresh_from_db()
    assert draft.claimed_until
    assert draft.claimed_until - timezone.now() > timedelta(minutes=19)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_says_who_has_it_open_and_how_to_go_on(
    client: Client, editor: User, other_editor: User, queue: list[Draft], language: str
) -> None:
    holding.claim(number=queue[0].pk, by=other_editor, now=timezone.now(), lasting=FIVE)
    client.cookies["django_language"] = language
    client.force_login(editor)
    html = client.get(queue[0].get_absolute_url()).content.decode()
    assert 'id="holder"' in html
    assert "second" in html
    assert reverse("draft_take", args=[queue[0].pk]) in html
    assert 'data-key="approve"' in html
    assert claimant(queue[0]) == other_editor
    response = client.post(reverse("draft_take", args=[queue[0].pk]) + "?check=yes")
    assert response["Location"] == f"{queue[0].get_absolute_url()}?check=yes"
    assert claimant(queue[0]) == editor
    assert 'id="holder"' not in client.get(queue[0].get_absolute_url()).content.decode()


def test_the_next_draft_is_one_that_nobody_has_open(
    client: Client, editor: User, other_editor: User, queue: list[Draft]
) -> None:
    holding.claim(number=queue[1].pk, by=other_editor, now=timezone.now(), lasting=FIVE)
    client.force_login(editor)
    client.get(queue[0].get_absolute_url())
    response = client.get(reverse("draft_next", args=[queue[0].pk]) + "?check=yes")
    assert response["Location"] == f"{queue[2].get_absolute_url()}?check=yes"
    assert claimant(queue[0]) is None
    assert claimant(queue[1]) == other_editor


def test_what_others_have_open_is_nobody_elses_next(
    editor: User, other_editor: User, queue: list[Draft]
) -> None:
    for draft in queue[1:]:
        holding.claim(number=draft.pk, by=other_editor, now=NOW, lasting=FIVE)
    assert next_after(queue[0], QueryDict(), user=editor, now=LATER) is None
    assert next_after(queue[0], QueryDict(), user=other_editor, now=LATER) == queue[1]
    assert next_after(queue[0], QueryDict(), user=editor, now=OVER) == queue[1]


def test_who_is_at_it_is_told_when_another_took_over_or_decided(
    client: Client, editor: User, other_editor: User, draft: Draft
) -> None:
    address = reverse("draft_hold", args=[draft.pk])
    client.cookies["django_language"] = "en"
    client.force_login(editor)
    told = client.post(address).json()
    assert claimant(draft) == editor
    assert draft.claimed_until
    assert told == {"saved": "", "says": "", "until": draft.claimed_until.isoformat()}
    holding.take_over(number=draft.pk, by=other_editor, now=timezone.now(), lasting=FIVE)
    assert client.post(address).json()["says"] == "second has this draft open now."
    review.approve(draft=draft, decision=decision(draft), by=other_editor, now=NOW)
    assert "already approved by second" in client.post(address).json()["says"]


def test_who_may_not_review_claims_nothing(client: Client, viewer: User, draft: Draft) -> None:
    client.force_login(viewer)
    for name in ("draft_work", "draft_hold", "draft_take", "draft_again"):
        assert client.post(reverse(name, args=[draft.pk])).status_code == 403
        assert client.get(reverse(name, args=[draft.pk])).status_code == 405
    assert client.get(reverse("draft_next", args=[draft.pk])).status_code == 403
    assert claimant(draft) is None
    client.logout()
    assert client.post(reverse("draft_hold", args=[draft.pk])).status_code == 302


@pytest.mark.parametrize("name", ["draft_work", "draft_hold", "draft_take", "draft_again"])
def test_a_draft_that_is_not_there_is_not_found(client: Client, editor: User, name: str) -> None:
    client.force_login(editor)
    assert client.post(reverse(name, args=[10_000_000])).status_code == 404
