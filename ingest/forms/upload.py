"""What somebody uploads: files, or pasted text, and what is known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.filters import DateInput

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, empty ones too: what is wrong with a file is said on its release's page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=FilesInput(attrs={"class": "dropzone__input"}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """The files, in the order given; none is an empty list."""
        return [file for file in data or [] if file]

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data


class UploadForm(forms.Form):
    """One or many files, or a text; the day, outlet and address hold for all of them."""

    # The address's name for it; Django's own `files` of a form lives beside it, in the instance.
    files = FilesField(label=gettext_lazy("Files"), required=False)  # type: ignore[assignment]
    text = forms.CharField(
        label=gettext_lazy("The whole text of the release"),
        required=False,
        max_length=1_000_000,
        strip=False,
        widget=forms.Textarea(attrs={"class": "textarea textarea--tall", "rows": 6, "dir": "auto"}),
    )
    published_on = forms.DateField(
        label=gettext_lazy("Date of publication"),
        required=False,
        help_text=gettext_lazy("Words like “today” and “Tuesday” are counted from it."),
        widget=DateInput(),
    )
    outlet = forms.CharField(
        label=gettext_lazy("Outlet"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Who published it; left empty, it is taken from the file if the file says so."
        ),
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto", "list": "known-outlets"}),
    )
    url = forms.URLField(
        label=gettext_lazy("Address of the release"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "input", "dir": "ltr"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("files") and not (data.get("text") or "").strip() and "text" not in self.errors:
            raise forms.ValidationError(_("Choose at least one file, or paste a text."))
        return data
