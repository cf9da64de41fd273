"""Decisions over the pages: two persons, later, again, undone, split, joined; and who learns what."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from engagements.models import AuditEntry, Engagement, User
from engagements.permissions import Role
from ingest.models import Draft, RejectReason
from ingest.services import review
from tests.ingest.conftest import account, as_shown, decision, hand_made_draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def _english(client: Client) -> Iterator[None]:
    """The pages, and what a browser sends of them."""
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def pair(draft: Draft) -> tuple[Draft, Draft]:
    """Two drafts of one release that wait."""
    return draft, hand_made_draft(draft.release, 1, title="عنوان آخر", city="مصراتة")


def send(client: Client, by: User, name: str, *numbers: int, **data: Any) -> Any:
    client.force_login(by)
    return client.post(reverse(name, args=numbers) + "?country=JP", data)


def approve(client: Client, by: User, draft: Draft, **changes: Any) -> Any:
    data = as_shown(draft) | {"all_the_same": "1"} | changes
    return send(client, by, "draft_approve", draft.pk, **data)


def page(client: Client, by: User, address: str) -> str:
    client.force_login(by)
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def sent_by(html: str) -> str:
    """What the form of the page says of the first approval."""
    found = re.search(r'name="seen" value="([^"]+)"', html)
    assert found
    return found[1]


def test_one_approves_and_another_sees_the_form_as_it_was_left(
    client: Client, editor: User, approver: User, pair: tuple[Draft, Draft], settings: Settings
) -> None:
    settings.SECOND_APPROVAL = frozenset({"restricted"})
    draft, following = pair
    left = {"confidentiality": "restricted", "city": "بنغازي"}
    answer = approve(client, editor, draft, **left)
    assert answer["Location"] == f"/drafts/{following.pk}/?country=JP"
    html = page(client, editor, answer["Location"])
    assert "waits for a second person now" in html
    assert f'href="/drafts/{draft.pk}/undo/?country=JP"' in html
    assert "That was you" in page(client, editor, draft.get_absolute_url())
    html = page(client, approver, draft.get_absolute_url())
    assert 'value="بنغازي"' in html
    assert re.search(r'<option value="restricted" selected', html)
    assert "Approve as the second person" in html
    seen = sent_by(html)
    # A page from before the first approval decides nothing.
    assert approve(client, approver, draft, **left).status_code == 409
    assert send(client, approver, "draft_reject", draft.pk, reason="not_ours").status_code == 409
    again = approve(client, editor, draft, **left, seen=seen)
    assert "has to be another person" in again.content.decode()
    answer = approve(client, approver, draft, **left, seen=seen)
    assert answer.status_code == 302
    engagement = Engagement.objects.get()
    assert (engagement.confidentiality, engagement.approved_by) == ("restricted", approver)
    html = page(client, approver, answer["Location"])
    assert engagement.get_absolute_url() not in html
    assert "/undo/" not in html


def test_nobody_learns_of_a_restricted_engagement_by_undoing(
    client: Client, editor: User, draft: Draft
) -> None:
    made = decision(draft, confidentiality="restricted")
    engagement = review.approve(draft=draft, decision=made, by=editor, now=timezone.now())
    client.force_login(editor)
    for address in (draft.get_absolute_url(), draft.release.get_absolute_url()):
        assert client.get(address).status_code == 404
    for address in (reverse("draft_undo", args=[draft.pk]), reverse("engagement_undo", args=[engagement.pk])):
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 404
    admin = account(Role.ADMIN)
    assert "Undo the approval" in page(client, admin, draft.get_absolute_url())
    assert send(client, admin, "draft_undo", draft.pk).status_code == 302
    assert not Engagement.objects.exists()


@pytest.mark.parametrize(
    ("when", "day", "days"), [("tomorrow", "", 1), ("week", "", 7), ("day", "later", 30)]
)
def test_put_off_and_brought_back(
    client: Client, editor: User, pair: tuple[Draft, Draft], when: str, day: str, days: int
) -> None:
    draft, following = pair
    until = timezone.localdate() + timedelta(days=days)
    data = {"later-when": when, "later-day": until.isoformat() if day else "", "later-note": "حتى يرد القسم"}
    answer = send(client, editor, "draft_postpone", draft.pk, **data)
    assert answer["Location"] == f"/drafts/{following.pk}/?country=JP"
    draft.refresh_from_db()
    assert draft.postponed_until == until
    html = page(client, editor, draft.get_absolute_url())
    assert "Put off until" in html
    assert "حتى يرد القسم" in html
    assert (
        send(client, editor, "draft_undo", draft.pk)["Location"] == draft.get_absolute_url() + "?country=JP"
    )
    draft.refresh_from_db()
    assert draft.postponed_until is None


@pytest.mark.parametrize("day", ["", "2020-01-01", "never"])
def test_only_a_day_to_come_is_taken(client: Client, editor: User, draft: Draft, day: str) -> None:
    answer = send(client, editor, "draft_postpone", draft.pk, **{"later-when": "day", "later-day": day})
    assert answer.status_code == 422
    assert "decide__reject" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.postponed_until is None


def test_a_rejection_says_what_was_done_and_is_undone(
    client: Client, editor: User, pair: tuple[Draft, Draft]
) -> None:
    draft, following = pair
    answer = send(client, editor, "draft_reject", draft.pk, reason="duplicate", note="مكرر")
    assert answer["Location"] == f"/drafts/{following.pk}/?country=JP"
    html = page(client, editor, answer["Location"])
    assert f'Rejected: <bdi><a href="{draft.get_absolute_url()}">' in html
    assert "Open it again" in page(client, editor, draft.get_absolute_url())
    assert "Open the draft again" in page(client, editor, reverse("draft_undo", args=[draft.pk]))
    send(client, editor, "draft_undo", draft.pk)
    draft.refresh_from_db()
    assert draft.status == "pending"


def test_an_approval_is_undone_from_the_engagement(client: Client, editor: User, draft: Draft) -> None:
    answer = approve(client, editor, draft, city="بنغازي")
    engagement = Engagement.objects.get()
    html = page(client, editor, answer["Location"])
    assert f'href="{engagement.get_absolute_url()}"' in html
    address = reverse("engagement_undo", args=[engagement.pk])
    assert f'href="{address}"' in page(client, editor, engagement.get_absolute_url())
    assert client.get(address)["Location"] == reverse("draft_undo", args=[draft.pk])
    answer = send(client, editor, "draft_undo", draft.pk)
    html = page(client, editor, answer["Location"])
    assert "The approval was undone" in html
    assert 'value="بنغازي"' in html
    assert not Engagement.objects.exists()


def test_why_not_is_said_before_and_after(client: Client, editor: User, draft: Draft) -> None:
    approve(client, editor, draft)
    Engagement.objects.get().commitments.update(text="وعد آخر")
    assert "«وعد آخر» was changed since." in page(client, editor, reverse("draft_undo", args=[draft.pk]))
    answer = send(client, editor, "draft_undo", draft.pk)
    assert answer.status_code == 409
    assert "«وعد آخر» was changed since." in answer.content.decode()
    assert Engagement.objects.exists()


def test_what_was_not_decided_is_not_undone(client: Client, editor: User, draft: Draft) -> None:
    trail = AuditEntry.objects.count()
    answer = send(client, editor, "draft_undo", draft.pk)
    assert answer["Location"] == draft.get_absolute_url() + "?country=JP"
    assert AuditEntry.objects.count() == trail


CUT = {
    "cut-participants-0": "both",
    "cut-participants-1": "second",
    "cut-partner_countries-0": "both",
    "cut-topics-mining": "first",
    "cut-topics-training": "second",
    "cut-commitments-0": "second",
}


def test_a_draft_is_split_with_what_was_typed_and_put_together_again(
    client: Client, editor: User, draft: Draft
) -> None:
    typed = as_shown(draft) | {"city": "بنغازي"}
    html = send(client, editor, "draft_split", draft.pk, **typed).content.decode()
    assert html.count("<fieldset") == len(CUT)
    assert 'name="city" value="بنغازي"' in html
    assert send(client, editor, "draft_split", draft.pk, **typed, decide="1").status_code == 422
    first_only = dict.fromkeys(CUT, "first")
    assert send(client, editor, "draft_split", draft.pk, **typed, **first_only, decide="1").status_code == 422
    answer = send(client, editor, "draft_split", draft.pk, **typed, **CUT, decide="1")
    first, second = draft.made_into.order_by("pk")
    assert answer["Location"] == f"{first.get_absolute_url()}?country=JP"
    html = page(client, editor, answer["Location"])
    assert 'value="بنغازي"' in html
    assert "Split from:" not in html, "the message says it"
    assert "Split from:" in page(client, editor, answer["Location"])
    assert 'value="كينجي موراكامي"' not in html
    assert 'value="كينجي موراكامي"' in page(client, editor, second.get_absolute_url())
    html = page(client, editor, draft.get_absolute_url())
    assert second.get_absolute_url() in html
    assert approve(client, editor, second).status_code == 302
    assert "was decided since" in page(client, editor, reverse("draft_undo", args=[draft.pk]))
    send(client, editor, "draft_undo", second.pk)
    assert send(client, editor, "draft_undo", draft.pk).status_code == 302
    assert list(Draft.objects.values_list("status", flat=True)) == ["pending"]
    assert 'value="بنغازي"' in page(client, editor, draft.get_absolute_url())


def test_nothing_touched_leaves_nothing_unfinished(client: Client, editor: User, draft: Draft) -> None:
    send(client, editor, "draft_split", draft.pk, **as_shown(draft), **CUT, decide="1")
    assert draft.made_into.count() == 2
    assert not any(one.work.exists() for one in Draft.objects.all())


def test_two_drafts_are_joined(client: Client, editor: User, pair: tuple[Draft, Draft]) -> None:
    one, other = pair
    typed = as_shown(one) | {"summary": "خلاصة"}
    html = send(client, editor, "draft_join", one.pk, **typed).content.decode()
    address = reverse("draft_join_with", args=[one.pk, other.pk])
    assert f'formaction="{address}?country=JP"' in html
    html = send(client, editor, "draft_join_with", one.pk, other.pk, **typed).content.decode()
    assert set(re.findall(r'name="one-([a-z_]+)"', html)) == {"title", "city"}
    chosen = {"one-title": "first", "one-city": "second", "decide": "1"}
    answer = send(client, editor, "draft_join_with", one.pk, other.pk, **typed, **chosen)
    joined = one.made_into.get()
    assert answer["Location"] == f"{joined.get_absolute_url()}?country=JP"
    html = page(client, editor, answer["Location"])
    assert 'value="مصراتة"' in html
    assert "خلاصة" in html
    assert "Joined from:" not in html, "the message says it"
    assert "Joined from:" in page(client, editor, answer["Location"])
    assert send(client, editor, "draft_undo", one.pk).status_code == 302
    assert set(Draft.objects.values_list("status", flat=True)) == {"pending"}


def test_a_draft_that_does_not_wait_is_not_joined(
    client: Client, editor: User, pair: tuple[Draft, Draft]
) -> None:
    one, other = pair
    review.reject(draft=other, reason=RejectReason.OTHER, note="x", by=editor, now=timezone.now())
    answer = send(client, editor, "draft_join_with", one.pk, other.pk)
    assert answer["Location"] == reverse("draft_join", args=[one.pk])
    assert "No other draft of this release waits" in page(client, editor, answer["Location"])


@pytest.mark.parametrize("name", ["draft_split", "draft_join", "draft_postpone"])
def test_a_decision_about_a_decided_draft_answers_409_and_says_who_decided(
    client: Client, editor: User, other_editor: User, draft: Draft, name: str
) -> None:
    review.reject(draft=draft, reason=RejectReason.NOT_OURS, note="", by=editor, now=timezone.now())
    data = as_shown(draft) | {"city": "بنغازي", "later-when": "week"}
    answer = send(client, other_editor, name, draft.pk, **data)
    assert answer.status_code == 409
    assert "already rejected by editor" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER])
@pytest.mark.parametrize(
    "name",
    ["draft_postpone", "draft_undo", "draft_split", "draft_join", "draft_join_with", "engagement_undo"],
)
def test_only_for_those_who_review(client: Client, draft: Draft, role: Role, name: str) -> None:
    numbers = [draft.pk, draft.pk] if name == "draft_join_with" else [draft.pk]
    client.force_login(account(role))
    address = reverse(name, args=numbers)
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403
