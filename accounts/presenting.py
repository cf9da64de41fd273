"""What the pages of an account show: where it is signed in, and which open work it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.browsers import in_plain_words
from accounts.models import Session
from accounts.services.handing_over import endorsed_by, follow_ups_of, steps_of, unfinished_of
from accounts.services.sessions import mark_of
from engagements.models import Commitment, Following, SavedFilter
from ingest.models import Draft

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from engagements.models import User

_FIRST = 5


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One session of an account. `mark` names it on the page; `here` if it is the session of this request."""

    mark: str
    browser: str
    address: str
    begun_at: datetime
    seen_at: datetime
    here: bool


def signed_in(account: User, now: datetime, key: str | None = None) -> list[SignedIn]:
    """All sessions of the account, the one with this `key` first. One query."""
    rows = [
        SignedIn(
            mark=mark_of(session.session_key),
            browser=in_plain_words(session.browser),
            address=session.address or "",
            begun_at=session.begun_at,
            seen_at=session.seen_at,
            here=session.session_key == key,
        )
        for session in Session.objects.living(account, now).defer("session_data")
    ]
    return sorted(rows, key=lambda row: not row.here)


@dataclass(frozen=True, slots=True)
class Open:
    """Open work of one kind: its number, the first few as text, and the URL of the full list if there is one."""

    kind: str
    label: str
    number: int
    first: list[str]
    href: str = ""


def open_work(account: User, seen_by: User, now: datetime) -> list[Open]:
    """Each kind of open work that is not empty, as far as `seen_by` may see it, in the order of
    `deactivating.Takers`.
    """
    may_see = follow_ups_of(account).visible_to(seen_by)
    steps = steps_of(account).filter(commitment__in=_visible(seen_by))
    followed = Following.objects.filter(user=account, commitment__in=_visible(seen_by))
    claimed = Draft.objects.waiting().filter(claimed_by=account, claimed_until__gt=now)
    begun = Draft.objects.filter(pk__in=unfinished_of(account).values("draft")) | claimed
    their = reverse("follow_ups") + f"?assignee={account.pk}"
    kinds = [
        Open("follow_ups", _("Follow-ups assigned to them"), may_see.count(), _words(may_see), their),
        Open("steps", _("Steps of follow-ups assigned to them"), steps.count(), _words(steps)),
        Open("unfinished", _("Drafts that they have open or began to review"), begun.count(), _words(begun)),
        Open(
            "endorsed",
            _("Drafts that they approved first and that wait for a second person"),
            endorsed_by(account).count(),
            _words(endorsed_by(account)),
        ),
        Open(
            "saved",
            _("Filters that they saved"),
            SavedFilter.objects.filter(user=account).count(),
            _words(SavedFilter.objects.filter(user=account)),
        ),
        Open("followed", _("Follow-ups that they follow"), followed.count(), []),
    ]
    return [each for each in kinds if each.number]


def _visible(user: User) -> QuerySet[Commitment, Any]:
    return Commitment.objects.visible_to(user).values("pk")


def _words(rows: QuerySet[Model]) -> list[str]:
    return [str(row) for row in rows[:_FIRST]]
