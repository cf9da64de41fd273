"""The upload form: files or pasted text, and what is known of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.fields import DateInput

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


FORM_ID = "upload-form"
"""What is known of the files stands beside the form on the page, and names it."""
EARLIEST = date(1900, 1, 1)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files. Empty files are accepted, because the page of the release says what is wrong with a file."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=FilesInput(attrs={"class": "dropzone__input"}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """The files in the order given; an empty list if there is none."""
        return [file for file in data or [] if file]

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data


class UploadForm(forms.Form):
    """One or more files, or a text. Day, outlet and address hold for all of them."""

    # The address's name for it; Django's own `files` of a form lives beside it, in the instance.
    files = FilesField(label=gettext_lazy("Files"), required=False)  # type: ignore[assignment]
    text = forms.CharField(
        label=gettext_lazy("The whole text of the release"),
        required=False,
        max_length=1_000_000,
        strip=False,
        widget=forms.Textarea(attrs={"class": "textarea textarea--tall", "rows": 5, "dir": "auto"}),
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

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """`today`: nothing is published later than the day after it, which it may be already elsewhere."""
        super().__init__(*args, **kwargs)
        self.latest = today + timedelta(days=1)
        for field in self.fields.values():
            field.widget.attrs["form"] = FORM_ID
        bounds = {"min": EARLIEST.isoformat(), "max": self.latest.isoformat()}
        self.fields["published_on"].widget.attrs |= bounds

    def clean_published_on(self) -> date | None:
        """Outside these bounds it is a typing error, and every relative date in the text would be computed from it."""
        day: date | None = self.cleaned_data["published_on"]
        if day is not None and not EARLIEST <= day <= self.latest:
            words = _("The date of publication must be between %(first)s and %(last)s. Check the year.")
            shown = {"first": date_format(EARLIEST, "j F Y"), "last": date_format(self.latest, "j F Y")}
            raise forms.ValidationError(words % shown)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("files") and not (data.get("text") or "").strip() and "text" not in self.errors:
            raise forms.ValidationError(_("Choose at least one file, or paste a text."))
        return data
