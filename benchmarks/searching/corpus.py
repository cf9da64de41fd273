"""Puts the sample releases into the register the way of every release: submitted, read, approved unchanged."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from engagements.models import User
from engagements.permissions import Role
from ingest.models import Draft, Release
from ingest.services import bulk, parsing


def fill() -> None:
    """Fills an empty database."""
    call_command("load_vocabularies", verbosity=0)
    editor = User.objects.create_user("editor", role=Role.EDITOR)
    call_command("submit_samples", verbosity=0)
    for release in Release.objects.order_by("pk"):
        parsing.parse(release.pk, clock=timezone.now)
    for draft in Draft.objects.order_by("release__filename", "index"):
        bulk.approve_unread(Draft.objects.get(pk=draft.pk), by=editor, now=timezone.now())


def names() -> dict[int, str]:
    """The name of each engagement in the answers: that of the sample, with a number if the release has several."""
    found = {}
    for draft in Draft.objects.select_related("release").exclude(engagement=None):
        slug = Path(draft.release.filename).stem
        several = draft.release.drafts.count() > 1
        found[draft.engagement_id] = f"{slug}#{draft.index + 1}" if several else slug
    return {number: name for number, name in found.items() if number is not None}
