"""A follow-up changes, by the rules and by one person at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from engagements.errors import Conflict, Refusal
from engagements.models import AuditEntry, Commitment, CommitmentStatus, Partner
from engagements.permissions import Refused
from engagements.services.commitments import CommitmentChange, change_commitment

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagements.models import User
    from tests.engagements.conftest import Register

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
ALLOWED = [(before, after) for before, afters in Commitment.TRANSITIONS.items() for after in sorted(afters)]
FORBIDDEN = [
    pair for pair in product(CommitmentStatus.values, repeat=2) if pair[0] != pair[1] and pair not in ALLOWED
]


@pytest.fixture
def manager(account: Callable[..., User]) -> User:
    return account("manager")


def as_it_is(commitment: Commitment) -> CommitmentChange:
    return CommitmentChange(
        commitment.status, commitment.owner, commitment.assignee, commitment.due_on, "لسبب ما"
    )


def in_status(register: Register, status: str) -> Commitment:
    commitment = register.commitment()
    closed = date(2026, 11, 1) if status in {"done", "dropped"} else None
    Commitment.objects.filter(pk=commitment.pk).update(status=status, closed_on=closed)
    commitment.refresh_from_db()
    return commitment


@pytest.mark.parametrize(("before", "after"), ALLOWED)
def test_a_status_may_be_followed_by_those_of_the_table(
    register: Register, manager: User, before: str, after: str
) -> None:
    commitment = in_status(register, before)
    changed = change_commitment(
        commitment=commitment, change=replace(as_it_is(commitment), status=after), by=manager, now=NOW
    )
    assert changed.status == after
    # 23:30 in UTC is the next day in Tripoli.
    assert changed.closed_on == (date(2026, 11, 23) if after in {"done", "dropped"} else None)


@pytest.mark.parametrize(("before", "after"), [*FORBIDDEN, ("open", "nonsense")])
def test_a_status_may_be_followed_by_no_other(
    register: Register, manager: User, before: str, after: str
) -> None:
    commitment = in_status(register, before)
    with pytest.raises(Refusal) as refusal:
        change_commitment(
            commitment=commitment, change=replace(as_it_is(commitment), status=after), by=manager, now=NOW
        )
    assert refusal.value.field == "status"
    assert Commitment.objects.get(pk=commitment.pk).status == before


def test_every_pair_of_statuses_is_either_allowed_or_tested_as_forbidden() -> None:
    assert len(ALLOWED) + len(FORBIDDEN) == 4 * 3
    assert FORBIDDEN


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"due_on": date(2027, 3, 1)}, "reason"),
        ({"due_on": None}, "reason"),
        ({"status": "dropped"}, "reason"),
    ],
)
def test_what_needs_a_reason(
    register: Register, manager: User, change: dict[str, object], field: str
) -> None:
    commitment = register.commitment(due_on=date(2027, 2, 1))
    asked = replace(as_it_is(commitment), reason="  ", **change)  # type: ignore[arg-type]
    with pytest.raises(Refusal) as refusal:
        change_commitment(commitment=commitment, change=asked, by=manager, now=NOW)
    assert refusal.value.field == field
    assert Commitment.objects.get().due_on == date(2027, 2, 1)
    assert (
        change_commitment(
            commitment=commitment, change=replace(asked, reason="تأجّل"), by=manager, now=NOW
        ).version
        != commitment.version
    )


def test_the_first_due_date_needs_no_reason(register: Register, manager: User) -> None:
    commitment = register.commitment()
    asked = replace(as_it_is(commitment), due_on=date(2027, 2, 1), reason="")
    changed = change_commitment(commitment=commitment, change=asked, by=manager, now=NOW)
    assert (changed.due_on, changed.due_basis) == (date(2027, 2, 1), "set")


def test_the_trail_says_what_changed_in_words(register: Register, manager: User) -> None:
    commitment = register.commitment(due_on=date(2027, 2, 1))
    asked = replace(as_it_is(commitment), assignee=manager, due_on=date(2027, 3, 1), reason=" بطلب الشريك ")
    change_commitment(commitment=commitment, change=asked, by=manager, now=NOW)
    entry = AuditEntry.objects.filter(subject_type="commitment").get()
    assert entry.changes == {"assignee": [None, manager.display_name], "due_on": ["2027-02-01", "2027-03-01"]}
    assert (entry.note, entry.actor_name, entry.subject_id) == (
        "بطلب الشريك",
        manager.display_name,
        commitment.pk,
    )


def test_nothing_to_change_leaves_no_trail(register: Register, manager: User) -> None:
    commitment = register.commitment()
    change_commitment(commitment=commitment, change=as_it_is(commitment), by=manager, now=NOW)
    assert not AuditEntry.objects.filter(subject_type="commitment").exists()


@pytest.mark.parametrize(
    "theirs", [{"status": "in_progress"}, {"owner": "غيره"}, {"due_on": date(2027, 1, 1), "due_basis": "set"}]
)
def test_what_somebody_else_changed_is_a_conflict(
    register: Register, manager: User, theirs: dict[str, object]
) -> None:
    commitment = register.commitment()
    Commitment.objects.update(**theirs)
    before = Commitment.objects.get().version
    with pytest.raises(Conflict):
        change_commitment(
            commitment=commitment, change=replace(as_it_is(commitment), status="done"), by=manager, now=NOW
        )
    assert Commitment.objects.get().version == before
    assert not AuditEntry.objects.filter(subject_type="commitment").exists()


def test_a_new_owner_is_linked_if_known(register: Register, manager: User) -> None:
    known = Partner.objects.create(name_ar="مركز البحوث الصناعية")
    commitment = register.commitment()
    asked = replace(as_it_is(commitment), owner="مركز البحوث الصناعيه")
    assert change_commitment(commitment=commitment, change=asked, by=manager, now=NOW).owner_partner == known


@pytest.mark.parametrize("role", ["viewer", "registrar"])
def test_roles_without_the_permission_change_no_follow_up(
    register: Register, account: Callable[..., User], role: str
) -> None:
    commitment = register.commitment()
    with pytest.raises(Refused):
        change_commitment(
            commitment=commitment,
            change=replace(as_it_is(commitment), status="done"),
            by=account(role),
            now=NOW,
        )


@pytest.mark.usefixtures("no_default_due")
@pytest.mark.parametrize(
    "broken",
    [
        {"status": "done"},
        {"closed_on": date(2026, 1, 1)},
        {"due_on": date(2026, 1, 1)},
        {"due_basis": "stated"},
        {"kind": "promised"},
        {"text": ""},
    ],
)
def test_the_database_refuses_what_is_never_true(register: Register, broken: dict[str, object]) -> None:
    commitment = register.commitment()
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=commitment.pk).update(**broken)
