"""What the frame around every page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language_bidi

from engagements.permissions import Permission

if TYPE_CHECKING:
    from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The direction of the page, the ministry's name, and what the signed-in account may do."""
    user = getattr(request, "user", None)
    may = (
        {permission.value: user.may(permission) for permission in Permission}
        if user is not None and user.is_authenticated
        else {}
    )
    return {
        "direction": "rtl" if get_language_bidi() else "ltr",
        "ministry_ar": settings.HOME_MINISTRIES[0] if settings.HOME_MINISTRIES else "",
        "ministry_en": settings.HOME_MINISTRY_EN,
        "may": may,
    }
