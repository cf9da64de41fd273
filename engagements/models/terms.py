"""The standard terms of the register. A database constraint on each column allows no others.

To add a term, write a migration of that constraint, add its Arabic name, and update tests/ingest/test_terms.py.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    MEETING = "meeting", _("Meeting")
    INTERNAL = "internal", _("Internal meeting")
    CALL = "call", _("Call")
    VISIT = "visit", _("Visit")
    CONFERENCE = "conference", _("Conference")
    SIGNING = "signing", _("Signing")


class EngagementStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class DatePrecision(models.TextChoices):
    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")
    NONE = "none", _("Unknown")


class Confidentiality(models.TextChoices):
    OPEN = "open", _("Open to all staff")
    RESTRICTED = "restricted", _("Restricted")


class CommitmentKind(models.TextChoices):
    AGREED = "agreed", _("Agreed")
    SIGNED = "signed", _("Signed")
    DIRECTED = "directed", _("Directed")
    PLEDGED = "pledged", _("Pledged")
    REQUESTED = "requested", _("Requested")


class CommitmentStatus(models.TextChoices):
    OPEN = "open", _("Open")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


OPEN = (CommitmentStatus.OPEN, CommitmentStatus.IN_PROGRESS)
"""In which a follow-up waits for somebody."""


class DueBasis(models.TextChoices):
    STATED = "stated", _("Stated in the release")
    SET = "set", _("Set by the ministry")
    DEFAULT = "default", _("By default")
    NONE = "none", _("No due date")


class Rating(models.TextChoices):
    """How a follow-up is going, in the view of whoever reports on it."""

    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    LATE = "late", _("Late")
