"""What is typed and not decided: kept per editor, only the form's own, gone with one's own decision."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from engagements.models import Partner, Person, User
from engagements.permissions import Role
from ingest.forms.unfinished import LONGEST, is_own_name
from ingest.mentions import in_drafts
from ingest.models import Draft, DraftWork, RejectReason
from ingest.services import review, unfinished
from ingest.tasks import prune_work
from tests.ingest.conftest import NOW, account, as_shown, decision, hand_made_draft, submit

if TYPE_CHECKING:
    from django.http import HttpResponse


def keep(client: Client, draft: Draft, **changes: Any) -> HttpResponse:
    """What the page's script sends while one types."""
    return client.post(reverse("draft_work", args=[draft.pk]), as_shown(draft) | changes)  # type: ignore[return-value]


@pytest.fixture
def typing(client: Client, editor: User) -> Client:
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    return client


def test_it_is_kept_and_the_time_is_told(typing: Client, editor: User, draft: Draft) -> None:
    before = timezone.now()
    told = keep(typing, draft, city="مصراتة").json()  # type: ignore[attr-defined]
    work = DraftWork.objects.get()
    assert (work.draft, work.by, work.fields["city"]) == (draft, editor, ["مصراتة"])
    assert before <= work.saved_at <= timezone.now()
    draft.refresh_from_db()
    assert draft.claimed_until
    until = draft.claimed_until.isoformat()
    assert told == {"saved": f"{timezone.localtime(work.saved_at):%H:%M}", "says": "", "until": until}
    keep(typing, draft, city="سبها")
    assert DraftWork.objects.get().fields["city"] == ["سبها"]
    draft.refresh_from_db()
    assert draft.claimed_by == editor


def test_opening_again_shows_what_was_typed(typing: Client, draft: Draft) -> None:
    keep(typing, draft, title="", city="مصراتة", topics=["industry"], note="كلمات", **{
        "participants-1-DELETE": "on",
        "participants-2-name": "ليلى",
        "participants-TOTAL_FORMS": "4",
    })  # fmt: skip
    response = typing.get(draft.get_absolute_url())
    form, html = response.context["form"], response.content.decode()
    assert 'id="unfinished"' in html
    assert "You left this unfinished" in html
    assert 'id="complaints"' not in html
    assert form.main["city"].value() == "مصراتة"
    assert form.main["topics"].value() == ["industry"]
    assert len(form.sets["participants"].forms) == 4
    assert form.sets["participants"][2]["name"].value() == "ليلى"
    assert form.sets["participants"][1]["DELETE"].value()
    assert response.context["reject"]["note"].value() == "كلمات"


def test_whoever_was_chosen_and_merged_since_is_the_one_they_became(
    typing: Client, editor: User, draft: Draft
) -> None:
    names = ("كنجي موراكامي", "كينجي موراكاما", "كينجي")
    first, second, third = (Person.objects.create(name_ar=name) for name in names)
    body = Partner.objects.create(name_ar="شركة", kind="company")
    keep(typing, draft, **{"participants-1-link": str(first.pk), "participants-0-link": "new"})
    moving = {one.heading: one.number for one in in_drafts(first, editor)}
    assert list(moving.values()) == [0, 1]
    assert [one.number for one in in_drafts(body, editor)] == [0, 0]
    named = Person.objects.create(name_ar=draft.proposal["participants"][1]["name"])
    assert [one.number for one in in_drafts(named, editor)] == [1, 0]
    Person.objects.filter(pk=first.pk).update(merged_into=second)
    Person.objects.filter(pk=second.pk).update(merged_into=third)
    html = typing.get(draft.get_absolute_url()).content.decode()
    chosen = re.search(r'<select[^>]* name="participants-1-link".*?</select>', html, re.DOTALL)
    assert chosen
    assert re.search(rf'<option value="{third.pk}"[^>]*selected', chosen.group())
    assert f'value="{first.pk}"' not in chosen.group()


def test_another_editor_sees_nothing_of_it(typing: Client, draft: Draft, other_editor: User) -> None:
    keep(typing, draft, city="مصراتة")
    typing.force_login(other_editor)
    html = typing.get(draft.get_absolute_url()).content.decode()
    assert 'id="unfinished"' not in html
    assert "مصراتة" not in html


