"""A guess that nobody looked at does not get into the register by the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from engagements.models import Engagement
from ingest.models import Draft, SuggestedPair
from tests.ingest.conftest import as_shown, hand_made_draft, submit
from tests.ingest.test_matching import OTHER_WORDS

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

    from engagements.models import User

GUESS = "كينجي موراكامي"


def approve(client: Client, editor: User, draft: Draft, **changes: object) -> Response:
    client.force_login(editor)
    sent = {name: value for name, value in as_shown(draft).items() if name != "looked"} | changes
    return client.post(reverse("draft_approve", args=[draft.pk]), sent)


def test_it_is_named_and_nothing_is_decided(client: Client, editor: User, draft: Draft) -> None:
    response = approve(client, editor, draft, city="مصراتة")
    assert response.status_code == 200
    (unseen,) = response.context["unseen"]
    assert unseen.value == GUESS
    html = response.content.decode()
    assert f'<a href="{unseen.href}" data-to>' in html
    assert f'id="{unseen.href[1:]}"' in html
    assert 'name="all_the_same" value="1" autofocus' in html
    assert 'value="مصراتة"' in html
    assert not Engagement.objects.exists()
    assert Draft.objects.get().status == "pending"


@pytest.mark.parametrize(
    "changes",
    [
        {"all_the_same": "1"},
        {"looked": ["9 10 11 12 13 14"]},
        {"looked": ["9", "10", "11", "12", "13", "14"]},
        {"participants-1-name": "كنجي موراكامي"},
        {"participants-1-DELETE": "on"},
    ],
    ids=["all the same", "ticked", "each ticked", "corrected", "removed"],
)
def test_what_was_looked_at_or_changed_is_not_asked_about(
    client: Client, editor: User, draft: Draft, changes: dict[str, object]
) -> None:
    assert approve(client, editor, draft, **changes).status_code == 302
    assert Engagement.objects.count() == 1


def test_numbers_of_other_values_do_not_help(client: Client, editor: User, draft: Draft) -> None:
    response = approve(client, editor, draft, looked=["0 1 2", "x", "-1", "99999999999"])
    assert len(response.context["unseen"]) == 1


def test_what_was_looked_at_stays_ticked(client: Client, editor: User, draft: Draft) -> None:
    client.force_login(editor)
    response = client.post(reverse("draft_approve", args=[draft.pk]), as_shown(draft) | {"title": ""})
    shown = response.context["shown"]
    assert shown.rows["participants"][1].fields["name"].looked
    assert not shown.main["country"].looked
    assert shown.left == 3


def test_an_event_that_the_register_may_have_already_is_asked_about(
    client: Client, editor: User, draft: Draft
) -> None:
    approve(client, editor, draft, all_the_same="1")
    there = Engagement.objects.get()
    source = submit(editor, OTHER_WORDS, outlet="الجريدة")
    again = hand_made_draft(source, 0)
    SuggestedPair.objects.create(draft=again, engagement=there, score=0.9)
    response = approve(client, editor, again, looked=[str(number) for number in range(60)])
    assert response.status_code == 200
    assert list(response.context["told"]) == [there]
    html = response.content.decode()
    assert f'href="{there.get_absolute_url()}"' in html
    assert reverse("draft_compare", args=[again.pk, there.pk]) in html
    assert Engagement.objects.count() == 1
    assert approve(client, editor, again, all_the_same="1").status_code == 302
    assert Engagement.objects.count() == 2
