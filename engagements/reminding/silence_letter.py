"""The weekly letter about silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from engagements.models import LetterKind, Subscription, SubscriptionKind, User
from engagements.permissions import Role
from engagements.reminding.mailing import Composed, letter_to
from engagements.reminding.trail_end import trail_end
from engagements.shelves.tallies import overdue
from engagements.silence import countries_silent_for, silent_commitments, silent_partners

if TYPE_CHECKING:
    from datetime import date

LINES = 10


def silence_letter(user: User, today: date) -> Composed | None:
    """Today's letter; None if there is nothing to report.

    As mail leaves the ministry, it has only what all staff may see, whoever receives it.
    """
    days = Subscription.objects.get(user=user, kind=SubscriptionKind.SILENCE).days[0]
    told = _told(days, today)
    if not (told["countries"] or told["partners"] or told["commitments"]):
        return None

    def tell() -> tuple[str, dict[str, Any]]:
        subject = _("Sijill: what has been silent for %(days)d days") % {"days": days}
        return subject, told | {"days": days, "today": today, "trail": trail_end(user)}

    return Composed(letter_to(user, LetterKind.SILENCE, tell))


def _told(days: int, today: date) -> dict[str, Any]:
    anybody = User(role=Role.VIEWER)
    countries = countries_silent_for(anybody, today, days)
    return {
        "countries": countries[:LINES],
        "more_countries": max(0, len(countries) - LINES),
        "partners": silent_partners(anybody, today, days, limit=LINES),
        "commitments": list(silent_commitments(anybody, today, days).select_related("engagement")[:LINES]),
        "overdue": overdue(anybody, today),
    }