def test_start_again_from_the_proposal(typing: Client, draft: Draft) -> None:
    keep(typing, draft, city="مصراتة")
    response = typing.post(reverse("draft_again", args=[draft.pk]) + "?check=yes")
    assert response["Location"] == f"{draft.get_absolute_url()}?check=yes"
    assert not DraftWork.objects.exists()
    assert typing.get(draft.get_absolute_url()).context["form"].main["city"].value() == "طرابلس"


def test_without_scripts_a_button_keeps_it_and_shows_it(typing: Client, draft: Draft) -> None:
    html = typing.get(draft.get_absolute_url()).content.decode()
    assert f'formaction="{reverse("draft_work", args=[draft.pk])}" name="keep"' in html
    response = typing.post(
        reverse("draft_work", args=[draft.pk]) + "?check=yes",
        as_shown(draft) | {"city": "مصراتة", "keep": "1"},
        follow=True,
    )
    assert response.redirect_chain == [(f"{draft.get_absolute_url()}?check=yes", 302)]
    assert "What you typed is kept for later." in response.content.decode()
    assert 'value="مصراتة"' in response.content.decode()


def test_leaving_keeps_and_gives_the_draft_back(typing: Client, draft: Draft) -> None:
    address = reverse("draft_work", args=[draft.pk])
    typing.get(draft.get_absolute_url())
    draft.refresh_from_db()
    assert draft.claimed_until
    leaving = draft.claimed_until.isoformat()
    typing.get(draft.get_absolute_url())
    for words in ("", "1", "2026-11-22", leaving):
        assert typing.post(address, as_shown(draft) | {"city": "مصراتة", "leaving": words}).status_code == 204
    assert DraftWork.objects.get().fields["city"] == ["مصراتة"]
    draft.refresh_from_db()
    assert draft.claimed_by is not None, "the page was opened again meanwhile, which is another claim"
    assert typing.post(address, {"leaving": draft.claimed_until.isoformat()}).status_code == 204
    draft.refresh_from_db()
    assert draft.claimed_by is None


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("title", True),
        ("confidentiality", True),
        ("participants-0-name", True),
        ("participants-199-DELETE", True),
        ("participants-TOTAL_FORMS", True),
        ("participants-200-name", False),
        ("participants-01-name", False),
        ("participants-١-name", False),
        ("participants--1-name", False),
        ("participants-99999999999999999999-name", False),
        ("participants-0-password", False),
        ("participants-0-", False),
        ("participants-", False),
        ("visitors-0-name", False),
        ("csrfmiddlewaretoken", False),
        ("status__in", False),
        ("-", False),
        ("", False),
    ],
)
def test_only_the_names_of_the_form_are_kept(name: str, own: bool) -> None:
    assert is_own_name(name) is own


def test_hostile_forms_harm_nobody(typing: Client, draft: Draft) -> None:
    changes = {
        "participants-TOTAL_FORMS": "999999999",
        "participants-INITIAL_FORMS": "-5",
        "commitments-TOTAL_FORMS": "many",
        "participants-0-number": "77777777777777777777777",
        "participants-1-number": "-1",
        "participants-0-country": "<script>alert(1)</script>",
        "city": "a\0b",
        "topics": ["mining", "'; drop table", "x" * 5000],
        "date": "2026-99-99",
        "evil": "1",
    }
    assert keep(typing, draft, **changes).status_code == 200
    work = DraftWork.objects.get()
    assert "evil" not in work.fields
    assert work.fields["city"] == ["ab"]
    response = typing.get(draft.get_absolute_url())
    assert response.status_code == 200
    assert "<script>alert(1)" not in response.content.decode()
    late = typing.post(reverse("draft_approve", args=[draft.pk]), as_shown(draft) | changes)
    assert late.status_code == 422


def test_more_than_a_form_can_hold_is_refused(typing: Client, draft: Draft) -> None:
    keep(typing, draft, city="مصراتة")
    assert keep(typing, draft, summary="ا" * LONGEST).status_code == 413
    assert DraftWork.objects.get().fields["city"] == ["مصراتة"]


