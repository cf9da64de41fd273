"""Changes of an account: its role, the restricted group, its address, the person behind it.

Nobody changes the role, the group or the activity of their own account, and `held_by_admin` makes sure, under a
lock, that whoever changes another account is an active administrator at that moment. So one administrator always
remains, even if two change each other at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from engagements.errors import Refusal
from engagements.models import Action, User
from engagements.permissions import Permission, Refused, Role
from engagements.services import audit

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Particulars:
    """Name and language of an account."""

    first_name: str
    last_name: str
    language: str


@transaction.atomic
def change_role(*, account: User, role: str, by: User, now: datetime) -> bool:
    """Gives the account this role, from its next request on. False if it has it already.

    Raises Refused if `by` is not an active administrator, Refusal for one's own account.
    """
    held = held_by_admin(account=account, by=by)
    if held.role == role:
        return False
    before, held.role = held.role, role
    # These two flags give access to Django's admin; they follow the role alone.
    held.is_staff = held.is_superuser = role == Role.ADMIN
    held.save(update_fields=["role", "is_staff", "is_superuser"])
    audit.write(by=by, action=Action.ROLE_CHANGED, subject=held, now=now, changes={"role": (before, role)})
    return True


@transaction.atomic
def change_group(*, account: User, member: bool, by: User, now: datetime) -> bool:
    """Puts the account into the restricted group or takes it out. False if nothing changes. Raises as `change_role`."""
    held = held_by_admin(account=account, by=by)
    if held.in_restricted_group == member:
        return False
    held.in_restricted_group = member
    held.save(update_fields=["in_restricted_group"])
    changes = {"in_restricted_group": (not member, member)}
    audit.write(by=by, action=Action.GROUP_CHANGED, subject=held, now=now, changes=changes)
    return True


@transaction.atomic
def change_person(*, account: User, person: Particulars, by: User, now: datetime) -> bool:
    """Changes name and language, for oneself or as an administrator. False if nothing changes. Raises Refused."""
    _check(account, by)
    held = User.objects.select_for_update(no_key=True).get(pk=account.pk)
    wanted: dict[str, Any] = {name: getattr(person, name) for name in Particulars.__slots__}
    changes = {name: (getattr(held, name), value) for name, value in wanted.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return False
    User.objects.filter(pk=held.pk).update(**{name: after for name, (_before, after) in changes.items()})
    audit.write(by=by, action=Action.CHANGED, subject=held, now=now, changes=changes)
    return True


@transaction.atomic
def change_email(*, account: User, email: str, by: User, now: datetime) -> str | None:
    """Sets the address as the verified one of the account. Returns the old one; None if it is the same.

    Call it only when the owner has confirmed the address (by the link in a letter), or for an administrator. Raises
    Refused, Refusal if another account has the address.
    """
    _check(account, by)
    held = User.objects.select_for_update(no_key=True).get(pk=account.pk)
    email = tidy_email(email)
    if held.email == email:
        return None
    if email:
        refuse_taken(email, but=held)
    before = held.email
    User.objects.filter(pk=held.pk).update(email=email)
    keep_verified(account=held, email=email)
    audit.write(by=by, action=Action.CHANGED, subject=held, now=now, changes={"email": (before, email)})
    return before


def held_by_admin(*, account: User, by: User) -> User:
    """Returns the account, locked until the transaction ends. Raises Refused if `by` is not an active administrator,
    Refusal if the account is that of `by`.
    """
    admins = Q(role=Role.ADMIN, is_active=True)
    rows = User.objects.select_for_update(no_key=True).filter(admins | Q(pk__in=[account.pk, by.pk]))
    # All administrators are locked, in a fixed order: of two who change each other the second waits, and then finds
    # what the first one did.
    held = {each.pk: each for each in rows.order_by("pk")}
    acting = held.get(by.pk)
    if acting is None or not acting.may(Permission.ADMINISTER):
        raise Refused(Permission.ADMINISTER)
    if account.pk == by.pk:
        raise Refusal(_("Another administrator has to do this: nobody changes their own rights."))
    return held[account.pk]


def tidy_email(email: str) -> str:
    """The address as it is stored and compared: in lower case."""
    return email.strip().lower()


def refuse_taken(email: str, *, but: User | None = None) -> None:
    """Raises Refusal if another account has the address, active or not."""
    others = User.objects.annotate(lower=Lower("email")).filter(lower=tidy_email(email))
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise Refusal(_("Another account has this e-mail address."), "email")


def keep_verified(*, account: User, email: str) -> None:
    """Makes this the one address of the account for django-allauth, which looks there when a password is reset."""
    EmailAddress.objects.filter(user=account).exclude(email=email).delete()
    if email:
        values = {"verified": True, "primary": True}
        EmailAddress.objects.update_or_create(user=account, email=email, defaults=values)


def _check(account: User, by: User) -> None:
    if account.pk != by.pk and not by.may(Permission.ADMINISTER):
        raise Refused(Permission.ADMINISTER)
