"""The pages on which many follow-ups are changed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engagements.models import BulkChange, Commitment
from engagements.services.bulk_changes import Wish, change_many
from tests.engagements.follow_ups.conftest import NOW, as_rows, seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from engagements.models import User


def wished(**values: str) -> dict[str, Any]:
    fields = dict.fromkeys(("status", "assignee", "unit", "owner", "due_on", "later", "reason"), "")
    return fields | values


def test_the_pages_lead_from_the_ticks_to_one_confirmation_and_back(
    three: list[Commitment], as_role: Callable[[str], Client]
) -> None:
    client = as_role("manager")
    numbers = [one.pk for one in three]
    address = "/follow-ups/many/?view=all"
    chosen = client.post(address, {"number": numbers})
    assert {one.pk for one in chosen.context["rows"]} == set(numbers)
    shown = client.post(address, {"number": numbers, "wish": "1"} | wished(status="in_progress"))
    assert len(shown.context["changing"]) == 2
    assert [one.commitment.pk for one in shown.context["refused"]] == [numbers[2]]
    assert not BulkChange.objects.exists()
    versions = [f"{one.commitment.pk}:{one.commitment.version}" for one in shown.context["changing"]]
    done = client.post(
        address,
        {"number": numbers, "seen": versions, "confirmed": "1"} | wished(status="in_progress"),
        follow=True,
    )
    bulk = BulkChange.objects.get()
    assert {one.pk for one in done.context["done"]} == set(numbers[:2])
    assert done.context["back"] == "/follow-ups/?view=all"
    client.post(f"{bulk.get_absolute_url()}undo/", {"next": "/follow-ups/?view=all"})
    assert set(Commitment.objects.values_list("status", flat=True)) == {"open", "done"}
    again = client.post(f"{bulk.get_absolute_url()}undo/")
    assert again.status_code == 409


def test_without_ticks_the_whole_list_is_meant_up_to_a_bound(
    three: list[Commitment], as_role: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engagements.views.bulk_changes.MOST", 1)
    page = as_role("manager").get("/follow-ups/many/?status=open")
    assert (page.context["total"], [one.pk for one in page.context["rows"]]) == (2, [three[0].pk])


def test_a_missing_reason_is_told_at_its_field(
    three: list[Commitment], as_role: Callable[[str], Client]
) -> None:
    form = {"number": [three[0].pk], "wish": "1"} | wished(status="dropped")
    answer = as_role("manager").post("/follow-ups/many/", form)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    page = answer.content.decode()
    assert 'id="id_reason_error"' in page
    field = page[page.index('<textarea name="reason"') :].partition(">")[0]
    assert "autofocus" in field
    assert 'aria-invalid="true"' in field
    assert "id_reason_error" in field


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"reason": "لا شيء"},
        {"due_on": "soon"},
        {"status": "late"},
        {"due_on": "2027-01-01", "later": "3"},
        {"assignee": "0"},
        {"later": "99999"},
    ],
)
def test_an_unclear_wish_changes_nothing(
    three: list[Commitment], as_role: Callable[[str], Client], wrong: dict[str, str]
) -> None:
    before = as_rows()
    client = as_role("manager")
    for step in ("wish", "confirmed"):
        answer = client.post(
            "/follow-ups/many/", {"number": [one.pk for one in three], step: "1"} | wished(**wrong)
        )
        assert answer.status_code == 422
        assert answer.context["form"].errors
    assert as_rows() == before


@pytest.mark.parametrize("role", ["viewer", "editor", "registrar"])
def test_the_pages_are_for_managers(
    three: list[Commitment], as_role: Callable[[str], Client], manager: User, role: str
) -> None:
    bulk = change_many(seen=seen(*three), wish=Wish(assignee=(manager,)), by=manager, now=NOW)
    client = as_role(role)
    for answer in (
        client.get("/follow-ups/many/"),
        client.post("/follow-ups/many/", {"number": three[0].pk}),
        client.get(bulk.get_absolute_url()),
        client.post(f"{bulk.get_absolute_url()}undo/"),
    ):
        assert answer.status_code == 403
    assert "/follow-ups/many/" not in client.get("/follow-ups/").content.decode()


def test_numbers_that_are_none_are_refused(three: list[Commitment], as_role: Callable[[str], Client]) -> None:
    client = as_role("manager")
    assert client.post("/follow-ups/many/", {"number": "x"}).status_code == 400
    confirmed = {"number": three[0].pk, "seen": "x", "confirmed": "1"} | wished(status="done")
    assert client.post("/follow-ups/many/", confirmed).status_code == 400