def test_a_form_with_all_its_rows_is_kept(typing: Client, draft: Draft) -> None:
    rows = {
        f"participants-{row}-{name}": "ليلى"
        for row in range(200)
        for name in ("name", "role", "country", "organization")
    }
    rows |= {f"commitments-{row}-{name}": "خطة" for row in range(200) for name in ("text", "owner")}
    assert keep(typing, draft, **rows).status_code == 200
    assert DraftWork.objects.get().fields["participants-199-name"] == ["ليلى"]


def test_a_request_of_another_site_keeps_nothing(draft: Draft, editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    for name in ("draft_work", "draft_hold", "draft_take", "draft_again"):
        assert client.post(reverse(name, args=[draft.pk]), {"title": "x"}).status_code == 403
    assert not DraftWork.objects.exists()


@pytest.mark.parametrize("how", ["approve", "reject"])
def test_it_goes_with_ones_own_decision_and_stays_after_anothers(
    typing: Client, editor: User, other_editor: User, draft: Draft, how: str
) -> None:
    for by in (editor, other_editor):
        unfinished.keep(number=draft.pk, by=by, fields={"title": ["x"], "city": ["مصراتة"]}, now=NOW)
    if how == "approve":
        review.approve(draft=draft, decision=decision(draft), by=other_editor, now=NOW)
    else:
        review.reject(draft=draft, reason=RejectReason.NOT_OURS, note="", by=other_editor, now=NOW)
    assert DraftWork.objects.get().by == editor
    html = typing.get(draft.get_absolute_url()).content.decode()
    assert "What you had typed here yourself was not taken over" in html
    assert "City: مصراتة" in html
    typing.post(reverse("draft_again", args=[draft.pk]))
    assert not DraftWork.objects.exists()


def test_what_comes_late_after_ones_own_decision_is_not_kept(
    typing: Client, editor: User, other_editor: User, draft: Draft
) -> None:
    review.approve(draft=draft, decision=decision(draft), by=editor, now=NOW)
    assert keep(typing, draft, city="مصراتة").json()["saved"] == ""  # type: ignore[attr-defined]
    assert not DraftWork.objects.exists()
    typing.force_login(other_editor)
    told = keep(typing, draft, city="مصراتة").json()  # type: ignore[attr-defined]
    assert told["saved"]
    assert "already approved by editor" in told["says"]
    assert DraftWork.objects.get().by == other_editor


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_while_one_decides_leaves_nothing_behind(places: None) -> None:
    editor = account(Role.EDITOR)
    release = submit(editor)
    for index in range(8):
        draft = hand_made_draft(release, index)
        decided, start = decision(draft), threading.Barrier(2)

        def save(draft: Draft = draft, start: threading.Barrier = start) -> None:
            try:
                start.wait()
                unfinished.keep(number=draft.pk, by=editor, fields={"title": ["x"]}, now=NOW)
            finally:
                connection.close()

        thread = threading.Thread(target=save)
        thread.start()
        start.wait()
        review.approve(draft=draft, decision=decided, by=editor, now=NOW)
        thread.join()
    assert not DraftWork.objects.exists()


def test_old_work_on_decided_drafts_is_forgotten(editor: User, other_editor: User, places: None) -> None:
    release = submit(editor)
    waiting, decided = (hand_made_draft(release, index) for index in range(2))
    long_ago = timezone.now() - timedelta(days=31)
    for draft in (waiting, decided):
        unfinished.keep(number=draft.pk, by=editor, fields={"title": ["x"]}, now=long_ago)
    unfinished.keep(
        number=decided.pk, by=other_editor, fields={"title": ["x"]}, now=timezone.now() - timedelta(days=29)
    )
    review.reject(
        draft=decided, reason=RejectReason.NOT_OURS, note="", by=account(Role.EDITOR, "third"), now=NOW
    )
    assert prune_work() == 1
    left = DraftWork.objects.order_by("draft").values_list("draft", "by")
    assert list(left) == [(waiting.pk, editor.pk), (decided.pk, other_editor.pk)]
    assert prune_work() == 0
