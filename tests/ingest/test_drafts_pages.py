"""The queue and the review page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import translation

from engagements.models import Engagement, User
from ingest.models import Draft
from ingest.services import review
from tests.ingest.conftest import NOW, RELEASE, as_shown, decision, hand_made_draft, span, submit

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries


@pytest.fixture
def queue(places: None, editor: User) -> list[Draft]:
    """Three drafts of two outlets and two countries."""
    first = submit(editor, outlet="المكتب الإعلامي")
    second = submit(editor, RELEASE + "\n", outlet="صحيفة المرفأ")
    return [
        hand_made_draft(first, 0, title="أول"),
        hand_made_draft(first, 1, title="ثان", partner_countries=["IT"]),
        hand_made_draft(second, 0, title="ثالث"),
    ]


def page(client: Client, user: User, address: str, **data: Any) -> str:
    client.force_login(user)
    response = client.get(address, data)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("outlet", ["وكالة نبأ", ""])
def test_each_part_of_a_note_keeps_its_own_direction(client: Client, editor: User, outlet: str) -> None:
    """An Arabic outlet before English words must not turn the line round."""
    hand_made_draft(submit(editor, outlet=outlet))
    with translation.override("en"):
        html = page(client, editor, "/")
    (note,) = re.findall(r'<p class="brief__s">(.*?)</p>', html)
    parts = re.fullmatch(r"<bdi>([^<]*)</bdi>(?: · <bdi>([^<]*)</bdi>)?", note)
    assert parts
    assert (parts[1] == outlet) is bool(outlet)
    assert (parts[2] is None) is (outlet == "")


def test_the_queue_lists_what_waits(client: Client, editor: User, queue: list[Draft]) -> None:
    review.approve(draft=queue[1], decision=decision(queue[1]), by=editor, now=NOW)
    html = page(client, editor, reverse("drafts"))
    titles = re.findall(r'<a href="/drafts/\d+/" dir="auto">([^<]*)</a>', html)
    assert titles == ["أول", "ثالث"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"outlet": "صحيفة المرفأ"}, ["ثالث"]),
        ({"country": "IT"}, ["ثان"]),
        ({"country": ["IT", "JP"]}, ["أول", "ثان", "ثالث"]),
        ({"since": "2026-11-18", "until": "2026-11-18"}, ["أول", "ثان", "ثالث"]),
        ({"since": "2026-11-19"}, []),
        ({"check": "yes"}, ["أول", "ثان", "ثالث"]),
        ({"check": "no"}, []),
    ],
)
def test_a_filter_leaves_the_drafts_that_match_it(
    client: Client, editor: User, queue: list[Draft], query: dict[str, Any], titles: list[str]
) -> None:
    client.force_login(editor)
    response = client.get(reverse("drafts"), query)
    assert [draft.title for draft in (row.draft for row in response.context["rows"])] == titles


@pytest.mark.parametrize("query", ["since=yesterday", "country=XX", "check=maybe", "colour=blue"])
def test_an_unclear_filter_shows_nothing_and_says_so(
    client: Client, editor: User, queue: list[Draft], query: str
) -> None:
    client.force_login(editor)
    response = client.get(f"{reverse('drafts')}?{query}")
    assert response.context["rows"] == []
    assert response.context["complaints"]


@pytest.mark.parametrize("size", [3, 40])
def test_the_queue_costs_the_same_however_long(
    client: Client,
    editor: User,
    places: None,
    size: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    release = submit(editor)
    for index in range(size):
        hand_made_draft(release, index)
    client.force_login(editor)
    with django_assert_max_num_queries(14):
        client.get(reverse("drafts"))


def test_the_page_shows_values_with_their_words(client: Client, editor: User, draft: Draft) -> None:
    html = page(client, editor, draft.get_absolute_url())
    where = span("يوم الأربعاء")
    assert f'id="w-{where.start}-{where.end}"' in html
    assert f'href="#w-{where.start}-{where.end}"' in html
    assert 'value="2026-11-18"' in html
    assert 'value="كينجي موراكامي"' in html
    assert 'value="اليابان"' in html
    for link in set(re.findall(r'href="#([fw]-[^"]+)"', html)):
        assert html.count(f'id="{link}"') == 1, link


@pytest.mark.parametrize("language", ["ar", "en"])
def test_countries_are_named_in_the_language_of_the_page(
    client: Client, editor: User, draft: Draft, language: str
) -> None:
    client.cookies["django_language"] = language
    html = page(client, editor, draft.get_absolute_url())
    assert f'value="{"اليابان" if language == "ar" else "Japan"}"' in html


def test_approving_without_script_makes_the_engagement_and_opens_the_next(
    client: Client, editor: User, queue: list[Draft]
) -> None:
    client.force_login(editor)
    address = reverse("draft_approve", args=[queue[0].pk]) + "?country=JP"
    response = client.post(address, as_shown(queue[0]))
    assert response.status_code == 302
    assert response["Location"] == f"/drafts/{queue[2].pk}/?country=JP"
    engagement = Engagement.objects.get()
    assert [country.pk for country in engagement.partner_countries.all()] == ["JP"]
    response = client.post(reverse("draft_approve", args=[queue[2].pk]) + "?country=JP", as_shown(queue[2]))
    assert response["Location"] == "/drafts/?country=JP"


def test_what_cannot_be_kept_comes_back_with_what_was_typed(
    client: Client, editor: User, draft: Draft
) -> None:
    client.force_login(editor)
    typed = as_shown(draft) | {
        "title": "",
        "city": "مصراتة",
        "country": "أطلانطس",
        "date_end": "2026-11-01",
        "participants-2-organization": "جهة بلا شخص",
        "commitments-0-text": "",
    }
    response = client.post(reverse("draft_approve", args=[draft.pk]), typed)
    assert response.status_code == 422
    form = response.context["form"]
    assert set(form.main.errors) == {"title", "country", "date_end"}
    assert "name" in form.sets["participants"][2].errors
    assert "text" in form.sets["commitments"][0].errors
    html = response.content.decode()
    assert "مصراتة" in html
    assert "أطلانطس" in html
    assert Draft.objects.get().status == "pending"


def test_rejecting_needs_a_reason(client: Client, editor: User, draft: Draft) -> None:
    client.force_login(editor)
    address = reverse("draft_reject", args=[draft.pk])
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"reason": "other"}).status_code == 422
    assert client.post(address, {"reason": "duplicate"}).status_code == 302
    assert Draft.objects.get().reason == "duplicate"


@pytest.mark.parametrize("late", ["approve", "reject"])
def test_who_is_too_late_is_told_who_was_first_and_keeps_what_was_typed(
    client: Client, editor: User, other_editor: User, draft: Draft, late: str
) -> None:
    review.approve(draft=draft, decision=decision(draft), by=other_editor, now=NOW)
    client.force_login(editor)
    typed = (
        as_shown(draft) | {"city": "مصراتة"} if late == "approve" else {"reason": "other", "note": "مصراتة"}
    )
    response = client.post(reverse(f"draft_{late}", args=[draft.pk]), typed)
    assert response.status_code == 409
    html = response.content.decode()
    assert "second" in html
    assert f'/engagements/{Engagement.objects.get().pk}/"' in html
    assert "مصراتة" in html
    assert 'data-key="approve"' not in html
    assert Engagement.objects.count() == 1


def test_a_waiting_draft_can_be_typed_into(client: Client, editor: User, draft: Draft) -> None:
    assert "<fieldset disabled>" not in page(client, editor, draft.get_absolute_url())


def test_a_decided_draft_can_be_looked_at(client: Client, editor: User, draft: Draft) -> None:
    review.approve(draft=draft, decision=decision(draft), by=editor, now=NOW)
    html = page(client, editor, draft.get_absolute_url())
    assert 'class="decide"' not in html, "there is nothing to decide"
    assert re.findall(r'<(\w+)[^>]*data-key="approve"', html) == ["a"], "the key that approves only leads on"
    assert f'href="{reverse("drafts")}" data-key="approve"' in html
    assert "<fieldset disabled>" in html, "what nobody can decide, nobody should type into"


def test_who_may_not_review_is_refused(client: Client, viewer: User, manager: User, draft: Draft) -> None:
    number = [draft.pk]
    for user in (viewer, manager):
        client.force_login(user)
        assert client.get(reverse("drafts")).status_code == 403
        assert client.get(reverse("draft", args=number)).status_code == 403
        assert client.post(reverse("draft_approve", args=number), as_shown(draft)).status_code == 403
        assert client.post(reverse("draft_reject", args=number), {"reason": "other"}).status_code == 403
    assert Draft.objects.get().status == "pending"


def test_nobody_gets_in_without_signing_in(client: Client, draft: Draft) -> None:
    for address in (reverse("drafts"), draft.get_absolute_url(), draft.release.get_absolute_url()):
        assert client.get(address).status_code == 302


def test_markup_in_a_release_is_shown_as_text(client: Client, editor: User, places: None) -> None:
    evil = "<script>alert(1)</script>"
    draft = hand_made_draft(submit(editor), title=evil, city=evil)
    with translation.override("ar"):
        html = page(client, editor, draft.get_absolute_url())
    assert evil not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("name", ["draft_approve", "draft_reject"])
def test_decisions_are_posted_and_their_address_leads_back_to_the_draft(
    client: Client, editor: User, draft: Draft, name: str
) -> None:
    client.force_login(editor)
    response = client.get(reverse(name, args=[draft.pk]))
    assert (response.status_code, response.headers["Location"]) == (302, draft.get_absolute_url())
    draft.refresh_from_db()
    assert draft.status == "pending"


def test_a_decided_draft_is_a_conflict_even_if_the_form_is_incomplete(
    client: Client, editor: User, draft: Draft
) -> None:
    review.approve(draft=draft, decision=decision(draft), by=editor, now=NOW)
    client.force_login(editor)
    assert client.post(reverse("draft_approve", args=[draft.pk]), {}).status_code == 409
