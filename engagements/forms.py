"""What people fill in on the register's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.filters import DateInput
from engagements.models import Commitment, CommitmentStatus, User
from engagements.services.commitments import CommitmentChange

if TYPE_CHECKING:
    from django.http import QueryDict


class AccountField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An account, shown by the name of the person."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.display_name)


class CommitmentForm(forms.Form):
    """A change to one follow-up. Offers only the statuses that may follow the present one."""

    status = forms.ChoiceField(label=_("Status"), widget=forms.Select(attrs={"class": "select"}))
    owner = forms.CharField(
        label=_("Who must act"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto"}),
    )
    assignee = AccountField(
        label=_("Assigned to"),
        required=False,
        queryset=User.objects.none(),
        empty_label=_("Nobody"),
        widget=forms.Select(attrs={"class": "select"}),
    )
    due_on = forms.DateField(label=_("Due date"), required=False, widget=DateInput())
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        help_text=_("Needed when a due date moves and when a follow-up is dropped."),
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 2, "dir": "auto"}),
    )
    version = forms.CharField(widget=forms.HiddenInput())

    def __init__(self, commitment: Commitment, data: QueryDict | None = None) -> None:
        super().__init__(
            data,
            initial={
                "status": commitment.status,
                "owner": commitment.owner,
                "assignee": commitment.assignee_id,
                "due_on": commitment.due_on,
                "version": commitment.version,
            },
        )
        statuses = {commitment.status} | commitment.TRANSITIONS[commitment.status]
        # A status that cannot follow is refused by the service with a reason, not by the field without one.
        offered = CommitmentStatus.choices if data is not None else []
        self.fields["status"].choices = offered or [  # type: ignore[attr-defined]
            (value, label) for value, label in CommitmentStatus.choices if value in statuses
        ]
        self.fields["assignee"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            is_active=True
        ).order_by("first_name", "last_name", "username")

    def change(self) -> CommitmentChange:
        """What was asked for. Only after `is_valid()`."""
        asked = self.cleaned_data
        return CommitmentChange(
            status=asked["status"],
            owner=asked["owner"],
            assignee=asked["assignee"],
            due_on=asked["due_on"],
            reason=asked["reason"],
        )
