"""The review form: the values of a draft as an editor sees and changes them.

Each row has the `number` of the proposal's row that it shows, so that a changed value stays tied to the words it came
from. Rows without a number are the editor's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from django import forms
from django.conf import settings
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.models import (
    CommitmentKind,
    Confidentiality,
    DatePrecision,
    EngagementStatus,
    Kind,
    Partner,
    Person,
    Side,
    Topic,
)
from ingest.forms import fields, links
from ingest.forms.links import Linked
from ingest.forms.places import CountryField, Places
from ingest.proposals import values as proposals

MAX_ROWS = 200
MAX_PLACE = 10_000


class MainForm(fields.Beside):
    """The values that an engagement has once."""

    title = fields.long_text(gettext_lazy("Title"), 500, 2, required=True)
    summary = fields.long_text(gettext_lazy("Summary"), 10_000, 3)
    kind = fields.choice(gettext_lazy("Kind"), Kind.choices)
    status = fields.choice(gettext_lazy("Status"), EngagementStatus.choices)
    confidentiality = fields.choice(gettext_lazy("Confidentiality"), Confidentiality.choices)
    date = fields.day(gettext_lazy("Date"))
    date_precision = fields.choice(gettext_lazy("How exactly the date is known"), DatePrecision.choices)
    date_end = fields.day(gettext_lazy("Last day"))
    date_hijri = fields.HijriField()
    date_end_hijri = fields.HijriField()
    city = fields.text(gettext_lazy("City"), 120)
    country = CountryField(label=gettext_lazy("Country"))
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Topics"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    looked = fields.Numbers(required=False)
    """Values of the proposal, by their place in `proposal.items`, that the editor looked at."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = sorted(((topic.code, topic.name) for topic in Topic.objects.all()), key=lambda row: row[1])
        field = self.fields["topics"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = topics

    def clean(self) -> dict[str, Any]:
        """Cuts the date to its precision, and clears the precision if there is no date."""
        data = super().clean() or {}
        day, precision, end = data.get("date"), data.get("date_precision"), data.get("date_end")
        if precision == DatePrecision.NONE or (day is None and "date" not in self.errors):
            data |= {"date": None, "date_precision": DatePrecision.NONE, "date_end": None}
            return data
        if day and precision != DatePrecision.DAY:
            month = day.month if precision == DatePrecision.MONTH else 1
            data |= {"date": day.replace(month=month, day=1), "date_end": None}
        elif day and end:
            if end < day:
                self.add_error("date_end", _("The last day is before the first."))
            elif end == day:
                data["date_end"] = None
        return data


class RowForm(fields.Beside):
    """A row of a list. Blank rows and rows ticked for removal count as absent."""

    number = forms.IntegerField(required=False, widget=forms.HiddenInput())
    place = forms.IntegerField(
        label=gettext_lazy("Place in the list"),
        required=False,
        min_value=1,
        max_value=MAX_PLACE,
        widget=forms.NumberInput(attrs={"class": "input", "data-place": ""}),
    )
    essential: tuple[str, ...] = ()
    needs: Any = ""

    @property
    def absent(self) -> bool:
        data = getattr(self, "cleaned_data", {})
        return bool(data.get("DELETE")) or not any(data.get(name) for name in self.essential)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors or data.get("DELETE") or any(data.get(name) for name in self.essential):
            return data
        by_itself = {"number", "place", "words", "DELETE", "side", "kind", *links.FIELDS, *self.essential}
        extra = [name for name in self.fields if name not in by_itself]
        if any(data.get(name) for name in extra):
            self.add_error(self.essential[0], str(self.needs))
        return data


class PartnerCountryForm(RowForm):
    code = CountryField(label=gettext_lazy("Partner country"))
    essential = ("code",)


class OrganizationForm(Linked, RowForm):
    name = fields.text(gettext_lazy("Organisation"), 300)
    link = links.LinkField(Partner)
    essential = ("name",)


class ParticipantForm(Linked, RowForm):
    name = fields.text(gettext_lazy("Name"), 200)
    role = fields.text(gettext_lazy("Office"), 300)
    organization = fields.text(gettext_lazy("Organisation"), 300)
    country = CountryField(label=gettext_lazy("Country"))
    side = fields.choice(gettext_lazy("Side"), Side.choices, required=False)
    side.initial = Side.PARTNER
    link = links.LinkField(Person)
    essential = ("name", "role")
    needs = gettext_lazy("Write a name or an office, or remove the participant.")


class CommitmentForm(RowForm):
    text = fields.long_text(gettext_lazy("What is to be done"), 5_000, 1)
    kind = fields.choice(gettext_lazy("Kind"), CommitmentKind.choices, required=False)
    owner = fields.text(gettext_lazy("Who must act"), 300)
    due_on = fields.day(gettext_lazy("Due date"))
    due_on_hijri = fields.HijriField()
    essential = ("text",)
    needs = gettext_lazy("Write what is to be done, or remove the commitment.")


Rows: TypeAlias = "BaseFormSet[Any]"
Fields: TypeAlias = dict[str, list[str]]
_factory = partial(
    formset_factory, extra=1, can_delete=True, max_num=MAX_ROWS, absolute_max=MAX_ROWS, validate_max=True
)
SETS: dict[str, type[Rows]] = {
    "partner_countries": _factory(PartnerCountryForm),
    "organizations": _factory(OrganizationForm),
    "participants": _factory(ParticipantForm),
    "commitments": _factory(CommitmentForm),
}


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """The whole form: the values there is one of, and the four lists."""

    main: MainForm
    sets: Mapping[str, Rows]
    places: Places

    def is_valid(self) -> bool:
        return all([self.main.is_valid(), *(rows.is_valid() for rows in self.sets.values())])

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The cleaned rows of a list that count, in the editor's order; rows without a place come last."""
        rows = [row.cleaned_data for row in self.sets[name] if not row.absent]
        return sorted(rows, key=lambda row: row["place"] or MAX_PLACE)

    @property
    def sent(self) -> Fields:
        """What a browser sent for the form's own fields; empty if nothing was sent."""
        data = self.main.data
        if not isinstance(data, QueryDict):
            return {}
        return {
            name: [str(value) for value in values]
            for name, values in data.lists()
            if name in self.main.fields or name.partition("-")[0] in self.sets
        }


def as_data(fields: Mapping[str, list[str]]) -> QueryDict:
    """What `ReviewForm.sent` gave, as data for a form."""
    data = QueryDict(mutable=True)
    for name, values in links.as_they_are_now(fields).items():
        data.setlist(name, values)
    return data


def review_form(proposal: proposals.Json, data: QueryDict | None = None, *, source: str = "") -> ReviewForm:
    """The form over a proposal, filled from the proposal or from what an editor sent.

    `source` is the text in which words may be marked; without it, marks are refused.
    """
    places = Places()
    main = MainForm(data, initial=main_initial(proposal, places), places=places, source=source)
    initial = rows_initial(proposal, places)
    sets = {
        name: factory(
            data, prefix=name, initial=initial[name], form_kwargs={"places": places, "source": source}
        )
        for name, factory in SETS.items()
    }
    return ReviewForm(main, sets, places)


def main_initial(proposal: proposals.Json, places: Places) -> dict[str, Any]:
    """The proposal's single values as the form shows them."""
    return {
        "title": proposal.get("title"),
        "summary": proposal.get("summary"),
        "kind": proposal.get("kind"),
        "status": proposal.get("status") or EngagementStatus.HELD,
        "confidentiality": Confidentiality.OPEN,
        "date": proposals.first_day(proposal.get("date")),
        "date_precision": proposal.get("date_precision") or DatePrecision.NONE,
        "date_end": proposals.first_day(proposal.get("date_end")),
        "city": proposal.get("city"),
        "country": places.name(proposal.get("country")),
        "topics": proposal.get("topics") or [],
    }


def rows_initial(proposal: proposals.Json, places: Places) -> dict[str, list[dict[str, Any]]]:
    """The proposal's lists as the form shows them."""
    people = proposal.get("participants") or ()
    commitments = proposal.get("commitments") or ()
    return {
        "partner_countries": [
            {"number": number, "code": places.name(code)}
            for number, code in enumerate(proposal.get("partner_countries") or ())
        ],
        "organizations": [
            {"number": number, "name": name}
            for number, name in enumerate(proposal.get("organizations") or ())
        ],
        "participants": [
            {
                "number": number,
                "name": person.get("name"),
                "role": person.get("role"),
                "organization": person.get("organization"),
                "country": places.name(person.get("country")),
                "side": Side.HOME if person.get("country") == settings.HOME_COUNTRY else Side.PARTNER,
            }
            for number, person in enumerate(people)
        ],
        "commitments": [
            {
                "number": number,
                "kind": commitment.get("kind"),
                "text": commitment.get("text"),
                "owner": owners(commitment),
                "due_on": proposals.last_day(commitment.get("due")),
            }
            for number, commitment in enumerate(commitments)
        ],
    }


def owners(commitment: proposals.Json) -> str:
    """The owners of a proposed commitment as one line of text."""
    return "، ".join(commitment.get("owners") or ())
