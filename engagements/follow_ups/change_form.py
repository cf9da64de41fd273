"""The form that changes one follow-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.fields import AssigneeField, DateInput
from engagements.follow_ups.unit_forms import UnitField
from engagements.models import Commitment, CommitmentStatus
from engagements.services.commitments import FINISH, LEAVE, CommitmentChange

if TYPE_CHECKING:
    from django.http import QueryDict


def steps_field(*offered: str) -> forms.ChoiceField:
    """The choice of what happens to open steps when the follow-up is done; limited to `offered`, if given."""
    choices = [(FINISH, _("Finish them too")), (LEAVE, _("Leave them open"))]
    return forms.ChoiceField(
        label=_("Open steps"),
        required=False,
        choices=[("", _("Choose")), *(one for one in choices if not offered or one[0] in offered)],
        help_text=_("Needed when the follow-up is done."),
        widget=forms.Select(attrs={"class": "select"}),
    )


def _reason_is_needed(commitment: Commitment) -> Any:
    """The help text that says when a reason is needed; the rule itself is in `services.commitments`."""
    if commitment.due_is_decided:
        return _("Needed when a due date moves and when a follow-up is dropped.")
    if commitment.due_on is not None:
        return _(
            "Needed when a follow-up is dropped. This due date is one by default: another needs no reason."
        )
    return _("Needed when a follow-up is dropped.")


class CommitmentForm(forms.Form):
    """Changes one follow-up. An unbound form offers only the statuses that may follow the present one."""

    status = forms.ChoiceField(label=_("Status"), widget=forms.Select(attrs={"class": "select"}))
    unit = UnitField(label=_("Unit of the ministry that must act"), empty_label=_("No unit"))
    owner = forms.CharField(
        label=_("Who must act"),
        required=False,
        max_length=300,
        help_text=_("A partner or person whom the register knows by this name is linked."),
        widget=forms.TextInput(
            attrs={
                "class": "input",
                "dir": "auto",
                "autocomplete": "off",
                "data-suggest": "partner person",
            }
        ),
    )
    assignee = AssigneeField()
    due_on = forms.DateField(label=_("Due date"), required=False, widget=DateInput())
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 2, "dir": "auto"}),
    )
    version = forms.CharField(widget=forms.HiddenInput())

    def __init__(self, commitment: Commitment, data: QueryDict | None = None) -> None:
        super().__init__(
            data,
            initial={
                "status": commitment.status,
                "unit": commitment.owner_unit_id,
                "owner": commitment.owner,
                "assignee": commitment.assignee_id,
                "due_on": commitment.due_on,
                "version": commitment.version,
            },
        )
        self.commitment = commitment
        self.fields["reason"].help_text = _reason_is_needed(commitment)
        if commitment.is_open and commitment.steps.filter(done_on=None).exists():
            self.fields["steps"] = steps_field()
        statuses = {commitment.status} | commitment.TRANSITIONS[commitment.status]
        # A bound form accepts all statuses: the service refuses one that cannot follow with a reason, the field could
        # not.
        offered = CommitmentStatus.choices if data is not None else []
        self.fields["status"].choices = offered or [  # type: ignore[attr-defined]
            (value, label) for value, label in CommitmentStatus.choices if value in statuses
        ]
        self.fields["assignee"].offer(present=commitment.assignee_id)  # type: ignore[attr-defined]
        self.fields["unit"].offer(chosen=commitment.owner_unit_id)  # type: ignore[attr-defined]

    def change(self) -> CommitmentChange:
        """The change to make. Call it only after `is_valid()`."""
        asked, now = self.cleaned_data, self.commitment
        # A request without the field (from an older page, say) leaves the unit as it is.
        unit = asked["unit"] if "unit" in self.data else now.owner_unit
        owner = asked["owner"]
        other = unit is not None and unit.pk != now.owner_unit_id
        linked = (now.owner_unit_id, now.owner_partner_id, now.owner_person_id)
        if other and owner == now.owner and any(number is not None for number in linked):
            owner = ""  # the words named whoever was linked before
        return CommitmentChange(
            status=asked["status"],
            owner=owner,
            assignee=asked["assignee"],
            due_on=asked["due_on"],
            reason=asked["reason"],
            link=unit,
            steps=asked.get("steps", ""),
            unlink=unit is None and now.owner_unit_id is not None and owner == now.owner,
        )
