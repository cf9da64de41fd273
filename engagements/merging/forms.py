"""Forms for finding engagements and merging them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.fields import CountryField, DateInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

    from engagements.merging.preview import Preview


class FindForm(forms.Form):
    """Finds an engagement by its number or words, a country, or a day nearby."""

    q = forms.CharField(
        label=gettext_lazy("Number or words"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto"}),
    )
    country = CountryField(
        label=gettext_lazy("Country"),
        required=False,
        empty_label=gettext_lazy("Any"),
        widget=forms.Select(attrs={"class": "select"}),
    )
    near = forms.DateField(label=gettext_lazy("Near the day"), required=False, widget=DateInput())


class MergeForm(forms.Form):
    """For each participant and follow-up of the merged engagement: which one of the survivor it is, if any."""

    version = forms.CharField(widget=forms.HiddenInput())

    def __init__(self, preview: Preview, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"version": preview.version})
        for one in preview.people:
            self._add(f"person-{one.row.pk}", str(one.row), preview.people_choices, one.proposed)
        for promise in preview.commitments:
            name = f"commitment-{promise.row.pk}"
            self._add(name, promise.row.text, preview.commitment_choices, promise.proposed)

    def _add(self, name: str, label: str, choices: Sequence[tuple[int, str]], proposed: int | None) -> None:
        self.fields[name] = forms.TypedChoiceField(
            label=label,
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", _("One of its own")), *choices],
            initial=proposed or "",
            widget=forms.Select(attrs={"class": "select"}),
        )

    def pairs(self, prefix: str) -> Mapping[int, int]:
        """The numbers of the parts that are the same. Only after `is_valid()`."""
        return {
            int(name.removeprefix(prefix)): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix) and value is not None
        }
