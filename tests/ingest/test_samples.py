"""Every sample goes all the way: submitted, read, its drafts shown and approved as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management import call_command
from django.urls import reverse

from engagements.models import Engagement, User
from ingest.models import Draft, Release, ReleaseStatus
from ingest.proposals.values import items
from tests.ingest.conftest import as_shown, read

if TYPE_CHECKING:
    from django.test import Client


def test_every_sample_can_be_read_and_approved(client: Client, editor: User) -> None:
    call_command("load_vocabularies", verbosity=0)
    call_command("submit_samples", verbosity=0)
    for release in Release.objects.order_by("pk"):
        assert read(release).status in {ReleaseStatus.DRAFTED, ReleaseStatus.NO_ENGAGEMENT}, release
    client.force_login(editor)
    drafts = list(Draft.objects.select_related("release__source"))
    assert len(drafts) >= 16
    for draft in drafts:
        text = draft.release.source.text
        assert all(item.span is None or item.span[1] <= len(text) for item in items(draft.proposal))
        page = client.get(draft.get_absolute_url())
        assert page.status_code == 200
        answer = client.post(reverse("draft_approve", args=[draft.pk]), as_shown(draft))
        assert answer.status_code == 302, draft
    assert Engagement.objects.count() == len(drafts)
