"""The forms on the list of follow-ups: one value of one row, or a change of many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.fields import AssigneeField, DateInput, assignable
from engagements.follow_ups.change_form import steps_field
from engagements.models import Commitment, CommitmentStatus, Unit, User
from engagements.services.bulk_changes import Wish
from engagements.services.commitments import LEAVE, CommitmentChange
from engagements.services.names import Names, tidy

if TYPE_CHECKING:
    from datetime import date

    from django.http import QueryDict

    from engagements.models import Partner, Person

FIELDS = ("status", "owner", "assignee", "due")
"""The values that can be changed in a row."""
_NOBODY = "nobody"
_ADDED = 3660


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "select"})


class _Reason(forms.CharField):
    """A reason. `expected`: it is marked as required, but the service decides whether it is missing."""

    expected = False


def _reason(*, required: bool = False, hint: Any = "") -> _Reason:
    return _Reason(
        label=_("Reason"),
        required=required,
        max_length=1000,
        help_text=hint,
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 2, "dir": "auto"}),
    )


class CellForm(forms.Form):
    """Changes one value of a row, with a reason where one may be needed, and the version that the page showed."""

    version = forms.CharField(widget=forms.HiddenInput())

    def __init__(self, commitment: Commitment, name: str, data: QueryDict | None = None) -> None:
        initial = {
            "status": commitment.status,
            "owner": commitment.owner,
            "assignee": commitment.assignee_id,
            "due": commitment.due_on,
            "version": commitment.version,
        }
        super().__init__(data, initial=initial, auto_id=f"cell-{commitment.pk}-%s")
        self.commitment = commitment
        self.name = name
        self.fields = {name: self._field(), **self.fields}
        if name == "status":
            if commitment.is_open and commitment.steps.filter(done_on=None).exists():
                self.fields["steps"] = steps_field()
            self.fields["reason"] = _reason(hint=_("Needed when a follow-up is dropped."))
        elif name == "due" and commitment.due_is_decided:
            self.fields["reason"] = reason = _reason(hint=_("Needed when a due date moves."))
            reason.expected = True
            reason.widget.attrs["aria-required"] = "true"

    def _field(self) -> forms.Field:
        commitment = self.commitment
        if self.name == "status":
            steps = {commitment.status} | commitment.TRANSITIONS[commitment.status]
            # A bound form accepts all statuses: the service refuses one that cannot follow with a reason, the field
            # could not.
            choices = CommitmentStatus.choices
            if not self.is_bound:
                choices = [(value, label) for value, label in choices if value in steps]
            return forms.ChoiceField(label=_("Status"), choices=choices, widget=_select())
        if self.name == "assignee":
            assignee = AssigneeField()
            assignee.offer(present=commitment.assignee_id)
            return assignee
        if self.name == "due":
            return forms.DateField(label=_("Due date"), required=False, widget=DateInput())
        return forms.CharField(
            label=_("Who must act"),
            required=False,
            max_length=300,
            widget=forms.TextInput(
                attrs={"class": "input", "dir": "auto", "list": "own-units", "autocomplete": "off"}
            ),
        )

    def change(self) -> CommitmentChange:
        """The change to make; the other values stay. Call it only after `is_valid()`."""
        asked, commitment = self.cleaned_data, self.commitment
        return CommitmentChange(
            status=asked.get("status", commitment.status),
            owner=asked.get("owner", commitment.owner),
            assignee=asked["assignee"] if self.name == "assignee" else commitment.assignee,
            due_on=asked["due"] if self.name == "due" else commitment.due_on,
            reason=asked.get("reason", ""),
            steps=asked.get("steps", ""),
        )


class WishForm(forms.Form):
    """Changes many follow-ups. A field that is left empty changes nothing."""

    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("As it is")), *CommitmentStatus.choices],
        widget=_select(),
    )
    assignee = forms.ChoiceField(label=_("Assigned to"), required=False, widget=_select())
    unit = forms.ModelChoiceField(
        label=_("Own unit that must act"),
        required=False,
        queryset=Unit.objects.current(),
        empty_label=_("As it is"),
        widget=_select(),
    )
    owner = forms.CharField(
        label=_("Or who else must act"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto"}),
    )
    due_on = forms.DateField(label=_("Due date"), required=False, widget=DateInput())
    later = forms.IntegerField(
        label=_("Or move each due date by so many days"),
        required=False,
        min_value=-_ADDED,
        max_value=_ADDED,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )
    steps = steps_field(LEAVE)
    reason = _reason(
        hint=_("Needed when a follow-up is dropped, and when a due date moves that somebody stated or set.")
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        people = [(str(user.pk), user.display_name) for user in assignable()]
        self.fields["assignee"].choices = [  # type: ignore[attr-defined]
            ("", _("As it is")),
            (_NOBODY, _("Nobody")),
            *people,
        ]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("unit") and asked.get("owner"):
            self.add_error("owner", _("Choose a unit or write who must act, not both."))
        if asked.get("due_on") and asked.get("later"):
            self.add_error("later", _("Give a date or a number of days, not both."))
        if not self.errors and not any(
            value for name, value in asked.items() if name not in {"reason", "steps"}
        ):
            self.add_error(None, _("Choose what is to change."))
        return asked

    def wish(self) -> Wish:
        """The change to make. Call it only after `is_valid()`. Who is meant by the words of an owner is looked up
        once for all rows.
        """
        asked = self.cleaned_data
        assignee: tuple[User | None] | None = None
        if asked["assignee"]:
            number = asked["assignee"]
            assignee = (None if number == _NOBODY else User.objects.get(pk=number),)
        due_on: tuple[date | None] | None = (asked["due_on"],) if asked["due_on"] else None
        return Wish(
            status=asked["status"] or None,
            assignee=assignee,
            owner=self._owner(),
            due_on=due_on,
            later=asked["later"] or 0,
            steps=asked["steps"],
            reason=asked["reason"],
        )

    def _owner(self) -> tuple[str, Unit | Partner | Person | None] | None:
        asked = self.cleaned_data
        if asked["unit"]:
            return asked["unit"].name_ar, asked["unit"]
        words = tidy(asked["owner"])
        if not words:
            return None
        meant = Names().owner(words)
        return words, meant.unit or meant.partner or meant.person
