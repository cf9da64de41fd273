"""Approval by two persons, for engagements of a confidentiality that `settings.SECOND_APPROVAL` names.

The first approval (endorsement) writes nothing to the register; what that person left is kept with the draft. Another
person may then approve the draft as it stands. Whoever changes something counts as the first person from then on, and
yet another has to approve.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.errors import Refusal
from engagements.models.audit import Action
from engagements.services import audit
from ingest.models import DraftStatus
from ingest.reviewing.standing import decision_as_left
from ingest.services.steps import changes_of, endorsed, hold

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User
    from engagements.services.records import EngagementRecord
    from ingest.models import Draft
    from ingest.reviewing.deciding import Decision


def needs_second(draft: Draft, record: EngagementRecord) -> bool:
    """Whether approving `record` now would be only the first of two approvals.

    A draft that was endorsed needs another approval if the record differs from what was endorsed. Otherwise one
    person could avoid the second approval by changing the confidentiality.
    """
    if draft.status == DraftStatus.ENDORSED:
        return not as_left(draft, record)
    return record.confidentiality in settings.SECOND_APPROVAL


def as_left(draft: Draft, record: EngagementRecord) -> bool:
    """Whether the record equals, value by value, what the first person approved, in whichever language it was typed."""
    left = decision_as_left(draft)
    return left is not None and left.record == record


@transaction.atomic
def endorse(
    *, draft: Draft, decision: Decision, by: User, now: datetime, seen: datetime | None = None
) -> None:
    """Approves the draft as the first of two persons.

    `seen` as in `steps.hold`. Raises Conflict as `steps.hold` does, and Refusal for a person who has endorsed exactly
    this: the second approval has to be another person's.
    """
    held = hold(draft, seen)
    if held.endorsed_by_id == by.pk and as_left(held, decision.record):
        raise not_yourself()
    endorsed(held, dict(decision.form), by=by, now=now)
    audit.write(by=by, action=Action.ENDORSED, subject=held, now=now, changes=changes_of(decision.verdicts))


def not_yourself() -> Refusal:
    return Refusal(_("You approved this draft first. The second approval has to be another person's."))


def not_second() -> Refusal:
    return Refusal(_("The second approval is given by an approver. You can change the draft, or reject it."))
