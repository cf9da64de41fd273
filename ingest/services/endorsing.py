"""The first of two approvals: where the confidentiality asks for two persons, one alone puts nothing into the register.

What the first person left is kept with the draft. Another may approve it as it stands; whoever changes something is
the first from then on, and again another has to look. Which confidentialities ask for it is a setting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.errors import Refusal
from engagements.models.audit import Action
from engagements.services import audit
from ingest.forms.review import as_data, review_form
from ingest.models import DraftStatus
from ingest.reviewing.deciding import decide
from ingest.services.steps import changes_of, endorsed, hold

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User
    from engagements.services.records import EngagementRecord
    from ingest.models import Draft
    from ingest.reviewing.deciding import Decision


def needs_second(draft: Draft, record: EngagementRecord) -> bool:
    """Whether approving the draft so makes it wait for a second person.

    One that waits for a second person already does so again, unless it is approved as the first left it: else a
    change of the confidentiality would be enough to do without.
    """
    if draft.status == DraftStatus.ENDORSED:
        return not as_left(draft, record)
    return record.confidentiality in settings.SECOND_APPROVAL


def as_left(draft: Draft, record: EngagementRecord) -> bool:
    """Whether the record is what the first person approved: value by value, in whatever language it was typed."""
    form = review_form(draft.proposal, as_data(draft.left_form or {}), source=draft.release.source.text)
    return form.is_valid() and decide(draft.proposal, form, draft.release.source.text).record == record


@transaction.atomic
def endorse(
    *, draft: Draft, decision: Decision, by: User, now: datetime, seen: datetime | None = None
) -> None:
    """Approves as the first of two. `seen`, and Conflict, as in `steps.hold`.

    Raises Refusal for somebody who approved it just so before: the second approval is another person's.
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
