"""Where the reader found nothing, or one engagement too few, an editor begins a draft by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from engagements.errors import Conflict
from engagements.models import AuditEntry, Engagement
from engagements.permissions import Role
from ingest.models import Draft, ReleaseStatus, Verdict
from ingest.services import drafting
from tests.ingest.conftest import NOW, account, read, submit

if TYPE_CHECKING:
    from django.test import Client

    from engagements.models import User
    from ingest.forms.review import ReviewForm

NOTICE = "تعلن الوزارة عن تمديد فترة التقديم على الوظائف الشاغرة حتى نهاية الشهر.\n"


def test_a_release_without_engagement_gets_a_draft(editor: User, places: None) -> None:
    release = read(submit(editor, NOTICE))
    draft = drafting.begin(release=release, by=editor, now=NOW)
    release.refresh_from_db()
    assert (draft.index, draft.to_check, release.status) == (0, 0, ReleaseStatus.DRAFTED)
    assert draft.proposal["kind"] == ""
    assert AuditEntry.objects.filter(subject_type="draft", subject_id=draft.pk).exists()


def test_an_empty_draft_comes_behind_the_others(editor: User, places: None) -> None:
    release = read(submit(editor))
    before = release.drafts.count()
    assert drafting.begin(release=release, by=editor, now=NOW).index == before


def test_what_was_not_read_yet_gets_none(editor: User) -> None:
    with pytest.raises(Conflict):
        drafting.begin(release=submit(editor), by=editor, now=NOW)
    assert not Draft.objects.exists()


def test_from_the_page_to_the_register(client: Client, editor: User, places: None) -> None:
    release = read(submit(editor, NOTICE))
    client.force_login(editor)
    address = reverse("release_draft", args=[release.pk])
    assert address in client.get(release.get_absolute_url()).content.decode()
    page = client.post(address, follow=True)
    draft = Draft.objects.get()
    assert page.redirect_chain[-1][0] == draft.get_absolute_url()
    form = page.context["form"]
    data = _blank(form) | {
        "title": "لقاء",
        "kind": "meeting",
        "status": "held",
        "confidentiality": "open",
        "date_precision": "none",
    }
    answer = client.post(reverse("draft_approve", args=[draft.pk]), data)
    assert answer.status_code == 302, answer.context["form"].main.errors
    assert Engagement.objects.get().title == "لقاء"
    verdicts = set(draft.review_events.values_list("verdict", flat=True))
    assert verdicts == {Verdict.ADDED}, "nothing of it was the machine's"


def _blank(form: ReviewForm) -> dict[str, str]:
    """The management fields of the form's rows, as the page has them."""
    found: dict[str, str] = {}
    for formset in form.sets.values():
        for field in formset.management_form:
            found[field.html_name] = str(field.value())
    return found


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER])
def test_only_for_those_who_review(client: Client, editor: User, role: Role) -> None:
    release = read(submit(editor, NOTICE))
    client.force_login(account(role))
    assert client.post(reverse("release_draft", args=[release.pk])).status_code == 403
    assert not Draft.objects.exists()
