"""The steps of a follow-up: added, changed, finished, removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.errors import Conflict, Refusal
from engagements.models import Action, Commitment, Step, User
from engagements.services import audit
from engagements.services.commitments import held
from engagements.services.due_dates import check_due_date
from engagements.services.names import tidy
from engagements.services.notices import tell_of_changes

if TYPE_CHECKING:
    from datetime import date, datetime

    from engagements.services.audit import Changes

MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class StepPlan:
    """What a step is to become."""

    text: str
    assignee: User | None = None
    due_on: date | None = None


@transaction.atomic
def add_step(*, commitment: Commitment, plan: StepPlan, by: User, now: datetime) -> Step:
    """Adds a step behind the others.

    Raises Refused if `by` may not, Refusal without a text, for a due date that cannot be meant, or if there are a
    hundred already.
    """
    found = held(commitment, by)
    text = _text(plan)
    check_due_date(plan.due_on)
    if found.steps.count() >= MOST_STEPS:
        raise Refusal(_("A follow-up has %(n)s steps at most.") % {"n": MOST_STEPS}, "text")
    last = found.steps.aggregate(last=Max("position"))["last"]
    step = Step.objects.create(
        commitment=found,
        text=text,
        assignee=plan.assignee,
        due_on=plan.due_on,
        position=0 if last is None else last + 1,
    )
    _tell(step, {"step": (None, text)}, by, now)
    return step


@transaction.atomic
def change_step(*, step: Step, plan: StepPlan, by: User, now: datetime) -> None:
    """Changes `step`, which has to be as the caller loaded it. Raises as `add_step`, and Conflict if it was
    changed meanwhile.
    """
    held(step.commitment, by)
    before = StepPlan(step.text, step.assignee, step.due_on)
    after = StepPlan(_text(plan), plan.assignee, plan.due_on)
    if before == after:
        return
    if after.due_on != before.due_on:
        check_due_date(after.due_on)
    columns = {"text": after.text, "assignee": after.assignee, "due_on": after.due_on}
    if _as_seen(step).update(**columns) != 1:
        raise _overtaken()
    _tell(step, {"step": (_shown(before), _shown(after))}, by, now)


@transaction.atomic
def finish_step(*, step: Step, done: bool, by: User, now: datetime) -> None:
    """Marks the step as done, or as open again. Raises Refused if `by` may not, Conflict if it was changed
    meanwhile.
    """
    held(step.commitment, by)
    if done == (step.done_on is not None):
        return
    if _as_seen(step).update(done_on=timezone.localdate(now) if done else None) != 1:
        raise _overtaken()
    _tell(step, {"step_done": (None, step.text) if done else (step.text, None)}, by, now)


@transaction.atomic
def remove_step(*, step: Step, by: User, now: datetime) -> None:
    """Deletes the step; the audit entry has its text. Raises Refused if `by` may not, Conflict if it was changed
    meanwhile.
    """
    held(step.commitment, by)
    if _as_seen(step).delete()[0] != 1:
        raise _overtaken()
    _tell(step, {"step": (step.text, None)}, by, now)


def _as_seen(step: Step) -> models.QuerySet[Step]:
    return Step.objects.filter(
        pk=step.pk,
        commitment=step.commitment_id,
        text=step.text,
        assignee=step.assignee_id,
        due_on=step.due_on,
        done_on=step.done_on,
    )


def _overtaken() -> Conflict:
    return Conflict(_("Somebody else changed this step in the meantime."))


def _text(plan: StepPlan) -> str:
    text = tidy(plan.text)
    if not text:
        raise Refusal(_("Say what the step is."), "text")
    return text


def _shown(plan: StepPlan) -> str:
    parts = [plan.text, plan.assignee.display_name if plan.assignee else "", plan.due_on]
    return " · ".join(str(part) for part in parts if part)


def _tell(step: Step, changes: Changes, by: User, now: datetime) -> None:
    entry = audit.write(by=by, action=Action.CHANGED, subject=step.commitment, now=now, changes=changes)
    tell_of_changes(entries=[entry])
