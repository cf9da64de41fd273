"""What nobody looked at: values that the reader guessed and an editor is about to let into the register unseen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.forms import ChoiceField, MultipleChoiceField
from django.utils.translation import gettext as _

from engagements.models import EvidenceBand
from ingest.forms.places import CountryField
from ingest.forms.review import SETS
from ingest.models import Verdict
from ingest.proposals import values as proposals

if TYPE_CHECKING:
    from django.forms import Field

    from ingest.forms.review import ReviewForm
    from ingest.reviewing.deciding import Decision

_FIELDS = {"due": "due_on", "owners": "owner"}


@dataclass(frozen=True, slots=True)
class Unseen:
    """A guess that stands as the reader left it. `href` leads to it on the review page."""

    label: str
    value: str
    href: str


def unseen(proposal: proposals.Json, form: ReviewForm, decision: Decision) -> list[Unseen]:
    """The guesses among the values that were accepted, without those that the editor looked at.

    To look at a value is to have its field in focus long enough to read it (`static/js/review/eyes.js`), or to tick
    that one did. What was changed was looked at.
    """
    looked = form.main.cleaned_data["looked"]
    accepted = {each.field for each in decision.verdicts if each.verdict is Verdict.ACCEPTED}
    return [
        Unseen(*_named(form, item), href=f"#f-{number}")
        for number, item in enumerate(proposals.items(proposal))
        if item.band == EvidenceBand.GUESS and item.path[:320] in accepted and number not in looked
    ]


def _named(form: ReviewForm, item: proposals.Item) -> tuple[str, str]:
    """The words for a value's field, and the value as the form shows it."""
    path = item.path.partition(":")[0]
    key, _dot, rest = path.partition(".")
    if key not in form.sets:
        field = form.main.fields[path]
        return str(field.label), _shown(form, field, item.value)
    number, _dot, name = rest.partition(".")
    fields = SETS[key].form.base_fields
    field = fields[_FIELDS.get(name, name)] if name else next(iter(_essential(key)))
    label = str(field.label)
    if number:
        row = {"participants": _("Participant %(n)s"), "commitments": _("Commitment %(n)s")}[key]
        label = f"{row % {'n': int(number) + 1}}: {label}"
    return label, _shown(form, field, item.value)


def _essential(key: str) -> list[Field]:
    """The fields without which a row of the list is none."""
    row = SETS[key].form
    return [row.base_fields[name] for name in row.essential]


def _shown(form: ReviewForm, field: Field, value: str) -> str:
    if isinstance(field, CountryField):
        return form.places.name(value)
    if isinstance(field, ChoiceField | MultipleChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return value
