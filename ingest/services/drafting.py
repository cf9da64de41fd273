"""Drafts that an editor begins by hand, where the reader found no engagement or missed one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from engagements.auditing.lines import BY_HAND
from engagements.errors import Conflict
from engagements.models.audit import Action
from engagements.services import audit
from ingest.extraction.schema import Engagement, Value
from ingest.models import Draft, Release, ReleaseStatus

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User

READ = (ReleaseStatus.DRAFTED, ReleaseStatus.NO_ENGAGEMENT)


@transaction.atomic
def begin(*, release: Release, by: User, now: datetime) -> Draft:
    """Makes an empty draft of the release. Nothing was proposed, so every value in it will be the editor's own.

    Raises Conflict unless the release has been read.
    """
    held = Release.objects.select_for_update(of=("self",)).select_related("source").get(pk=release.pk)
    run = held.runs.order_by("attempt").last()
    if held.status not in READ or run is None or not held.source.text:
        raise Conflict(_("This release has not been read (yet)."))
    last = held.drafts.aggregate(last=Max("index"))["last"]
    draft = Draft.objects.create(
        release=held,
        run=run,
        index=0 if last is None else last + 1,
        proposal=_nothing(),
        title=(held.source.title or held.filename)[:500],
        created_at=now,
    )
    Release.objects.filter(pk=held.pk).update(status=ReleaseStatus.DRAFTED)
    audit.write(by=by, action=Action.SUBMITTED, subject=draft, now=now, changes={"begun": (None, BY_HAND)})
    return draft


def _nothing() -> dict[str, object]:
    """A proposal without any value, in the shape that the reader writes."""
    empty: Value[str] = Value("")
    return Engagement(kind=empty, status=empty).to_json()
