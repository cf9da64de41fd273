"""The template context of the frame around every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from engagements.addresses import address
from engagements.permissions import Permission
from engagements.reminding.listing import unread_number
from engagements.shelves import tallies
from ingest.models import Draft

if TYPE_CHECKING:
    from django.http import HttpRequest

    from engagements.models import User


def shell(request: HttpRequest) -> dict[str, Any]:
    """The direction of the page, the ministry's name, the sections and what the signed-in account may do."""
    user = getattr(request, "user", None)
    english = get_language() == "en"
    context: dict[str, Any] = {
        "direction": "rtl" if get_language_bidi() else "ltr",
        "ministry": settings.HOME_MINISTRY_EN if english else next(iter(settings.HOME_MINISTRIES), ""),
        "demo": settings.DEMO,
        "may": {},
    }
    if user is not None and user.is_authenticated:
        context["may"] = {permission.value: user.may(permission) for permission in Permission}
        context["unread_notices"] = SimpleLazyObject(lambda: unread_number(user))
        context["sections"] = SimpleLazyObject(lambda: _sections(user, request.path))
    return context


def _sections(user: User, path: str) -> list[dict[str, Any]]:
    """The sections that this account may open, with the number of waiting things in each."""
    sections: list[dict[str, Any]] = [
        {"href": address("home"), "label": _("Home")},
        {"href": address("countries"), "label": _("Countries")},
        {"href": address("partners"), "label": _("Partners and people")},
        {"href": address("topics"), "label": _("Topics")},
    ]
    if user.may(Permission.REVIEW):
        waiting = Draft.objects.visible_to(user).awake(timezone.localdate()).count()
        sections.append({"href": address("drafts"), "label": _("Review"), "count": waiting})
    overdue = tallies.overdue(user, timezone.localdate())
    sections.append({"href": address("follow_ups"), "label": _("Follow-ups"), "count": overdue, "late": True})
    if user.may(Permission.SUBMIT):
        sections.append({"href": address("releases"), "label": _("Releases")})
    for section in sections:
        home = section["href"] == address("home")
        section["current"] = path == section["href"] if home else path.startswith(section["href"])
    return sections
