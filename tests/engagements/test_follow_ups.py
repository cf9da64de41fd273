"""The follow-up list, one change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from engagements.models import Commitment

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from engagements.models import User
    from tests.engagements.conftest import Register


def posted(commitment: Commitment, **values: Any) -> dict[str, Any]:
    fields = {
        "version": commitment.version,
        "status": commitment.status,
        "owner": commitment.owner,
        "assignee": commitment.assignee_id or "",
        "due_on": commitment.due_on or "",
        "reason": "",
    }
    return fields | values


def test_the_list_is_ordered_by_due_date_and_paged(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    for number in range(60):
        register.commitment(due_on=None if number % 6 == 0 else date(2027, 1, 1 + number // 3))
    client = as_role("viewer")
    first = client.get("/follow-ups/").context["page"]
    second = client.get(f"/follow-ups/{first.older_query}").context["page"]
    seen = [one.pk for one in (*first.rows, *second.rows)]
    wanted = sorted(Commitment.objects.all(), key=lambda one: (one.due_on or date.max, one.pk))
    assert seen == [one.pk for one in wanted]
    assert (first.total, first.shown, second.older_query) == (60, 50, "")


@pytest.mark.usefixtures("no_default_due")
def test_ready_views_carry_their_counts(register: Register, as_role: Callable[[str], Client]) -> None:
    register.commitment(due_on=timezone.localdate() - timedelta(days=3))
    register.commitment()
    views = as_role("viewer").get("/follow-ups/?view=overdue").context["views"]
    assert {view.value: view.count for view in views} == {
        "": 2, "mine": 0, "overdue": 1, "soon": 0, "no_owner": 2, "unassigned": 2, "no_due": 1,
        "silent": 0, "done": 0, "all": 2,
    }  # fmt: skip
    assert [view.value for view in views if view.picked] == ["overdue"]


def test_a_manager_changes_a_follow_up_and_returns_to_the_list(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    commitment = register.commitment()
    client = as_role("manager")
    address = f"/follow-ups/{commitment.pk}/"
    assert client.get(address).status_code == 200
    back = "/follow-ups/?view=no_due"
    answer = client.post(
        address, posted(commitment, status="in_progress", due_on="2027-02-01", next=back), follow=True
    )
    assert answer.redirect_chain == [(back, 302)]
    commitment.refresh_from_db()
    assert (commitment.status, commitment.due_on) == ("in_progress", date(2027, 2, 1))


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org/", "javascript:alert(1)", "x"])
def test_a_change_leads_nowhere_else(register: Register, as_role: Callable[[str], Client], away: str) -> None:
    commitment = register.commitment()
    answer = as_role("manager").post(f"/follow-ups/{commitment.pk}/", posted(commitment, next=away))
    assert answer.headers["Location"] == commitment.get_absolute_url()


@pytest.mark.parametrize("role", ["viewer", "editor", "registrar"])
def test_others_look_at_one_and_cannot_change_it(
    register: Register, as_role: Callable[[str], Client], role: str
) -> None:
    commitment = register.commitment()
    client = as_role(role)
    address = f"/follow-ups/{commitment.pk}/"
    seen = client.get(address)
    assert seen.status_code == 200
    assert f'action="{address}"' not in seen.content.decode()
    assert client.post(address, posted(commitment, status="done")).status_code == 403
    assert Commitment.objects.get().status == "open"


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "done", "due_on": "soon"},
        {"status": "late"},
        {"status": "dropped"},
        {"assignee": "0"},
        {"owner": "x" * 301},
    ],
)
def test_a_wrong_form_changes_nothing_and_keeps_what_was_typed(
    register: Register, as_role: Callable[[str], Client], wrong: dict[str, str]
) -> None:
    commitment = register.commitment()
    answer = as_role("manager").post(
        f"/follow-ups/{commitment.pk}/", posted(commitment, **{"owner": "اللجنة الفنية"} | wrong)
    )
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert ("اللجنة الفنية" if "owner" not in wrong else "x" * 301) in answer.content.decode()
    assert Commitment.objects.get().version == commitment.version


def test_a_form_that_was_overtaken_is_a_conflict_that_shows_both(
    register: Register, as_role: Callable[[str], Client], account: Callable[..., User]
) -> None:
    commitment = register.commitment()
    Commitment.objects.update(status="in_progress", owner="إدارة المواصفات")
    answer = as_role("manager").post(
        f"/follow-ups/{commitment.pk}/", posted(commitment, status="done", owner="مركز البحوث")
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "مركز البحوث" in text
    assert "إدارة المواصفات" in text
    assert Commitment.objects.get().status == "in_progress"


def test_a_restricted_follow_up_cannot_be_changed_by_its_number(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    assert as_role("manager").post("/follow-ups/999999/", {}).status_code == 404
