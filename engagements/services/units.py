"""The tree of the ministry's own units, which the registrar keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arabic.folding import fold
from engagements.errors import Conflict, Refusal
from engagements.models import Action, AliasOrigin, Unit, UnitAlias, User
from engagements.permissions import Permission, refuse_without
from engagements.services import audit
from engagements.services.names import tidy

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import Source


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """What a unit is called, and which unit it is part of."""

    name_ar: str
    name_en: str = ""
    parent: Unit | None = None


@transaction.atomic
def add_unit(*, plan: UnitPlan, by: User, now: datetime) -> Unit:
    """Adds a unit. Raises Refused if `by` may not, Refusal without a name or if there is a unit of that name in
    this place.
    """
    _require(by)
    plan = _checked(plan)
    unit = Unit(name_ar=plan.name_ar, name_en=plan.name_en, parent=plan.parent)
    _written(unit)
    changes = {
        "name_ar": (None, unit.name_ar),
        "name_en": (None, unit.name_en),
        "parent": (None, unit.parent),
    }
    changes = {name: pair for name, pair in changes.items() if pair[1]}
    audit.write(by=by, action=Action.ADDED, subject=unit, now=now, changes=changes)
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, plan: UnitPlan, by: User, now: datetime) -> Unit:
    """Renames or moves `unit`, which has to be as the caller loaded it.

    Raises as `add_unit`, Conflict if somebody else changed it, Refusal if it would be part of itself.
    """
    _require(by)
    plan = _checked(plan)
    found = _as_seen(unit)
    if plan.parent is not None and plan.parent.pk in Unit.objects.numbers_under([found]):
        message = _("«%(unit)s» cannot be part of itself or of a unit below it.")
        raise Refusal(message % {"unit": found}, "parent")
    pairs = {
        "name_ar": (found.name_ar, plan.name_ar),
        "name_en": (found.name_en, plan.name_en),
        "parent": (found.parent, plan.parent),
    }
    changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if not changes:
        return found
    for name, (_before, after) in changes.items():
        setattr(found, name, after)
    _written(found)
    audit.write(by=by, action=Action.CHANGED, subject=found, now=now, changes=changes)
    return found


@transaction.atomic
def close_unit(*, unit: Unit, by: User, now: datetime) -> None:
    """Closes the unit: it keeps its follow-ups, but cannot be chosen any more.

    Raises Refused if `by` may not, Conflict if somebody else changed it, Refusal if units below it are not closed.
    """
    _require(by)
    found = _as_seen(unit)
    if found.children.current().exists():
        raise Refusal(_("Close the units below «%(unit)s» first, or move them.") % {"unit": found})
    _set_closed(found, True, by, now)


@transaction.atomic
def reopen_unit(*, unit: Unit, by: User, now: datetime) -> None:
    """Opens a closed unit again.

    Raises Refused if `by` may not, Conflict if somebody else changed it, Refusal if the unit that it is part of is
    closed.
    """
    _require(by)
    found = _as_seen(unit)
    if found.parent is not None and found.parent.closed:
        raise Refusal(_("Open «%(unit)s» again first.") % {"unit": found.parent})
    _set_closed(found, False, by, now)


@transaction.atomic
def remember_unit(
    *, unit: Unit, name: str, by: User, now: datetime, source: Source | None = None
) -> UnitAlias | None:
    """Makes `name` an alias of the unit, so that the next release with this name is linked by itself.

    None if the name is known already, as one of this unit or of another.
    """
    folded = fold(tidy(name))
    own = {fold(unit.name_ar), fold(unit.name_en)}
    if not folded or folded in own or UnitAlias.objects.filter(folded=folded).exists():
        return None
    try:
        with transaction.atomic():
            alias = UnitAlias.objects.create(
                unit=unit, text=tidy(name), origin=AliasOrigin.HAND, source=source, by=by, at=now
            )
    except IntegrityError:
        return None
    audit.write(by=by, action=Action.CHANGED, subject=unit, now=now, changes={"aliases": (None, alias.text)})
    return alias


@transaction.atomic
def forget_unit_name(*, alias: UnitAlias, by: User, now: datetime) -> None:
    """Removes an alias. What was linked by it stays linked. Raises Refused if `by` may not, Conflict if it is gone."""
    _require(by)
    if UnitAlias.objects.filter(pk=alias.pk).delete()[0] != 1:
        raise Conflict(_("Somebody else changed this unit in the meantime."))
    audit.write(
        by=by, action=Action.CHANGED, subject=alias.unit, now=now, changes={"aliases": (alias.text, None)}
    )


def _require(by: User) -> None:
    refuse_without(Permission.MANAGE_NAMES, by)


def _checked(plan: UnitPlan) -> UnitPlan:
    name_ar, name_en = tidy(plan.name_ar), tidy(plan.name_en)
    if not name_ar:
        raise Refusal(_("A unit needs a name in Arabic."), "name_ar")
    if plan.parent is not None and plan.parent.closed:
        raise Refusal(_("«%(unit)s» was closed. Choose another unit.") % {"unit": plan.parent}, "parent")
    return UnitPlan(name_ar, name_en, plan.parent)


def _as_seen(unit: Unit) -> Unit:
    seen = Unit.objects.select_for_update(of=("self",)).filter(
        pk=unit.pk, name_ar=unit.name_ar, name_en=unit.name_en, parent=unit.parent_id, closed=unit.closed
    )
    found = seen.first()
    if found is None:
        raise Conflict(_("Somebody else changed this unit in the meantime."))
    return found


def _written(unit: Unit) -> None:
    """Saves the unit. Raises Refusal for what the database refuses: a second unit of that name in one place, or a
    circle.
    """
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as error:
        if "name_once_a_parent" in str(error):
            raise Refusal(_("There is a unit of this name already."), "name_ar") from error
        message = _("«%(unit)s» cannot be part of itself or of a unit below it.")
        raise Refusal(message % {"unit": unit}, "parent") from error


def _set_closed(unit: Unit, closed: bool, by: User, now: datetime) -> None:
    if unit.closed == closed:
        return
    Unit.objects.filter(pk=unit.pk).update(closed=closed)
    action = Action.CHANGED if closed else Action.REOPENED
    audit.write(by=by, action=action, subject=unit, now=now, changes={"closed": (not closed, closed)})
