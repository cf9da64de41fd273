"""Forms for finding and merging names, and for their spellings and duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.lists.asking import LONGEST, ListForm

if TYPE_CHECKING:
    from django.http import QueryDict

    from engagements.names.preview import NamePreview

OURS, THEIRS = "ours", "theirs"


class NamesForm(ListForm):
    """The search field of the lists of partners and people."""

    q = forms.CharField(label=_("Text"), max_length=LONGEST, required=False)


class FindNameForm(forms.Form):
    """Finds the other name of a merge, by number or words."""

    q = forms.CharField(label=gettext_lazy("Number or name"), required=False, max_length=200)

    def __init__(self, kind: str, data: QueryDict) -> None:
        super().__init__(data)
        attrs = {"class": "input", "dir": "auto", "autocomplete": "off", "data-suggest": kind}
        self.fields["q"].widget = forms.TextInput(attrs=attrs)

    @property
    def asked(self) -> str:
        """The text to look for, trimmed; empty if it is too long."""
        return str(self.cleaned_data.get("q", "")).strip() if self.is_valid() else ""


class NameMergeForm(forms.Form):
    """For each column that both names have with different values: which value holds."""

    version = forms.CharField(widget=forms.HiddenInput())

    def __init__(self, preview: NamePreview, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"version": preview.version})
        for value in preview.values:
            if value.free:
                self.fields[value.column] = forms.ChoiceField(
                    label=value.label,
                    choices=[(OURS, value.ours), (THEIRS, value.theirs)],
                    initial=OURS,
                    widget=forms.RadioSelect(),
                )

    @property
    def taken(self) -> frozenset[str]:
        """The columns for which the merged name's value holds. Only after `is_valid()`."""
        return frozenset(name for name, value in self.cleaned_data.items() if value == THEIRS)


class AliasForm(forms.Form):
    """A new or changed spelling. `anyway` confirms one that another name is known by too."""

    text = forms.CharField(
        label=gettext_lazy("Spelling"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto"}),
    )
    anyway = forms.BooleanField(label=gettext_lazy("Keep it all the same"), required=False)


class ReasonForm(forms.Form):
    """The reason for removing a spelling."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto"}),
    )

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"]).strip()
        if not reason:
            raise forms.ValidationError(_("Say why it goes; it stands in the trail."))
        return reason
