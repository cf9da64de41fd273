"""Finds or makes the account of a person for whom a provider of OpenID Connect vouches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.utils import generate_unique_username
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.finding import verified_at
from accounts.services.invitations import Joining, accept_by_provider, open_for
from accounts.services.members import keep_verified, refuse_taken
from engagements.errors import Refusal
from engagements.models import Action, User
from engagements.services import audit

if TYPE_CHECKING:
    from datetime import datetime

_NAME_LENGTH = 150


@dataclass(frozen=True, slots=True)
class Vouched:
    """What the provider says of a person; `email` is empty unless the provider has verified the address."""

    email: str
    username: str = ""
    first_name: str = ""
    last_name: str = ""


@transaction.atomic
def account_for(person: Vouched, *, now: datetime) -> User:
    """The account with this verified address; else a new one from the invitation to this address; else, if
    `OIDC_NEWCOMERS` allows it, a new one. Raises Refusal.

    An account whose address was never verified is not matched: its owner may have typed anybody's address.
    """
    if not person.email:
        raise Refusal(_("The provider does not say that your e-mail address is verified."))
    if user := verified_at(person.email):
        return user
    if invitation := open_for(person.email, now):
        return accept_by_provider(invitation=invitation, joining=_joining(person), now=now)
    refuse_taken(person.email)
    if not settings.OIDC_NEWCOMERS:
        raise Refusal(_("There is no account for you, and no invitation. Ask an administrator for one."))
    return _newcomer(person, now)


def _newcomer(person: Vouched, now: datetime) -> User:
    joining = _joining(person)
    user = User(
        username=joining.username,
        first_name=joining.first_name,
        last_name=joining.last_name,
        email=person.email.strip().lower(),
        role=min(settings.OIDC_NEWCOMERS),
        date_joined=now,
    )
    user.set_unusable_password()
    user.save(force_insert=True)
    keep_verified(account=user, email=user.email)
    changes = {"role": (None, user.role), "email": (None, user.email)}
    audit.write(
        by=user, action=Action.JOINED_REGISTER, subject=user, now=now, changes=changes, note="provider"
    )
    return user


def _joining(person: Vouched) -> Joining:
    return Joining(
        username=generate_unique_username([person.username, person.email, "user"]),
        first_name=person.first_name[:_NAME_LENGTH],
        last_name=person.last_name[:_NAME_LENGTH],
    )
