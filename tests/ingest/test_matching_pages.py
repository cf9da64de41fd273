"""Suggestions on the page of a draft, and the verdicts that editors give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from engagements.models import Engagement, User
from ingest.models import Draft, MatchVerdict
from tests.ingest.conftest import RELEASE, read, submit
from tests.ingest.test_matching import OTHER_WORDS, approve, told

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def first(places: None, editor: User) -> Draft:
    return told(editor, RELEASE, "الوزارة")


@pytest.fixture
def second(first: Draft, editor: User) -> Draft:
    return told(editor, OTHER_WORDS, "الجريدة")


def say(client: Client, user: User, draft: Draft, other: str, judgement: str) -> Any:
    client.force_login(user)
    address = reverse("draft_verdict", args=[draft.pk])
    return client.post(f"{address}?country=JP", {"other": other, "judgement": judgement})


def test_the_review_page_lists_the_suggestion_with_its_reasons(
    client: Client, editor: User, first: Draft, second: Draft
) -> None:
    client.force_login(editor)
    html = client.get(second.get_absolute_url()).content.decode()
    assert first.get_absolute_url() in html
    assert 'id="same-h"' in html
    assert f'value="draft:{first.pk}"' in html
    engagement = approve(first, editor)
    html = client.get(second.get_absolute_url()).content.decode()
    assert f'value="engagement:{engagement.pk}"' in html
    assert reverse("draft_compare", args=[second.pk, engagement.pk]) in html


def test_an_editor_declines_a_suggestion_and_takes_it_back(
    client: Client, editor: User, first: Draft, second: Draft
) -> None:
    response = say(client, editor, second, f"draft:{first.pk}", "different")
    assert response["Location"] == f"{second.get_absolute_url()}?country=JP"
    html = client.get(second.get_absolute_url()).content.decode()
    assert "same-event__no" in html
    assert 'value="later"' not in html
    say(client, editor, second, f"draft:{first.pk}", "")
    assert not MatchVerdict.objects.exists()
    assert 'value="later"' in client.get(second.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("other", "judgement"),
    [
        ("draft:0", "same"),
        ("", "same"),
        ("engagement:x", "same"),
        ("own", "same"),
        ("first", "perhaps"),
        ("draft:٣", ""),
    ],
)
def test_what_is_no_verdict_is_not_kept(
    client: Client, editor: User, first: Draft, second: Draft, other: str, judgement: str
) -> None:
    other = {"own": f"draft:{second.pk}", "first": f"draft:{first.pk}"}.get(other, other)
    assert say(client, editor, second, other, judgement).status_code == 404
    assert not MatchVerdict.objects.exists()


def test_nobody_judges_what_he_may_not_see(
    client: Client, editor: User, viewer: User, first: Draft, second: Draft
) -> None:
    engagement = approve(first, editor)
    assert say(client, viewer, second, f"engagement:{engagement.pk}", "same").status_code == 403
    Engagement.objects.filter(pk=engagement.pk).update(confidentiality="restricted")
    assert say(client, editor, second, f"engagement:{engagement.pk}", "same").status_code == 404
    assert client.get(reverse("draft_verdict", args=[second.pk])).status_code == 405


def test_a_verdict_on_a_copy_of_a_release(client: Client, editor: User, viewer: User, first: Draft) -> None:
    copy = read(submit(editor, f"{RELEASE} ", "b.txt"))
    address = reverse("release_verdict", args=[copy.pk])
    client.force_login(editor)
    assert first.release.get_absolute_url() in client.get(copy.get_absolute_url()).content.decode()
    assert client.post(address, {"other": f"{copy.pk}", "judgement": "same"}).status_code == 404
    response = client.post(address, {"other": f"{first.release_id}", "judgement": "different"})
    assert response["Location"] == copy.get_absolute_url()
    html = client.get(copy.get_absolute_url()).content.decode()
    assert f'name="other" value="{first.release_id}"' not in html
    client.force_login(viewer)
    assert client.post(address, {"other": f"{first.release_id}", "judgement": ""}).status_code == 403
