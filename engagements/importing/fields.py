"""The fields that a column of an imported list can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIELDS: dict[str, _StrPromise] = {
    "reference": _("Reference"),
    "text": _("Commitment"),
    "engagement": _("Number of the engagement"),
    "meeting_title": _("Title of the meeting"),
    "meeting_date": _("Date of the meeting"),
    "meeting_country": _("Country or partner of the meeting"),
    "status": _("Status"),
    "due_on": _("Due date"),
    "owner": _("Who must act"),
    "assignee": _("Assigned to"),
    "kind": _("Kind"),
    "reason": _("Reason"),
}
REQUIRED = ("reference",)
