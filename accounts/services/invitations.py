"""Makes, sends again, withdraws and accepts invitations."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Invitation
from accounts.services.members import keep_verified, refuse_taken, tidy_email
from engagements.errors import Refusal
from engagements.models import Action, User
from engagements.permissions import Permission, Role, refuse_without
from engagements.services import audit
from engagements.services.tokens import BYTES, digest_of

if TYPE_CHECKING:
    from datetime import datetime

MOST = 200
"""The most invitations that may be open at once."""


@dataclass(frozen=True, slots=True)
class Joining:
    """What the invited person filled in; `password` is empty if a provider vouches for them."""

    username: str
    first_name: str
    last_name: str
    password: str = ""


@transaction.atomic
def invite(*, email: str, role: str, language: str, by: User, now: datetime) -> tuple[Invitation, str]:
    """Makes an invitation. Returns it with the token of its link, which is not stored and cannot be shown again.

    Raises Refused if `by` may not, Refusal if the address has an account or an invitation that waits.
    """
    _check(by)
    email = tidy_email(email)
    refuse_taken(email)
    if Invitation.objects.waiting().count() >= MOST:
        raise Refusal(_("At most %(n)d invitations wait at once. Withdraw old ones first.") % {"n": MOST})
    secret = secrets.token_urlsafe(BYTES)
    invitation = Invitation(
        email=email,
        role=role,
        language=language,
        digest=digest_of(secret),
        by=by,
        made_at=now,
        expires_at=_lasting(now),
    )
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as error:
        raise Refusal(_("This address has an invitation already. Send it again."), "email") from error
    changes = {"role": (None, role), "language": (None, language)}
    audit.write(by=by, action=Action.INVITED, subject=invitation, now=now, changes=changes)
    return invitation, secret


@transaction.atomic
def send_again(*, invitation: Invitation, by: User, now: datetime) -> str:
    """Makes a new token, valid as long as that of a new invitation, and returns it; the old link becomes invalid.

    Raises Refused, Refusal if it was accepted or withdrawn.
    """
    _check(by)
    secret = secrets.token_urlsafe(BYTES)
    values = {"digest": digest_of(secret), "expires_at": _lasting(now), "sent_at": None}
    if Invitation.objects.waiting().filter(pk=invitation.pk).update(**values) != 1:
        raise _overtaken()
    audit.write(
        by=by,
        action=Action.INVITED,
        subject=invitation,
        now=now,
        changes={"expires_at": (invitation.expires_at, values["expires_at"])},
    )
    invitation.refresh_from_db()
    return secret


def note_sent(*, invitation: Invitation, now: datetime) -> None:
    """Notes that the mail server took the invitation's letter."""
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=now)


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User, now: datetime) -> None:
    """Withdraws the invitation: its link becomes invalid. Raises Refused, Refusal if it was accepted or withdrawn."""
    _check(by)
    if Invitation.objects.waiting().filter(pk=invitation.pk).update(revoked_at=now) != 1:
        raise _overtaken()
    audit.write(by=by, action=Action.REVOKED, subject=invitation, now=now)


def opened_by(secret: str, now: datetime) -> Invitation | None:
    """The invitation with this token, if it can be accepted."""
    return Invitation.objects.open(now).filter(digest=digest_of(secret)).first()


def open_for(email: str, now: datetime) -> Invitation | None:
    """The invitation of this address, if it can be accepted. For a provider that vouches for the address."""
    return Invitation.objects.open(now).filter(email=tidy_email(email)).first()


def name_is_taken(username: str) -> bool:
    """Whether an account has this username, without regard to case."""
    return User.objects.filter(username__iexact=username).exists()


@transaction.atomic
def accept(*, secret: str, joining: Joining, now: datetime) -> User:
    """Makes the account, with the role of the invitation and its address as verified. A link works once.

    Raises Refusal, with the field at fault if there is one; ValidationError for a password that the rules forbid.
    """
    held = Invitation.objects.open(now).select_for_update().filter(digest=digest_of(secret)).first()
    if held is None:
        raise _over()
    account = _account(held, joining, now)
    validate_password(joining.password, account)
    account.set_password(joining.password)
    return _joined(held, account, now)


@transaction.atomic
def accept_by_provider(*, invitation: Invitation, joining: Joining, now: datetime) -> User:
    """Makes the account of somebody for whom a provider vouches; it has no password. Raises Refusal."""
    held = Invitation.objects.open(now).select_for_update().filter(pk=invitation.pk).first()
    if held is None:
        raise _over()
    account = _account(held, joining, now)
    account.set_unusable_password()
    return _joined(held, account, now)


def _account(held: Invitation, joining: Joining, now: datetime) -> User:
    """The account, not saved yet, made of the invitation and what was filled in. Raises Refusal."""
    refuse_taken(held.email)
    return User(
        username=User.normalize_username(joining.username),
        first_name=joining.first_name,
        last_name=joining.last_name,
        email=held.email,
        role=held.role,
        language=held.language,
        is_staff=held.role == Role.ADMIN,
        is_superuser=held.role == Role.ADMIN,
        date_joined=now,
    )


def _joined(held: Invitation, account: User, now: datetime) -> User:
    _write(account)
    keep_verified(account=account, email=held.email)
    held.accepted_at, held.account = now, account
    held.save(update_fields=["accepted_at", "account"])
    changes = {"role": (None, account.role), "email": (None, account.email)}
    audit.write(by=account, action=Action.JOINED_REGISTER, subject=account, now=now, changes=changes)
    return account


def _write(account: User) -> None:
    try:
        account.clean_fields(exclude=["password", "first_name", "last_name"])
        if name_is_taken(account.username):
            raise Refusal(_("Somebody else has this username."), "username")
        with transaction.atomic():
            account.save(force_insert=True)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), "username") from error
    except IntegrityError as error:
        raise Refusal(_("Somebody else has this username."), "username") from error


def _check(by: User) -> None:
    refuse_without(Permission.ADMINISTER, by)


def _lasting(now: datetime) -> datetime:
    return now + timedelta(days=settings.INVITATION_DAYS)


def _over() -> Refusal:
    return Refusal(_("This invitation holds no more. Ask for another one."))


def _overtaken() -> Refusal:
    return Refusal(_("This invitation was accepted or withdrawn in the meantime."))
