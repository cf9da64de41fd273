"""The query behind the administrators' list of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q

from accounts.member_forms import ACTIVE
from engagements.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.member_forms import MembersForm


def members(asked: MembersForm) -> QuerySet[User]:
    """The accounts that match the form, active ones first, by name, each with `has_factor`. None if the form is
    invalid.
    """
    rows = User.objects.annotate(has_factor=Exists(second_factors().filter(user=OuterRef("pk"))))
    if asked.complaints:
        return rows.none()
    for word in asked.asked("q").split():
        columns = ("first_name", "last_name", "username", "email")
        rows = rows.filter(_any(columns, word))
    if role := asked.asked("role"):
        rows = rows.filter(role=role)
    if state := asked.asked("state"):
        rows = rows.filter(is_active=state == ACTIVE)
    if group := asked.asked("group"):
        rows = rows.filter(in_restricted_group=group == "in")
    if factor := asked.asked("factor"):
        rows = rows.filter(has_factor=factor == "with")
    return rows.order_by("-is_active", "first_name", "last_name", "username")


def second_factors() -> QuerySet[Authenticator]:
    """All second factors. Recovery codes are not counted: they only replace a factor that exists."""
    factors: QuerySet[Authenticator] = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    return factors


def _any(columns: tuple[str, ...], word: str) -> Q:
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": word})
    return found
