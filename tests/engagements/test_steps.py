"""The steps of a follow-up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from engagements.errors import Conflict, Refusal
from engagements.models import AuditEntry, Commitment, Step
from engagements.permissions import Refused
from engagements.services.bulk_changes import Wish, change_many
from engagements.services.steps import StepPlan, add_step, change_step, finish_step, remove_step
from tests.engagements.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from engagements.models import User
    from tests.engagements.conftest import Register

PLAN = StepPlan("إعداد القائمة", due_on=date(2026, 12, 1))


@pytest.fixture
def manager(account: Callable[..., User]) -> User:
    return account("manager")


def test_a_step_from_its_beginning_to_its_end(register: Register, manager: User) -> None:
    commitment = register.commitment()
    add_step(commitment=commitment, plan=PLAN, by=manager, now=NOW)
    second = add_step(commitment=commitment, plan=StepPlan(" إرسالها "), by=manager, now=NOW)
    assert [(one.text, one.position) for one in Step.objects.all()] == [("إعداد القائمة", 0), ("إرسالها", 1)]
    change_step(step=second, plan=StepPlan("إرسالها بالبريد", manager), by=manager, now=NOW)
    second.refresh_from_db()
    finish_step(step=second, done=True, by=manager, now=NOW)
    second.refresh_from_db()
    assert (second.done_on, second.assignee) == (date(2026, 11, 22), manager)
    finish_step(step=second, done=False, by=manager, now=NOW)
    second.refresh_from_db()
    remove_step(step=second, by=manager, now=NOW)
    assert Step.objects.count() == 1
    told = [one.changes for one in AuditEntry.objects.filter(subject_type="commitment")]
    assert told == [
        {"step": ["إرسالها بالبريد", None]},
        {"step_done": ["إرسالها بالبريد", None]},
        {"step_done": [None, "إرسالها بالبريد"]},
        {"step": ["إرسالها", f"إرسالها بالبريد · {manager.display_name}"]},
        {"step": [None, "إرسالها"]},
        {"step": [None, "إعداد القائمة"]},
    ]


@pytest.mark.parametrize(("said", "left"), [("finish", 0), ("leave", 1)])
def test_whoever_finishes_it_says_what_becomes_of_open_steps(
    register: Register, manager: User, as_role: Callable[[str], Client], said: str, left: int
) -> None:
    commitment, client = register.commitment(), as_role("manager")
    Step.objects.create(commitment=commitment, text="أولى", done_on=date(2026, 11, 1))
    Step.objects.create(commitment=commitment, text="إعداد القائمة", position=1)
    address = f"/follow-ups/{commitment.pk}/"
    form = {
        "version": commitment.version,
        "status": "done",
        "owner": commitment.owner,
        "due_on": commitment.due_on or "",
    }
    answer = client.post(address, form)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["steps"])
    assert 'name="steps" class="select" autofocus' in answer.content.decode()
    cell = {"version": commitment.version, "status": "done"}
    shown = client.post(f"{address}in-place/status/", cell, headers={"X-Requested-With": "fetch"})
    assert (shown.status_code, 'name="steps"' in shown.content.decode()) == (400, True)
    many = {"number": commitment.pk, "status": "done", "wish": "1"}
    asked = client.post("/follow-ups/many/", many)
    assert (asked.status_code, list(asked.context["form"].errors)) == (422, ["steps"])
    assert len(client.post("/follow-ups/many/", many | {"steps": "leave"}).context["changing"]) == 1
    assert Commitment.objects.get().status == "open"
    assert client.post(address, form | {"steps": said}).status_code == 302
    assert Step.objects.filter(done_on=None).count() == left
    name = "step_left" if left else "step_done"
    assert AuditEntry.objects.latest("pk").changes[name] == [None, "إعداد القائمة"]


def test_a_refused_change_of_many_leaves_the_one_as_it_was(register: Register, manager: User) -> None:
    commitment = register.commitment()
    Step.objects.create(commitment=commitment, text="إعداد القائمة")
    seen = {commitment.pk: commitment.version}
    bulk = change_many(seen=seen, wish=Wish(status="done"), by=manager, now=NOW)
    assert (len(bulk.refused), Commitment.objects.get().status) == (1, "open")
    bulk = change_many(seen=seen, wish=Wish(status="done", steps="leave"), by=manager, now=NOW)
    assert (len(bulk.changes), Commitment.objects.get().status) == (1, "done")


def test_what_somebody_else_changed_is_a_conflict(register: Register, manager: User) -> None:
    step = add_step(commitment=register.commitment(), plan=PLAN, by=manager, now=NOW)
    Step.objects.update(text="غيرها")
    with pytest.raises(Conflict):
        change_step(step=step, plan=replace(PLAN, text="أخرى"), by=manager, now=NOW)
    with pytest.raises(Conflict):
        finish_step(step=step, done=True, by=manager, now=NOW)
    with pytest.raises(Conflict):
        remove_step(step=step, by=manager, now=NOW)
    assert (Step.objects.get().text, Step.objects.get().done_on) == ("غيرها", None)


def test_a_due_date_that_nobody_means_is_refused(register: Register, manager: User) -> None:
    far = replace(PLAN, due_on=date(9999, 12, 30))
    step = add_step(commitment=register.commitment(), plan=PLAN, by=manager, now=NOW)
    with pytest.raises(Refusal, match="1990"):
        add_step(commitment=step.commitment, plan=far, by=manager, now=NOW)
    with pytest.raises(Refusal, match="1990"):
        change_step(step=step, plan=far, by=manager, now=NOW)
    assert Step.objects.get().due_on == PLAN.due_on


def test_nothing_to_change_leaves_no_trail(register: Register, manager: User) -> None:
    step = add_step(commitment=register.commitment(), plan=PLAN, by=manager, now=NOW)
    change_step(step=step, plan=PLAN, by=manager, now=NOW)
    finish_step(step=step, done=False, by=manager, now=NOW)
    assert AuditEntry.objects.filter(subject_type="commitment").count() == 1


def test_a_step_has_a_text(register: Register, manager: User) -> None:
    commitment = register.commitment()
    with pytest.raises(Refusal):
        add_step(commitment=commitment, plan=StepPlan("  "), by=manager, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(commitment=commitment, text="")


@pytest.mark.parametrize("role", ["viewer", "registrar"])
def test_roles_without_the_permission_add_no_step(
    register: Register, account: Callable[..., User], role: str
) -> None:
    with pytest.raises(Refused):
        add_step(commitment=register.commitment(), plan=PLAN, by=account(role), now=NOW)
