"""The kinds of records that the audit trail names for ingest: releases and drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from engagements.auditing.kinds import RecordKind
from ingest.models import Draft, Release

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _open_drafts() -> QuerySet[Any]:
    return Draft.objects.exclude(release__source__hidden=True)


def _open_releases() -> QuerySet[Any]:
    rows = Release.objects.exclude(source__hidden=True)
    for path in ("contents__release", "contents__release__contents__release"):
        inside = Release.objects.filter(**{f"{path}__source__hidden": True}).order_by()
        rows = rows.exclude(pk__in=inside.values("pk"))
    return rows


KINDS = {
    "release": RecordKind(_("Release"), Release, "release", _open_releases),
    "draft": RecordKind(_("Draft"), Draft, "draft", _open_drafts),
}
