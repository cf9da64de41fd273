"""Decisions that nobody filled in just now: a draft as it was proposed, and as the first of two persons left it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.forms.review import as_data, review_form
from ingest.forms.untouched import untouched
from ingest.reviewing.deciding import decide

if TYPE_CHECKING:
    from ingest.models import Draft
    from ingest.reviewing.deciding import Decision


def decision_as_proposed(draft: Draft) -> Decision | None:
    """What somebody decides who opens the draft and changes nothing; None if the proposal is not enough for that."""
    text = draft.release.source.text
    form = review_form(draft.proposal, untouched(review_form(draft.proposal)), source=text)
    return decide(draft.proposal, form, text) if form.is_valid() else None


def decision_as_left(draft: Draft) -> Decision | None:
    """What the first of two persons decided, in whatever language it was typed; None where nobody did."""
    text = draft.release.source.text
    form = review_form(draft.proposal, as_data(draft.left_form or {}), source=text)
    return decide(draft.proposal, form, text) if form.is_valid() else None
