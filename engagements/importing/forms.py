"""The forms of an import: the upload, and the meaning of the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.importing.fields import FIELDS, REQUIRED
from engagements.importing.tables import BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from engagements.models import FollowUpImport

_MEGABYTE = 1024 * 1024


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or an Excel workbook, with the names of the columns in its first row."),
        widget=forms.FileInput(attrs={"class": "input", "accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(n)s MB. Import it in parts.") % {"n": BYTES // _MEGABYTE}
            )
        return file


class ColumnsForm(forms.Form):
    """A form field for each of FIELDS, with the columns of the file as choices."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for all changes"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy(
            "Goes where a due date moves or a follow-up is dropped and the row itself says no reason."
        ),
        widget=forms.Textarea(attrs={"class": "input", "rows": 2, "dir": "auto"}),
    )

    def __init__(
        self, brought: FollowUpImport, before: Mapping[str, int], data: QueryDict | None = None
    ) -> None:
        super().__init__(data, initial={"reason": brought.reason})
        self.names = [
            name or _("Column %(n)s") % {"n": place} for place, name in enumerate(brought.headers, 1)
        ]
        places = [(str(place), name) for place, name in enumerate(self.names)]
        for name, label in FIELDS.items():
            self.fields[f"column-{name}"] = forms.ChoiceField(
                label=label,
                required=name in REQUIRED,
                choices=[("", _("Not in the file")), *places],
                initial=str(before[name]) if name in before else "",
                widget=forms.Select(attrs={"class": "select"}),
            )

    @property
    def mapping(self) -> dict[str, int]:
        """`{field: index of its column}` as chosen."""
        chosen = {name: self.cleaned_data.get(f"column-{name}", "") for name in FIELDS}
        return {name: int(place) for name, place in chosen.items() if place}

    def clean(self) -> dict[str, Any]:
        places = list(self.mapping.values())
        if len(places) != len(set(places)):
            raise forms.ValidationError(_("One column cannot be two things."))
        return self.cleaned_data

    def columns(self) -> list[forms.BoundField]:
        return [self[f"column-{name}"] for name in FIELDS]
