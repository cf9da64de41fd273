"""Values that are changed in their row of the list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from engagements.models import Commitment

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register


def in_place(client: Client, one: Commitment, name: str, **values: Any) -> Any:
    data = {"version": one.version} | values
    return client.post(f"/follow-ups/{one.pk}/in-place/{name}/", data, headers={"X-Requested-With": "fetch"})


def test_a_value_is_changed_in_its_row(register: Register, as_role: Callable[[str], Client]) -> None:
    client = as_role("manager")
    one = register.commitment(due_on=date(2027, 1, 10))
    for name, value in (("status", "in_progress"), ("owner", "السفارة"), ("due", "2027-02-01")):
        one.refresh_from_db()
        answer = in_place(client, one, name, **{name: value}, reason="لسبب", next="/follow-ups/?view=all")
        assert answer.status_code == 200
        assert "next=%2Ffollow-ups%2F%3Fview%3Dall" in answer.content.decode()
    assert 'href="?view=overdue"' in answer.content.decode(), "the tabs, whose numbers may be others now"
    one.refresh_from_db()
    assert (one.status, one.owner, one.due_on) == ("in_progress", "السفارة", date(2027, 2, 1))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("status", {"status": "dropped"}),
        ("due", {"due": "2027-02-01"}),
        ("due", {"due": "soon"}),
        ("due", {"due": "9999-12-30", "reason": "لسبب"}),
        ("status", {"status": "late"}),
        ("assignee", {"assignee": "0"}),
        ("owner", {"owner": "x" * 301}),
    ],
)
def test_what_the_rules_refuse_stays_in_the_cell(
    register: Register, as_role: Callable[[str], Client], name: str, values: dict[str, str]
) -> None:
    one = register.commitment(due_on=date(2027, 1, 10))
    answer = in_place(as_role("manager"), one, name, **values)
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert Commitment.objects.get().version == one.version


def test_a_cell_that_was_overtaken_keeps_what_was_typed_and_can_be_sent_again(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    client, one = as_role("manager"), register.commitment()
    Commitment.objects.update(status="in_progress")
    answer = in_place(client, one, "owner", owner="السفارة")
    assert answer.status_code == 409
    form = answer.context["form"]
    assert form["owner"].value() == "السفارة"
    fresh = Commitment.objects.get()
    assert form["version"].value() == fresh.version
    assert in_place(client, fresh, "owner", owner="السفارة").status_code == 200
    assert Commitment.objects.get().owner == "السفارة"


def test_without_script_a_cell_leads_to_the_page_of_the_follow_up(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    one = register.commitment()
    answer = as_role("manager").get(f"/follow-ups/{one.pk}/in-place/status/")
    assert answer.headers["Location"] == f"/follow-ups/{one.pk}/"


@pytest.mark.parametrize("role", ["viewer", "editor", "registrar"])
def test_others_see_the_list_and_change_nothing_in_it(
    register: Register, as_role: Callable[[str], Client], role: str
) -> None:
    one, client = register.commitment(), as_role(role)
    page = client.get("/follow-ups/").content.decode()
    assert one.text in page
    assert "data-edit" not in page
    assert 'class="pick"' not in page
    assert in_place(client, one, "status", status="done").status_code == 403


def test_no_other_value_is_changed_in_place(register: Register, as_role: Callable[[str], Client]) -> None:
    one = register.commitment()
    assert in_place(as_role("manager"), one, "kind", kind="signed").status_code == 404
