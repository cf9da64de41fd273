"""What an editor typed into a draft, in words: compared with the proposal, and with the decision that stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.forms.comparing import as_sent
from ingest.forms.reject import RejectForm
from ingest.forms.review import review_form
from ingest.models import RejectReason
from ingest.reviewing.differing import Difference, as_text, differences, last

if TYPE_CHECKING:
    from ingest.forms.review import Fields
    from ingest.models import Draft


@dataclass(frozen=True, slots=True)
class Typed:
    """What an editor sent of a draft's form.

    `own` are the fields that differ from the proposal, `words` belong to a rejection. `differs` are the fields that
    differ from the approval that stands; None if nothing was approved or sent.
    """

    own: list[Difference]
    words: list[Difference]
    differs: list[Difference] | None

    @property
    def text(self) -> str:
        """All of it, to be copied."""
        return as_text([*self.own, *self.words])

    @property
    def lines(self) -> int:
        """How many lines the text takes, at most twelve."""
        return min(12, self.text.count("\n") + 2)


def typed_into(draft: Draft | None, fields: Fields) -> Typed:
    """What in a form is the editor's own. The form is as a browser sent it, and need not be valid or complete."""
    proposal = draft.proposal if draft else {}
    own: list[Difference] = []
    differs = None
    if "title" in fields:
        form = review_form(proposal)
        untouched = {name: [str(each) for each in values] for name, values in as_sent(form).lists()}
        own = differences(form, untouched, fields)
        if draft and draft.left_form:
            differs = differences(form, draft.left_form, fields)
    reasons = dict(RejectReason.choices)
    words = [
        Difference(str(field.label), "", str(reasons.get(value, value)))
        for name, field in RejectForm.base_fields.items()
        if (value := last(fields.get(name, [])))
    ]
    return Typed(own, words, differs)
