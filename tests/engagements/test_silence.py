"""Who was not met, and what nobody spoke of, for so many days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagements.models import Commitment, Engagement, Partner
from engagements.services.commitments import CommitmentChange, change_commitment
from engagements.services.recording import CommitmentRecord
from tests.engagements.test_growth import first, repeat
from tests.engagements.test_topics import met

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from engagements.models import User
    from tests.engagements.conftest import Register

TODAY = timezone.localdate()


def ago(days: int) -> object:
    return TODAY - timedelta(days=days)


def shown(client: Client, query: str = "") -> list[str]:
    """The names or texts that the page lists."""
    context = client.get(f"/silence/?{query}").context
    if "countries" in context:
        return [row.country.pk for row in context["countries"]]
    if "partners" in context:
        return [row.partner.name for row in context["partners"]]
    return [row.text for row in context["commitments"]]


@pytest.fixture
def viewer(as_role: Callable[[str], Client]) -> Client:
    return as_role("viewer")


def test_countries_whose_last_engagement_is_longer_ago_than_the_days_asked_for(
    register: Register, viewer: Client
) -> None:
    promise = (CommitmentRecord("agreed", "تدريب", "", None),)
    register.engagement(date=ago(91), partner_countries=("JP",))
    register.engagement(date=ago(91), partner_countries=("FR",), commitments=promise)
    register.engagement(date=ago(90), partner_countries=("IT",))
    register.engagement(date=ago(400), partner_countries=("IT",))
    register.engagement(date=ago(200), partner_countries=("MT",), status="cancelled")
    register.engagement(date=ago(-5), partner_countries=("JP",), status="planned")
    register.engagement(date=ago(500), partner_countries=())
    assert shown(viewer) == ["FR", "JP"]
    assert sorted(shown(viewer, "days=89")) == ["FR", "IT", "JP"]
    assert shown(viewer, "days=91") == []
    assert shown(viewer, "region=east_asia") == ["JP"]


def test_partners_of_other_countries_who_were_not_met_lately(register: Register, viewer: Client) -> None:
    for days in (100, 200):
        met(register, date=ago(days), organizations=("شركة هوكوتو", "شركة أخرى"))
    met(register, date=ago(150), organizations=("شركة ثالثة",))
    met(register, date=ago(10), organizations=("شركة أخرى",))
    assert shown(viewer, "what=partners") == ["شركة هوكوتو", "شركة ثالثة"]
    assert shown(viewer, "what=partners&days=120") == ["شركة ثالثة"]
    Partner.objects.filter(name_ar="شركة ثالثة").update(country="LY")
    Partner.objects.filter(name_ar="شركة هوكوتو").update(country="JP")
    assert shown(viewer, "what=partners") == ["شركة هوكوتو"], "our own are not partners that fall silent"
    assert shown(viewer, "what=partners&region=east_asia") == ["شركة هوكوتو"]
    assert shown(viewer, "what=partners&region=west_asia") == []


@pytest.mark.usefixtures("no_default_due")
def test_open_commitments_that_were_not_changed_since(
    register: Register, viewer: Client, account: Callable[..., User]
) -> None:
    def promised(text: str, days: int, due: int | None = None) -> Commitment:
        record = CommitmentRecord("agreed", text, "", None if due is None else TODAY + timedelta(days=due))
        register.engagement(date=ago(days), commitments=(record,))
        return Commitment.objects.get(text=text)

    promised("قديم", 200)
    promised("قديم له موعد", 100, due=10)
    promised("حديث", 90)
    done, touched = promised("منجز", 200), promised("تغير", 200)
    manager = account("manager")
    for one, change in (
        (done, CommitmentChange(status="done", owner="", assignee=None, due_on=None, reason="تم")),
        (touched, CommitmentChange(status="in_progress", owner="", assignee=None, due_on=None, reason="")),
    ):
        change_commitment(commitment=one, change=change, by=manager, now=timezone.now())
    assert shown(viewer, "what=commitments") == ["قديم له موعد", "قديم"]
    assert shown(viewer, "what=commitments&days=150") == ["قديم"]
    assert shown(viewer, "what=commitments&region=east_asia") == ["قديم له موعد", "قديم"]
    assert shown(viewer, "what=commitments&region=oceania") == []


def test_what_is_restricted_breaks_no_silence_for_others(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    promise = (CommitmentRecord("agreed", "سر", "", None),)
    met(register, date=ago(100))
    met(register, date=ago(5), confidentiality="restricted")
    register.engagement(
        date=ago(100), partner_countries=("IT",), confidentiality="restricted", commitments=promise
    )
    viewer, manager = as_role("viewer"), as_role("manager")
    assert (shown(viewer), shown(manager)) == (["JP"], ["IT"])
    assert (shown(viewer, "what=partners"), shown(manager, "what=partners")) == (["شركة هوكوتو"], [])
    assert (shown(viewer, "what=commitments"), shown(manager, "what=commitments")) == ([], ["سر"])


@pytest.mark.parametrize("role", ["viewer", "editor", "manager", "registrar", "admin"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_everybody_sees_it_in_both_languages(
    register: Register, as_role: Callable[[str], Client], role: str, language: str
) -> None:
    client = as_role(role)
    client.cookies["django_language"] = language
    for what in ("countries", "partners", "commitments"):
        assert client.get(f"/silence/?what={what}").status_code == 200
    met(register, date=ago(100), commitments=(CommitmentRecord("agreed", "تدريب", "", None),))
    for what in ("countries", "partners", "commitments"):
        assert len(shown(client, f"what={what}")) == 1


@pytest.mark.parametrize("query", ["days=0", "days=x", "days=99999", "region=moon", "what=x", "nonsense=1"])
def test_an_unclear_question_is_told(register: Register, viewer: Client, query: str) -> None:
    met(register, date=ago(100))
    answer = viewer.get(f"/silence/?{query}")
    assert answer.context["complaints"]
    assert "countries" not in answer.context
    assert 'role="alert"' in answer.content.decode()


def test_the_first_page_tells_the_first_few(register: Register, viewer: Client) -> None:
    met(register, date=ago(100), commitments=(CommitmentRecord("agreed", "تدريب", "", None),))
    silence = viewer.get("/").context["silence"]
    assert [row.country.pk for row in silence.countries] == ["JP"]
    assert [row.partner.name for row in silence.partners] == ["شركة هوكوتو"]
    assert [row.text for row in silence.commitments] == ["تدريب"]


def test_queries_do_not_grow_with_the_rows(register: Register, viewer: Client) -> None:
    addresses = [f"/silence/?what={what}" for what in ("countries", "partners", "commitments")]
    begun = [first(register, number) for number in range(3)]
    Engagement.objects.update(date=ago(100))
    few = [_queries(viewer, address) for address in addresses]
    repeat(begun[0], 297)
    Engagement.objects.update(date=ago(100))
    many = [_queries(viewer, address) for address in addresses]
    assert many == few


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", ["", "?days="])
def test_the_field_says_of_how_many_days_the_page_is(viewer: Client, query: str) -> None:
    answer = viewer.get(f"/silence/{query}")
    assert answer.context["form"]["days"].value() == "90"
    assert 'value="90"' in answer.content.decode()
