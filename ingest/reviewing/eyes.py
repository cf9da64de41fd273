"""Guesses of the reader that an editor is about to approve without having looked at them."""

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
    """A guess that was left as it was. `href` leads to it on the review page."""

    label: str
    value: str
    href: str


def unseen(proposal: proposals.Json, form: ReviewForm, decision: Decision) -> list[Unseen]:
    """The accepted guesses that the editor has not looked at.

    A value counts as looked at if its field had the focus long enough to read it (`static/js/review/eyes.js`), if its
    checkbox was ticked, or if it was changed.
    """
    looked = form.main.cleaned_data["looked"]
    accepted = {each.field for each in decision.verdicts if each.verdict is Verdict.ACCEPTED}
    return [
        Unseen(*_named(form, item), href=f"#f-{number}")
        for number, item in enumerate(proposals.items(proposal))
        if item.band == EvidenceBand.GUESS and item.path[:320] in accepted and number not in looked
    ]


def _named(form: ReviewForm, item: proposals.Item) -> tuple[str, str]:
    """The label of a value's field, and the value as the form shows it."""
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
    """The fields without which a row of the list does not exist."""
    row = SETS[key].form
    return [row.base_fields[name] for name in row.essential]


def _shown(form: ReviewForm, field: Field, value: str) -> str:
    if isinstance(field, CountryField):
        return form.places.name(value)
    if isinstance(field, ChoiceField | MultipleChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return value
