"""The due date by default."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from engagements.models import AuditEntry, Commitment
from engagements.services.commitments import CommitmentChange, change_commitment
from engagements.services.recording import CommitmentRecord, add_source
from tests.engagements.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import Settings

    from engagements.models import User
    from tests.engagements.conftest import Register

PROMISE = CommitmentRecord("agreed", "تبادل الزيارات", "", None)


@pytest.mark.parametrize(
    ("held", "due"),
    [
        ({"date": date(2026, 11, 18)}, date(2027, 2, 16)),
        ({"date": date(2026, 11, 18), "date_end": date(2026, 11, 20)}, date(2027, 2, 18)),
        ({"date": date(2026, 2, 1), "date_precision": "month"}, date(2026, 5, 29)),
        ({"date": date(2026, 1, 1), "date_precision": "year"}, date(2027, 3, 31)),
        ({"date": None, "date_precision": "none"}, None),
    ],
)
def test_it_is_counted_from_the_last_day_that_is_known(
    register: Register, held: dict[str, Any], due: date | None
) -> None:
    register.engagement(commitments=(PROMISE,), **held)
    one = Commitment.objects.get()
    assert (one.due_on, one.due_basis) == (due, "default" if due else "none")


def test_the_ministry_says_how_long(register: Register, settings: Settings) -> None:
    settings.DEFAULT_DUE_DAYS = 30
    assert register.commitment().due_on == date(2026, 12, 18)
    settings.DEFAULT_DUE_DAYS = 0
    assert register.commitment().due_basis == "none"


def test_a_date_that_a_later_source_states_takes_its_place(register: Register) -> None:
    engagement = register.engagement(commitments=(PROMISE,))
    record = register.record(
        commitments=(CommitmentRecord("agreed", "تبادل الزيارات", "", date(2027, 1, 1)),)
    )
    add_source(engagement=engagement, source=register.source(), record=record, by=register.editor, now=NOW)
    one = Commitment.objects.get()
    assert (one.due_on, one.due_basis) == (date(2027, 1, 1), "set")
    entry = AuditEntry.objects.get(subject_type="commitment")
    assert entry.changes == {"due_on": ["2027-02-16", "2027-01-01"]}


def test_the_first_date_that_somebody_gives_needs_no_reason(
    register: Register, account: Callable[..., User]
) -> None:
    commitment = register.commitment()
    change = CommitmentChange("open", "", None, date(2027, 1, 1))
    changed = change_commitment(commitment=commitment, change=change, by=account("manager"), now=NOW)
    assert changed.due_basis == "set"
    told = AuditEntry.objects.get(subject_type="commitment").changes
    assert (told["due_on"][1], told["due_basis"]) == ("2027-01-01", ["default", "set"])


def test_older_follow_ups_get_it_when_asked(register: Register, account: Callable[..., User]) -> None:
    older = register.commitment()
    stated = register.commitment(due_on=date(2027, 1, 1))
    Commitment.objects.filter(pk=older.pk).update(due_on=None, due_basis="none")
    closed = register.commitment()
    Commitment.objects.filter(pk=closed.pk).update(
        due_on=None, due_basis="none", status="done", closed_on=date(2026, 11, 20)
    )
    account("manager")
    said = StringIO()
    call_command("give_default_due_dates", stdout=said)
    assert said.getvalue().startswith("1 follow-ups would be given")
    assert Commitment.objects.get(pk=older.pk).due_on is None
    with pytest.raises(CommandError):
        call_command("give_default_due_dates", "--apply")
    call_command("give_default_due_dates", "--apply", "--by", "manager", stdout=StringIO())
    basis = {one.pk: (one.due_on, one.due_basis) for one in Commitment.objects.all()}
    assert basis == {
        older.pk: (date(2027, 2, 16), "default"),
        stated.pk: (date(2027, 1, 1), "set"),
        closed.pk: (None, "none"),
    }
    assert AuditEntry.objects.get(subject_type="commitment").changes["due_on"] == [None, "2027-02-16"]


def test_a_default_is_a_date(register: Register) -> None:
    register.commitment()
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.update(due_on=None)
