"""A decision that came too late: the 409 page, what it says, and that nothing typed is lost."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from engagements.models import AuditEntry, Engagement, User
from engagements.permissions import Role
from ingest.forms.review import review_form
from ingest.models import Draft, DraftWork, RejectReason
from ingest.reviewing.differing import differences
from ingest.services import review
from tests.ingest.conftest import NOW, account, as_shown, decision, hand_made_draft, submit

if TYPE_CHECKING:
    from django.http import HttpResponse
    from pytest_django.fixtures import Settings

OWN: dict[str, Any] = {
    "city": "مصراتة",
    "topics": ["mining"],
    "partner_countries-0-DELETE": "on",
    "participants-1-name": "كنجي موراكامي",
    "participants-2-name": "ليلى الزوي",
    "participants-2-role": "المستشارة",
    "commitments-0-due_on": "2026-12-31",
}


@pytest.fixture
def late(client: Client, editor: User) -> Client:
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def queue(places: None, editor: User) -> list[Draft]:
    release = submit(editor)
    return [hand_made_draft(release, index) for index in range(3)]


def approve(client: Client, draft: Draft, query: str = "", **changes: Any) -> HttpResponse:
    address = reverse("draft_approve", args=[draft.pk]) + query
    return client.post(address, as_shown(draft) | changes)  # type: ignore[return-value]


def rows(response: Any) -> set[tuple[str, str, str]]:
    return {(each.label, each.one, each.other) for each in response.context["typed"].differs}


def test_it_says_who_approved_and_how_that_differs_field_by_field(
    late: Client, other_editor: User, draft: Draft
) -> None:
    theirs = decision(draft, city="بنغازي", **{"participants-0-DELETE": "on"})
    engagement = review.approve(draft=draft, decision=theirs, by=other_editor, now=NOW)
    response: Any = approve(late, draft, "?check=yes", **OWN)
    assert response.status_code == 409
    html = response.content.decode()
    assert "already approved by second on 22 November 2026 11:00" in html
    assert engagement.get_absolute_url() in html
    assert rows(response) == {
        ("City", "بنغازي", "مصراتة"),
        ("Topics", "Mining, Training", "Mining"),
        ("Partner country 1", "Japan", ""),
        ("Participant 2 · Name", "كينجي موراكامي", "كنجي موراكامي"),
        ("Participant 1", "", "سالم الورفلي, وزير الصناعة والمعادن, Libya, Home side"),
        ("Participant 3", "", "ليلى الزوي, المستشارة, Partner side"),
        ("Commitment 1 · Due date", "", "2026-12-31"),
    }
    assert f'href="/drafts/{draft.pk}/next/?check=yes"' in html
    assert Engagement.objects.get().city == "بنغازي"


def test_all_that_was_typed_stands_there_and_stays(
    late: Client, editor: User, other_editor: User, draft: Draft
) -> None:
    review.approve(draft=draft, decision=decision(draft), by=other_editor, now=NOW)
    response: Any = approve(late, draft, **OWN)
    text = response.context["typed"].text
    for words in ("City: مصراتة", "Topics: Mining", "Partner country 1: removed", "ليلى الزوي", "2026-12-31"):
        assert words in text
    assert ">City: مصراتة" in response.content.decode()
    work = DraftWork.objects.get()
    assert work.by == editor
    assert {name: work.fields[name] for name in OWN} == {
        name: value if isinstance(value, list) else [value] for name, value in OWN.items()
    }
    page = late.get(draft.get_absolute_url()).content.decode()
    assert "City: مصراتة" in page


def test_what_is_typed_in_another_language_is_the_same(
    late: Client, other_editor: User, draft: Draft
) -> None:
    review.approve(draft=draft, decision=decision(draft, country="اليابان"), by=other_editor, now=NOW)
    response: Any = approve(late, draft, country="JAPAN", **{"partner_countries-0-code": "Japan"})
    assert response.status_code == 409
    assert response.context["typed"].differs == []
    assert "It was approved with the very values that you left." in response.content.decode()


def test_a_form_that_could_not_be_kept_anyway_is_not_lost_either(
    late: Client, other_editor: User, draft: Draft
) -> None:
    review.approve(draft=draft, decision=decision(draft), by=other_editor, now=NOW)
    response: Any = approve(late, draft, title="", date="yesterday", country="أطلانطس")
    assert response.status_code == 409
    assert {("Date", "2026-11-18", "yesterday"), ("Country", "Libya", "أطلانطس")} <= rows(response)
    assert DraftWork.objects.get().fields["country"] == ["أطلانطس"]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_it_says_why_it_was_rejected(late: Client, other_editor: User, draft: Draft, language: str) -> None:
    note = "سبق في خبر الأمس"
    review.reject(draft=draft, reason=RejectReason.DUPLICATE, note=note, by=other_editor, now=NOW)
    late.cookies["django_language"] = language
    response: Any = approve(late, draft, city="مصراتة")
    html = response.content.decode()
    assert response.status_code == 409
    assert note in html
    assert response.context["typed"].differs is None
    assert "مصراتة" in html
    assert ("Already in the register" in html) is (language == "en")


def test_words_of_a_rejection_are_kept_beside_what_was_typed_before(
    late: Client, other_editor: User, draft: Draft
) -> None:
    late.post(reverse("draft_work", args=[draft.pk]), as_shown(draft) | {"city": "مصراتة"})
    review.approve(draft=draft, decision=decision(draft), by=other_editor, now=NOW)
    sent = {"reason": "other", "note": "ليس اجتماعا"}
    response: Any = late.post(reverse("draft_reject", args=[draft.pk]), sent)
    assert response.status_code == 409
    assert "ليس اجتماعا" in response.context["typed"].text
    fields = DraftWork.objects.get().fields
    assert (fields["city"], fields["reason"], fields["note"]) == (["مصراتة"], ["other"], ["ليس اجتماعا"])


def test_joining_and_looking_for_where_to_join_come_too_late_too(
    late: Client, other_editor: User, second: Draft, engagement: Engagement
) -> None:
    review.reject(draft=second, reason=RejectReason.NOT_OURS, note="", by=other_editor, now=NOW)
    sent = as_shown(second) | {"city": "مصراتة"}
    for address, more in (
        (reverse("draft_into", args=[second.pk]), {}),
        (reverse("draft_compare", args=[second.pk, engagement.pk]), {"decide": "1"}),
    ):
        DraftWork.objects.all().delete()
        response: Any = late.post(address, sent | more)
        assert response.status_code == 409
        assert "مصراتة" in response.context["typed"].text
        assert DraftWork.objects.get().fields["city"] == ["مصراتة"]


def test_who_typed_nothing_leaves_nothing(late: Client, other_editor: User, draft: Draft) -> None:
    review.approve(draft=draft, decision=decision(draft, city="بنغازي"), by=other_editor, now=NOW)
    response: Any = approve(late, draft)
    assert response.status_code == 409
    assert 'id="typed"' not in response.content.decode()
    assert rows(response) == {("City", "بنغازي", "طرابلس")}
    assert not DraftWork.objects.exists()


def test_what_one_may_not_see_is_not_told(late: Client, other_editor: User, draft: Draft) -> None:
    engagement = review.approve(
        draft=draft, decision=decision(draft, city="بنغازي"), by=other_editor, now=NOW
    )
    Engagement.objects.filter(pk=engagement.pk).update(confidentiality="restricted")
    response = approve(late, draft, city="مصراتة")
    html = response.content.decode()
    # By its approval the draft became as restricted as the engagement: it does not exist for them any more.
    assert response.status_code == 404
    assert "بنغازي" not in html
    assert engagement.get_absolute_url() not in html


def test_of_two_first_approvals_the_later_sees_the_earlier_and_pressing_twice_goes_on(
    late: Client, editor: User, other_editor: User, queue: list[Draft], settings: Settings
) -> None:
    settings.SECOND_APPROVAL = {"open"}
    theirs = decision(queue[0], city="بنغازي")
    assert review.approve_or_endorse(draft=queue[0], decision=theirs, by=other_editor, now=NOW) is None
    response: Any = approve(late, queue[0], city="مصراتة")
    assert response.status_code == 409
    assert rows(response) == {("City", "بنغازي", "مصراتة")}
    assert "بنغازي" in response.content.decode()
    assert DraftWork.objects.get().fields["city"] == ["مصراتة"]
    page: Any = late.get(queue[0].get_absolute_url())
    assert page.context["form"].main["city"].value() == "مصراتة"
    for _ in range(2):
        again = approve(late, queue[1])
        assert (again.status_code, again.headers["Location"]) == (302, f"/drafts/{queue[2].pk}/")
    queue[1].refresh_from_db()
    assert (queue[1].status, queue[1].endorsed_by) == ("endorsed", editor)


@pytest.mark.parametrize("changes", [{}, {"city": "بنغازي"}])
def test_pressing_twice_goes_on(late: Client, queue: list[Draft], changes: dict[str, str]) -> None:
    first, again = (approve(late, queue[0], "?check=yes", **changes) for _ in range(2))
    for response in (first, again):
        assert (response.status_code, response["Location"]) == (302, f"/drafts/{queue[1].pk}/?check=yes")
    html = late.get(again["Location"]).content.decode()
    assert "You had decided this draft already" in html
    assert Engagement.objects.count() == 1
    assert not DraftWork.objects.exists()


def test_rejecting_twice_goes_on(late: Client, queue: list[Draft]) -> None:
    for _ in range(2):
        sent = {"reason": "duplicate", "note": "سطر\r\nوآخر"}
        response = late.post(reverse("draft_reject", args=[queue[0].pk]), sent)
        assert (response.status_code, response.headers["Location"]) == (302, f"/drafts/{queue[1].pk}/")
    assert AuditEntry.objects.filter(subject_type="draft").count() == 1


def test_two_tabs_of_one_editor_lose_nothing(late: Client, queue: list[Draft]) -> None:
    approve(late, queue[0], city="بنغازي")
    response: Any = approve(late, queue[0], city="مصراتة")
    assert response.status_code == 409
    html = response.content.decode()
    assert "You decided this draft yourself" in html
    assert rows(response) == {("City", "بنغازي", "مصراتة")}
    assert DraftWork.objects.get().fields["city"] == ["مصراتة"]
    sent = {"reason": "other", "note": "في الثانية"}
    response = late.post(reverse("draft_reject", args=[queue[0].pk]), sent)
    assert response.status_code == 409
    assert "في الثانية" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_the_same_moment_is_one_decision(places: None) -> None:
    editor = account(Role.EDITOR)
    release = submit(editor)
    drafts = [hand_made_draft(release, index) for index in range(2)]
    sent, start, answers = as_shown(drafts[0]), threading.Barrier(3), []

    def press() -> None:
        client = Client()
        client.force_login(editor)
        try:
            start.wait()
            answers.append(client.post(reverse("draft_approve", args=[drafts[0].pk]), sent))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.status_code for each in answers] == [302] * 3
    assert {each.headers["Location"] for each in answers} == {drafts[1].get_absolute_url()}
    assert Engagement.objects.count() == 1
    assert AuditEntry.objects.filter(subject_type="draft").count() == 1


def test_rows_that_only_moved_do_not_differ(draft: Draft) -> None:
    form = review_form(draft.proposal)
    one = {
        name: value if isinstance(value, list) else [str(value)] for name, value in as_shown(draft).items()
    }
    swapped = {"participants-0-": "participants-1-", "participants-1-": "participants-0-"}
    moved = {swapped.get(name[:15], name[:15]) + name[15:]: value for name, value in one.items()}
    assert moved != one
    assert differences(form, one, moved) == []
