"""The pages on which a draft joins an engagement, and is taken out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from engagements.errors import Conflict
from engagements.models import Commitment, Engagement, Participation, User
from engagements.permissions import Role
from engagements.services.merging import Unification, merge_engagements, version_of
from ingest.forms.comparing import as_sent
from ingest.forms.review import review_form
from ingest.models import Draft, RejectReason
from ingest.services import review
from tests.ingest.conftest import NOW, RELEASE, account, as_shown, decision, hand_made_draft, submit
from tests.ingest.joining import join, joined

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client


def test_the_pages_lead_from_the_draft_into_the_engagement(
    client: Client, engagement: Engagement, second: Draft, editor: User
) -> None:
    client.force_login(editor)
    typed = as_shown(second) | {"city": "مصراتة", "participants-1-name": "كنجي موراكامي"}
    answer = client.post(reverse("draft_into", args=[second.pk]), typed)
    assert answer.status_code == 200
    address = reverse("draft_compare", args=[second.pk, engagement.pk])
    assert f'formaction="{address}"' in answer.content.decode()
    assert dict(answer.context["carried"])["city"] == "مصراتة"
    carried = dict(answer.context["carried"])
    found = client.post(
        reverse("draft_into", args=[second.pk]), carried | {"search": "1", "find-q": str(engagement.pk)}
    )
    assert [one.pk for one in found.context["others"]] == [engagement.pk]
    answer = client.post(address, carried)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "مصراتة" in html
    assert Draft.objects.get(pk=second.pk).status == "pending", "looking decides nothing"
    form = answer.context["form"]
    sent = {
        bound.html_name: bound.value() if not bound.html_name.startswith("into-add-") else "on"
        for bound in form
    }
    answer = client.post(f"{address}?outlet=x", carried | sent | {"decide": "1"})
    assert answer.status_code == 302, answer.content.decode()[:500]
    assert answer["Location"].startswith("/drafts/")
    engagement.refresh_from_db()
    assert engagement.city == "طرابلس"
    sides = {one.value for one in engagement.evidence.filter(field="city")}
    assert sides == {"طرابلس", "مصراتة"}, "what the editor read is what this source says"
    assert engagement.disputed == 3


def test_a_link_compares_what_the_machine_proposed(
    client: Client, engagement: Engagement, second: Draft, editor: User
) -> None:
    client.force_login(editor)
    answer = client.get(reverse("draft_compare", args=[second.pk, engagement.pk]))
    assert answer.status_code == 200
    sent = as_sent(review_form(second.proposal))
    assert dict(answer.context["carried"])["title"] == sent["title"]
    assert client.get(reverse("draft_into", args=[second.pk])).status_code == 200


def test_what_is_not_complete_goes_back_to_the_draft(
    client: Client, engagement: Engagement, second: Draft, editor: User
) -> None:
    client.force_login(editor)
    typed = as_shown(second) | {"country": "أطلانطس"}
    for name, numbers in (("draft_into", [second.pk]), ("draft_compare", [second.pk, engagement.pk])):
        answer = client.post(reverse(name, args=numbers), typed)
        assert answer.status_code == 422
        assert "أطلانطس" in answer.content.decode()


def test_decided_meanwhile_is_a_conflict_and_nothing_typed_is_lost(
    client: Client, engagement: Engagement, second: Draft, editor: User, other_editor: User
) -> None:
    typed = as_shown(second) | {"city": "مصراتة", "decide": "1"}
    review.reject(draft=second, reason=RejectReason.OTHER, note="", by=other_editor, now=NOW)
    client.force_login(editor)
    for name, numbers in (("draft_into", [second.pk]), ("draft_compare", [second.pk, engagement.pk])):
        answer = client.post(reverse(name, args=numbers), typed)
        assert answer.status_code == 409
        html = answer.content.decode()
        assert "second" in html
        assert "مصراتة" in html
    assert engagement.sources.count() == 1


def test_an_engagement_merged_meanwhile_is_not_there(
    client: Client, engagement: Engagement, second: Draft, editor: User
) -> None:
    third = hand_made_draft(submit(editor, RELEASE + "\n\n"))
    other = review.approve(draft=third, decision=decision(third), by=editor, now=NOW)
    made = joined(second, engagement, editor)
    merge_engagements(
        survivor=other,
        merged=engagement,
        unification=Unification(),
        version=version_of(other, engagement),
        by=editor,
        now=NOW,
    )
    with pytest.raises(Conflict):
        review.merge_into(draft=second, engagement=engagement, decision=made, by=editor, now=NOW)
    second.refresh_from_db()
    assert second.status == "pending"
    client.force_login(editor)
    assert client.get(reverse("draft_compare", args=[second.pk, engagement.pk])).status_code == 404


def test_what_an_account_may_not_see_does_not_exist(
    client: Client, engagement: Engagement, second: Draft, editor: User
) -> None:
    Engagement.objects.update(confidentiality="restricted")
    client.force_login(editor)
    assert client.get(reverse("draft_compare", args=[second.pk, engagement.pk])).status_code == 404
    found = client.post(
        reverse("draft_into", args=[second.pk]),
        as_shown(second) | {"search": "1", "find-q": str(engagement.pk)},
    )
    assert found.context["others"] == []
    assert engagement.get_absolute_url() not in found.content.decode()
    assert client.get(reverse("source_out", args=[engagement.pk, second.release_id])).status_code == 404


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER])
def test_who_may_not_review_is_refused(
    client: Client, engagement: Engagement, second: Draft, role: Role
) -> None:
    client.force_login(account(role, "somebody"))
    for address in (
        reverse("draft_into", args=[second.pk]),
        reverse("draft_compare", args=[second.pk, engagement.pk]),
        reverse("source_out", args=[engagement.pk, second.release_id]),
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, {"decide": "1"}).status_code == 403


def test_taking_out_on_the_page(client: Client, engagement: Engagement, second: Draft, editor: User) -> None:
    client.force_login(editor)
    address = reverse("source_out", args=[engagement.pk, second.release_id])
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, engagement.get_absolute_url())
    join(second, engagement, editor)
    assert address in client.get(engagement.get_absolute_url()).content.decode()
    assert address in client.get(second.get_absolute_url()).content.decode()
    assert client.get(address).context["obstacles"] == []
    person = engagement.participations.get(name="آيا تاناهاشي")
    Participation.objects.filter(pk=person.pk).update(role="السفيرة")
    assert "آيا تاناهاشي" in client.get(address).content.decode()
    assert client.post(address).status_code == 409
    Participation.objects.filter(pk=person.pk).update(role="الملحقة الاقتصادية")
    assert client.post(address).status_code == 302
    second.refresh_from_db()
    assert second.status == "pending"
    assert 'data-key="approve"' in client.get(second.get_absolute_url()).content.decode()


@pytest.mark.parametrize("size", [1, 30])
def test_the_comparison_costs_the_same_however_large(
    client: Client,
    engagement: Engagement,
    second: Draft,
    editor: User,
    size: int,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    for number in range(size):
        Participation.objects.create(engagement=engagement, name="", role=f"مدير {number}", side="home")
        Commitment.objects.create(engagement=engagement, kind="agreed", text=f"التزام {number}")
    client.force_login(editor)
    with django_assert_max_num_queries(45):
        assert client.get(reverse("draft_compare", args=[second.pk, engagement.pk])).status_code == 200
