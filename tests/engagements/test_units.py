"""The tree of own units, and who the words about an owner mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from engagements.errors import Conflict, Refusal
from engagements.models import AuditEntry, Commitment, Partner, Unit, UnitAlias
from engagements.permissions import Refused
from engagements.services.commitments import CommitmentChange, change_commitment
from engagements.services.owners import link_owner, suggestions
from engagements.services.units import (
    UnitPlan,
    add_unit,
    change_unit,
    close_unit,
    forget_unit_name,
    remember_unit,
    reopen_unit,
)
from tests.engagements.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import Settings

    from engagements.models import User
    from tests.engagements.conftest import Register

COOPERATION = "إدارة التعاون الدولي"


@pytest.fixture
def by(register: Register, account: Callable[..., User]) -> dict[str, Any]:
    return {"by": account("registrar"), "now": NOW}


@pytest.fixture
def manager(account: Callable[..., User]) -> User:
    return account("manager")


@pytest.fixture
def tree(by: dict[str, Any]) -> tuple[Unit, Unit, Unit]:
    """A general department, a department of it, and a section of that."""
    top = add_unit(plan=UnitPlan("الإدارة العامة للتعاون", "General Department of Cooperation"), **by)
    middle = add_unit(plan=UnitPlan(COOPERATION, "", top), **by)
    return top, middle, add_unit(plan=UnitPlan("قسم آسيا", "", middle), **by)


def test_a_unit_is_renamed_moved_closed_and_opened_again(
    tree: tuple[Unit, Unit, Unit], by: dict[str, Any]
) -> None:
    top, middle, section = tree
    changed = change_unit(unit=section, plan=UnitPlan("قسم آسيا", "Asia Section", top), **by)
    assert (changed.name_en, changed.parent) == ("Asia Section", top)
    close_unit(unit=changed, **by)
    assert list(Unit.objects.current()) == [middle, top]
    changed.refresh_from_db()
    reopen_unit(unit=changed, **by)
    told = [(one.action, one.changes) for one in AuditEntry.objects.filter(subject_type="unit")[:3]]
    assert told == [
        ("reopened", {"closed": ["True", "False"]}),
        ("changed", {"closed": ["False", "True"]}),
        ("changed", {"name_en": ["", "Asia Section"], "parent": [COOPERATION, "الإدارة العامة للتعاون"]}),
    ]


def test_no_unit_is_part_of_itself(tree: tuple[Unit, Unit, Unit], by: dict[str, Any]) -> None:
    top, _middle, section = tree
    for parent in (top, section):
        with pytest.raises(Refusal) as refusal:
            change_unit(unit=top, plan=UnitPlan(top.name_ar, top.name_en, parent), **by)
        assert refusal.value.field == "parent"
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.filter(pk=top.pk).update(parent=parent)
    assert Unit.objects.get(pk=top.pk).parent is None


def test_what_a_tree_refuses(tree: tuple[Unit, Unit, Unit], by: dict[str, Any]) -> None:
    top, middle, section = tree
    for plan in (UnitPlan("قسم اسيا", "", middle), UnitPlan("  ", "Nameless")):
        with pytest.raises(Refusal) as refusal:
            add_unit(plan=plan, **by)
        assert refusal.value.field == "name_ar"
    add_unit(plan=UnitPlan("قسم آسيا", "", top), **by)
    with pytest.raises(Refusal):
        close_unit(unit=middle, **by)
    close_unit(unit=section, **by)
    close_unit(unit=middle, **by)
    section.refresh_from_db()
    with pytest.raises(Refusal):
        reopen_unit(unit=section, **by)
    middle.refresh_from_db()
    with pytest.raises(Refusal):
        add_unit(plan=UnitPlan("قسم أفريقيا", "", middle), **by)


def test_what_somebody_else_changed_is_a_conflict(tree: tuple[Unit, Unit, Unit], by: dict[str, Any]) -> None:
    section = tree[2]
    Unit.objects.filter(pk=section.pk).update(name_en="Asia")
    with pytest.raises(Conflict):
        change_unit(unit=section, plan=UnitPlan("قسم آسيا وأوقيانوسيا"), **by)
    with pytest.raises(Conflict):
        close_unit(unit=section, **by)


@pytest.mark.parametrize("role", ["viewer", "editor", "manager"])
def test_who_may_not_keep_the_tree(
    tree: tuple[Unit, Unit, Unit], register: Register, account: Callable[..., User], role: str
) -> None:
    by = register.editor if role == "editor" else account(role)
    with pytest.raises(Refused):
        add_unit(plan=UnitPlan("قسم أوروبا"), by=by, now=NOW)
    with pytest.raises(Refused):
        close_unit(unit=tree[2], by=by, now=NOW)


def test_follow_ups_of_a_unit_are_those_of_all_below_it(
    tree: tuple[Unit, Unit, Unit], register: Register
) -> None:
    top, middle, section = tree
    owned = [register.commitment(), register.commitment()]
    register.commitment()
    for commitment, unit in zip(owned, (middle, section), strict=True):
        Commitment.objects.filter(pk=commitment.pk).update(owner_unit=unit)
    assert set(Commitment.objects.under(top)) == set(owned)
    assert list(Commitment.objects.under(section)) == [owned[1]]
    assert set(Commitment.objects.under(middle, section)) == set(owned)


def test_a_release_that_names_a_unit_is_linked_by_itself(
    tree: tuple[Unit, Unit, Unit], register: Register, by: dict[str, Any]
) -> None:
    middle, section = tree[1:]
    Partner.objects.create(name_ar=COOPERATION)
    assert register.commitment(owner="ادارة التعاون الدولى").owner_unit == middle
    close_unit(unit=section, **by)
    assert register.commitment(owner="قسم آسيا").owner_unit is None, "a closed unit is given nothing"


def test_a_name_of_two_units_means_neither(
    tree: tuple[Unit, Unit, Unit], register: Register, by: dict[str, Any]
) -> None:
    add_unit(plan=UnitPlan("قسم آسيا", "", tree[0]), **by)
    assert register.commitment(owner="قسم آسيا").owner_unit is None


def test_one_press_links_an_owner_and_the_next_release_is_linked_by_itself(
    tree: tuple[Unit, Unit, Unit], register: Register, manager: User
) -> None:
    words = "إدارة التعاون الدولي بالوزارة"
    commitment = register.commitment(owner=words)
    assert commitment.owner_unit is None
    first = suggestions(commitment, manager)[0]
    assert (first.kind, first.record) == ("unit", tree[1])
    linked = link_owner(commitment=commitment, record=first.record, by=manager, now=NOW)
    assert (linked.owner, linked.owner_unit) == (words, tree[1])
    assert suggestions(linked, manager) == []
    assert register.commitment(owner=words).owner_unit == tree[1]
    assert {one.subject_type for one in AuditEntry.objects.filter(actor=manager)} == {"commitment", "unit"}


def test_other_names_mean_one_unit_and_can_be_forgotten(
    tree: tuple[Unit, Unit, Unit], register: Register, by: dict[str, Any]
) -> None:
    middle, section = tree[1:]
    alias = remember_unit(unit=middle, name="التعاون الدولي", **by)
    assert alias is not None
    assert remember_unit(unit=section, name="التعاون الدولى", **by) is None
    assert remember_unit(unit=middle, name=COOPERATION, **by) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitAlias.objects.create(unit=section, text="التعاون الدولي")
    forget_unit_name(alias=alias, **by)
    assert register.commitment(owner="التعاون الدولي").owner_unit is None
    with pytest.raises(Conflict):
        forget_unit_name(alias=alias, **by)


def test_an_owner_is_a_unit_a_partner_or_words(
    tree: tuple[Unit, Unit, Unit], register: Register, manager: User, by: dict[str, Any]
) -> None:
    def change(**values: Any) -> Commitment:
        now = Commitment.objects.get()
        asked = {"status": now.status, "owner": now.owner, "assignee": None, "due_on": now.due_on} | values
        return change_commitment(commitment=now, change=CommitmentChange(**asked), by=manager, now=NOW)

    register.commitment(owner="اللجنة الفنية")
    partner = Partner.objects.create(name_ar="شركة هوكوتو")
    linked = change(link=tree[1])
    assert (linked.owner, linked.owner_unit) == ("اللجنة الفنية", tree[1])
    assert change(assignee=manager).owner_unit == tree[1], "what is not asked stays"
    moved = change(owner="", link=partner)
    assert (moved.owner, moved.owner_unit, moved.owner_partner) == ("شركة هوكوتو", None, partner)
    entry = AuditEntry.objects.filter(subject_type="commitment")[0]
    assert entry.changes["owner_unit"] == [COOPERATION, None]
    assert entry.changes["owner_partner"] == [None, "شركة هوكوتو"]
    assert change(unlink=True).owner_partner is None
    assert change(owner=COOPERATION).owner_unit == tree[1]
    close_unit(unit=tree[2], **by)
    with pytest.raises(Refusal):
        change(link=Unit.objects.get(pk=tree[2].pk))


def test_a_follow_up_has_one_linked_owner(tree: tuple[Unit, Unit, Unit], register: Register) -> None:
    register.commitment()
    partner = Partner.objects.create(name_ar="شركة")
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.update(owner_unit=tree[0], owner_partner=partner)


def test_demo_units_exist_only_in_a_demonstration_and_only_once(
    settings: Settings, account: Callable[..., User]
) -> None:
    account("registrar")
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("create_demo_units")
    settings.DEMO = True
    call_command("create_demo_units")
    call_command("create_demo_units")
    assert Unit.objects.count() == 4
    assert Unit.objects.filter(parent=None).count() == 2
