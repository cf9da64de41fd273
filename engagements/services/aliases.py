"""The spellings by which a partner or a person is known: added, changed, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import transaction
from django.utils.translation import gettext as _

from arabic.folding import fold
from engagements.errors import Conflict, Refusal
from engagements.models import Action, AliasOrigin, Partner, PartnerAlias, Person, PersonAlias, User
from engagements.names.visible import existing
from engagements.services import audit
from engagements.services.names import hold_names, tidy

if TYPE_CHECKING:
    from datetime import datetime

Name: TypeAlias = Person | Partner
NameAlias: TypeAlias = PersonAlias | PartnerAlias


def clashes(name: Name, text: str, by: User) -> list[Name]:
    """Other names of the register that are known by this spelling, among those that exist for `by`."""
    model: Any = type(name)
    others = model.objects.known_as(fold(tidy(text))).exclude(pk=name.pk)
    return list(existing(others, by).order_by("pk")[:9])


@transaction.atomic
def add_alias(*, name: Name, text: str, anyway: bool, by: User, now: datetime) -> NameAlias:
    """Makes the spelling an alias: from then on, drafts with it are linked to this name by themselves.

    Raises Refusal (field `text`) for a spelling that the name already has, or that another name has unless `anyway`;
    Conflict if the name was merged meanwhile.
    """
    held = _hold(name)
    text = _checked(held, text, by, anyway=anyway)
    alias: NameAlias = held.aliases.create(text=text, origin=AliasOrigin.HAND, by=by, at=now)
    audit.write(by=by, action=Action.CHANGED, subject=held, now=now, changes={"aliases": (None, text)})
    return alias


@transaction.atomic
def change_alias(*, alias: NameAlias, seen: str, text: str, anyway: bool, by: User, now: datetime) -> None:
    """Changes the spelling. `seen` is the spelling that the user's page showed. Raises what `add_alias` raises."""
    held = _hold(_owner(alias))
    text = _checked(held, text, by, anyway=anyway, but=alias.pk)
    rows: Any = held.aliases.filter(pk=alias.pk, text=seen)
    if rows.update(text=text, origin=AliasOrigin.HAND, by=by, at=now, source=None) != 1:
        raise Conflict(_("Somebody else changed this spelling in the meantime."))
    audit.write(by=by, action=Action.CHANGED, subject=held, now=now, changes={"aliases": (seen, text)})


@transaction.atomic
def remove_alias(*, alias: NameAlias, reason: str, by: User, now: datetime) -> None:
    """Removes the spelling. Records that were linked by it stay linked.

    Raises Conflict if it is gone already, Refusal without a reason.
    """
    held = _hold(_owner(alias))
    if not reason.strip():
        raise Refusal(_("Say why it goes; it stands in the trail."), "reason")
    if held.aliases.filter(pk=alias.pk, text=alias.text).delete()[0] != 1:
        raise Conflict(_("Somebody else changed this spelling in the meantime."))
    changes = {"aliases": (alias.text, None)}
    audit.write(by=by, action=Action.CHANGED, subject=held, now=now, changes=changes, note=reason.strip())


def _hold(name: Name) -> Name:
    hold_names()
    model: Any = type(name)
    held: Name | None = model.objects.current().select_for_update(of=("self",)).filter(pk=name.pk).first()
    if held is None:
        raise Conflict(_("This name was merged into another in the meantime."))
    return held


def _owner(alias: NameAlias) -> Name:
    return alias.person if isinstance(alias, PersonAlias) else alias.partner


def _checked(name: Name, text: str, by: User, *, anyway: bool, but: int = 0) -> str:
    """The spelling as it will be stored. Raises as `add_alias`."""
    text = tidy(text)
    folded = fold(text)
    if not folded.strip():
        raise Refusal(_("There is no letter in it."), "text")
    if folded in {name.folded_ar, name.folded_en} or name.aliases.exclude(pk=but).filter(folded=folded):
        raise Refusal(_("It is known by this spelling already."), "text")
    if not anyway and (others := clashes(name, text, by)):
        words = _(
            "Others go by this name, too: %(names)s. A draft that has it would be linked to one of them."
        )
        listed = " ".join(f"«{one}» ({one.pk})" for one in others)
        raise Refusal(words % {"names": listed}, "anyway")
    return text
