"""Many drafts decided at once: each by itself, after a look at the list, with a report of what was not done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from engagements.models import AuditEntry, Engagement, Source, User
from ingest.models import Draft, DraftWork, RejectReason, ReviewEvent, SuggestedPair
from ingest.services import bulk, holding, postponing, review
from ingest.services.fingerprints import keep_draft_prints
from tests.ingest.conftest import NOW, RELEASE, decision, hand_made_draft, proposal, submit

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import Settings

    from ingest.models import Release

TEN = timedelta(minutes=10)
APPROVE, REJECT = "/drafts/many/approve/", "/drafts/many/reject/"


def sure(body: Any) -> Any:
    """The proposal with every value sure."""
    if isinstance(body, dict):
        return {
            key: "sure" if key.endswith("_band") and isinstance(value, str) else _sure_list(key, value)
            for key, value in body.items()
        }
    return body


def _sure_list(key: str, value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return ["sure" for _ in value] if key.endswith("_band") else [sure(each) for each in value]


@pytest.fixture
def release(places: None, editor: User) -> Release:
    return submit(editor, outlet="المكتب الإعلامي")


@pytest.fixture
def drafts(release: Release) -> list[Draft]:
    """Three with nothing to look at, and a fourth with values to check."""
    body = sure(proposal())
    made = [hand_made_draft(release, index, **body | {"title": f"draft {index}"}) for index in range(3)]
    return [*made, hand_made_draft(release, 3, title="draft 3")]


def statuses() -> list[str]:
    return list(Draft.objects.order_by("index").values_list("status", flat=True))


def numbers(drafts: list[Draft]) -> list[int]:
    return [draft.pk for draft in drafts]


def whys(outcomes: list[bulk.Outcome]) -> dict[str, str]:
    return {outcome.title: outcome.why for outcome in outcomes}


def test_what_is_sure_is_approved_as_it_was_proposed(drafts: list[Draft], editor: User) -> None:
    outcomes = bulk.approve_all(numbers(drafts), by=editor, now=NOW)
    assert whys(outcomes)["draft 3"]
    assert [outcome.why for outcome in outcomes[:3]] == ["", "", ""]
    assert statuses() == ["approved", "approved", "approved", "pending"]
    assert Engagement.objects.count() == 3
    entries = AuditEntry.objects.filter(action="approved", subject_type__contains="draft").order_by(
        "subject_id"
    )
    assert list(entries.values_list("subject_id", flat=True)) == numbers(drafts[:3])


def test_it_is_the_decision_of_who_opens_the_draft_and_changes_nothing(
    drafts: list[Draft], editor: User
) -> None:
    bulk.approve_all([drafts[0].pk], by=editor, now=NOW)
    review.approve(draft=drafts[1], decision=decision(drafts[1]), by=editor, now=NOW)
    events = [
        list(
            ReviewEvent.objects.filter(draft=draft)
            .order_by("field")
            .values_list("field", "verdict", "decided")
        )
        for draft in drafts[:2]
    ]
    assert [event for event in events[0] if event[0] != "title"] == [
        event for event in events[1] if event[0] != "title"
    ]
    assert {verdict for _field, verdict, _decided in events[0]} == {"accepted"}
    one, other = Engagement.objects.order_by("pk")
    for name in ("kind", "status", "date", "date_precision", "city", "country", "confidentiality"):
        assert getattr(one, name) == getattr(other, name), name
    assert list(one.topics.all()) == list(other.topics.all())
    assert [each.name for each in one.participations.all()] == [
        each.name for each in other.participations.all()
    ]
    assert one.evidence.count() == other.evidence.count()


def test_what_has_to_be_looked_at_is_left(
    drafts: list[Draft], editor: User, other_editor: User, release: Release
) -> None:
    open_elsewhere, begun, likely, checked = drafts
    holding.claim(number=open_elsewhere.pk, by=other_editor, now=NOW, lasting=TEN)
    DraftWork.objects.create(draft=begun, by=editor, fields={}, saved_at=NOW)
    other = hand_made_draft(release, 4, **sure(proposal()) | {"title": "draft 4"})
    SuggestedPair.objects.create(draft=likely, other_draft=other, score=0.8)
    put_off = hand_made_draft(release, 5, **sure(proposal()) | {"title": "draft 5"})
    postponing.postpone(draft=put_off, until=(NOW + TEN * 999).date(), note="", by=editor, now=NOW)
    gone = hand_made_draft(release, 6, **sure(proposal()) | {"title": "draft 6"})
    review.reject(draft=gone, reason=RejectReason.OTHER, note="x", by=other_editor, now=NOW)
    incomplete = hand_made_draft(release, 7, **sure(proposal()) | {"title": ""})
    all_of_them = [*drafts, put_off, gone, incomplete]
    outcomes = bulk.approve_all(numbers(all_of_them), by=editor, now=NOW)
    told = [outcome.why for outcome in outcomes]
    assert all(told)
    assert len(set(told)) == 7
    assert "second" in told[0]  # who has it open
    assert "second" in told[5]  # who rejected it
    assert Engagement.objects.count() == 0
    assert checked.status == "pending"


def test_a_suggestion_that_was_not_known_yet_is_found_when_its_turn_comes(editor: User, places: None) -> None:
    """Of two accounts of one event the second is left, though nobody paired them."""
    told_twice = []
    for number, outlet in enumerate(("الوزارة", "الجريدة")):
        release = submit(editor, RELEASE + "\n" * number, outlet=outlet)
        draft = hand_made_draft(release, **sure(proposal()))
        keep_draft_prints([draft], Source.objects.get(pk=release.pk))
        told_twice.append(draft)
    assert not SuggestedPair.objects.exists()
    outcomes = bulk.approve_all(numbers(told_twice), by=editor, now=NOW)
    assert all(outcome.why for outcome in outcomes)
    assert Engagement.objects.count() == 0


def test_what_takes_a_second_person_is_left(drafts: list[Draft], editor: User, settings: Settings) -> None:
    settings.SECOND_APPROVAL = frozenset({"open", "restricted"})
    outcomes = bulk.approve_all([drafts[0].pk], by=editor, now=NOW)
    assert outcomes[0].why
    assert statuses()[0] == "pending"


def test_many_are_rejected_for_one_reason(drafts: list[Draft], editor: User, other_editor: User) -> None:
    holding.claim(number=drafts[1].pk, by=other_editor, now=NOW, lasting=TEN)
    outcomes = bulk.reject_all(numbers(drafts), reason=RejectReason.NOT_OURS, note="همزة", by=editor, now=NOW)
    assert [bool(outcome.why) for outcome in outcomes] == [False, True, False, False]
    assert statuses() == ["rejected", "pending", "rejected", "rejected"]
    assert AuditEntry.objects.filter(action="rejected", note="همزة").count() == 3
    again = bulk.reject_all(numbers(drafts), reason=RejectReason.OTHER, note="", by=editor, now=NOW)
    assert all(outcome.why for outcome in again)
    assert set(Draft.objects.filter(status="rejected").values_list("reason", flat=True)) == {"not_ours"}


def test_numbers_that_are_none_and_numbers_twice(drafts: list[Draft], editor: User) -> None:
    asked = [drafts[0].pk, drafts[0].pk, 999_999]
    assert len(bulk.approve_all(asked, by=editor, now=NOW)) == 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_first_a_list_is_shown_and_nothing_decided(
    drafts: list[Draft], client: Client, editor: User, language: str
) -> None:
    client.force_login(editor)
    client.cookies["django_language"] = language
    response = client.post(APPROVE, {"draft": [drafts[0].pk, drafts[3].pk]})
    assert [line.row.draft for line in response.context["lines"]] == [drafts[0]]
    assert [line.row.draft for line in response.context["left_out"]] == [drafts[3]]
    html = response.content.decode()
    assert "كينجي موراكامي" in html
    assert ("اليابان" if language == "ar" else "Japan") in html
    assert set(statuses()) == {"pending"}


def test_the_whole_list_means_the_list_that_was_asked_for(
    drafts: list[Draft], client: Client, editor: User
) -> None:
    client.force_login(editor)
    response = client.get(APPROVE + "?sort=newest&check=no")
    assert [line.row.draft.index for line in response.context["lines"]] == [2, 1, 0]
    assert response.context["total"] == 3
    assert client.get(APPROVE + "?check=maybe").context["lines"] == []
    assert set(statuses()) == {"pending"}


def test_no_more_than_an_editor_reads(
    drafts: list[Draft], client: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 2)
    client.force_login(editor)
    response = client.get(REJECT)
    assert len(response.context["lines"]) == 2
    assert response.context["total"] == 4
    assert len(bulk.approve_all(numbers(drafts), by=editor, now=NOW)) == 2


def test_what_stays_ticked_is_done_and_the_report_says_what_was_not(
    drafts: list[Draft], client: Client, editor: User, other_editor: User
) -> None:
    client.force_login(editor)
    review.reject(draft=drafts[1], reason=RejectReason.OTHER, note="x", by=other_editor, now=NOW)
    response = client.post(
        APPROVE + "?check=no", {"draft": numbers(drafts[:2]), "confirmed": "1"}, follow=True
    )
    assert response.redirect_chain == [("/drafts/many/done/?check=no", 302)]
    assert statuses() == ["approved", "rejected", "pending", "pending"]
    assert [draft for _each, draft in response.context["done"]] == [drafts[0]]
    assert [each["number"] for each in response.context["not_done"]] == [drafts[1].pk]
    html = response.content.decode()
    assert Engagement.objects.get().get_absolute_url() in html
    assert reverse("draft_undo", args=[drafts[0].pk]) in html
    assert 'href="/drafts/?check=no"' in html
    assert "second" in html


def test_rejecting_asks_for_the_reason(drafts: list[Draft], client: Client, editor: User) -> None:
    client.force_login(editor)
    ticked: dict[str, Any] = {"draft": numbers(drafts), "confirmed": "1"}
    assert client.post(REJECT, ticked).status_code == 422
    assert client.post(REJECT, ticked | {"reason": "other"}).status_code == 422
    assert set(statuses()) == {"pending"}
    assert client.post(REJECT, ticked | {"reason": "not_ours"}).status_code == 302
    assert set(statuses()) == {"rejected"}


def test_nothing_ticked_decides_nothing(drafts: list[Draft], client: Client, editor: User) -> None:
    client.force_login(editor)
    response = client.post(APPROVE + "?sort=newest", {"confirmed": "1"})
    assert (response.status_code, response["Location"]) == (302, "/drafts/?sort=newest")
    assert client.post(APPROVE, {"draft": ["1; DROP"]}).status_code == 400
    assert client.get(reverse("drafts_many", args=["burn"])).status_code == 404
    assert client.get(reverse("drafts_many_done"))["Location"] == "/drafts/"
    assert set(statuses()) == {"pending"}


def test_only_who_may_review_decides_many(
    drafts: list[Draft], client: Client, viewer: User, manager: User
) -> None:
    for user in (viewer, manager):
        client.force_login(user)
        assert client.get(APPROVE).status_code == 403
        assert client.post(REJECT, {"draft": numbers(drafts)}).status_code == 403
        assert client.get(reverse("drafts_many_done")).status_code == 403


def test_the_list_to_confirm_costs_the_same_however_long(
    drafts: list[Draft],
    client: Client,
    editor: User,
    release: Release,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(editor)
    for index in range(4, 40):
        hand_made_draft(release, index, **sure(proposal()) | {"title": f"draft {index}"})
    with django_assert_max_num_queries(12):
        response = client.get(APPROVE)
    assert len(response.context["lines"]) == 39
