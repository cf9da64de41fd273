"""The states and standard terms of releases and drafts. Which state may follow which: see `Release` and `Draft`."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReleaseStatus(models.TextChoices):
    RECEIVED = "received", _("Received")
    READING = "reading", _("Being read")
    EXTRACTING = "extracting", _("Being searched for engagements")
    UNPACKED = "unpacked", _("Unpacked")
    DRAFTED = "drafted", _("Drafted")
    NO_ENGAGEMENT = "no_engagement", _("No engagement found")
    FAILED = "failed", _("Failed")


class WayIn(models.TextChoices):
    UPLOAD = "upload", _("Uploaded")
    PASTE = "paste", _("Pasted")
    ARCHIVE = "archive", _("From an archive")
    FOLDER = "folder", _("From the watched folder")
    MAIL = "mail", _("By e-mail")
    PART = "part", _("Part of another file")


class Lane(models.TextChoices):
    """Which workers read a release. Scans have their own: recognising one takes seconds a page, and no text
    should wait behind it.
    """

    TEXT = "text", _("Text")
    SCAN = "scan", _("Scan")


HELD = (ReleaseStatus.READING, ReleaseStatus.EXTRACTING)
"""The states in which a worker has the release, until `claimed_until`."""


class DraftStatus(models.TextChoices):
    PENDING = "pending", _("Waiting for review")
    ENDORSED = "endorsed", _("Waiting for a second person")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    MERGED = "merged", _("Merged")
    REPLACED = "replaced", _("Split or joined")


WAITING = (DraftStatus.PENDING, DraftStatus.ENDORSED)
"""In which somebody can decide about a draft: the first time, or as the second person."""


class RejectReason(models.TextChoices):
    NOT_AN_ENGAGEMENT = "not_an_engagement", _("Not an engagement")
    DUPLICATE = "duplicate", _("Already in the register")
    NOT_OURS = "not_ours", _("Not the ministry's concern")
    UNREADABLE = "unreadable", _("The text is damaged or incomplete")
    OTHER = "other", _("Another reason")
