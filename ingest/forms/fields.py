"""The fields of the review form: text, choices, days in both calendars, and the words that an editor marked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ingest.extraction.calendars import hijri_day
from ingest.forms.places import WithPlaces

Span = tuple[int, int]
Marked = Mapping[str, Span]
"""By the name of a field, `topics:mining` for one of many: half-open offsets into the source's text."""

# Beyond them it is a slip of the pen, and what counts on from it comes to the end of the calendar.
_FIRST_DAY, _LAST_DAY = date(1800, 1, 1), date(2100, 12, 31)
_HIJRI = re.compile(r"\s*(\d{1,4})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{1,4})\s*(?:هـ?|AH)?\s*")


def text(label: Any, length: int) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "input", "dir": "auto"})
    return forms.CharField(label=label, required=False, max_length=length, widget=widget)


def long_text(label: Any, length: int, rows: int, *, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "textarea", "rows": rows, "dir": "auto"})
    return forms.CharField(label=label, required=required, max_length=length, widget=widget)


def choice(label: Any, choices: Any, *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, required=required, widget=forms.Select(attrs={"class": "select"})
    )


def day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        validators=[MinValueValidator(_FIRST_DAY), MaxValueValidator(_LAST_DAY)],
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
    )


class HijriField(forms.CharField):
    """The same day in the Hijri calendar, for whoever knows that one; by Umm al-Qura, from 1343 to 1500."""

    def __init__(self) -> None:
        label = gettext_lazy("In the Hijri calendar")
        # No date: it would look like a value. The script shows there the day that the other field has.
        written = pgettext_lazy("placeholder", "Hijri: y-m-d")
        attrs = {"class": "input", "placeholder": written, "data-hijri": written, "aria-label": label}
        super().__init__(label=label, required=False, max_length=40, widget=forms.TextInput(attrs=attrs))

    def clean(self, value: Any) -> Any:
        """The Gregorian date, or None for nothing. Raises ValidationError for what is no day of that calendar."""
        written = super().clean(value)
        if not written:
            return None
        if day := hijri(written):
            return day
        raise ValidationError(_("This is no Hijri date from 1343 to 1500. Write it like 1448-06-08."))


def hijri(written: str) -> date | None:
    """The Gregorian day of a Hijri one in figures, year first or last; None if it is none."""
    parts = _HIJRI.fullmatch(written)
    if parts is None:
        return None
    first, month, last = (int(part) for part in parts.groups())
    return hijri_day(first, month, last) if first > 31 else hijri_day(last, month, first)


class Numbers(forms.Field):
    """Numbers sent under one name, several in a value or one in each."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> frozenset[int]:
        """What is no number says nothing."""
        words = " ".join(str(each) for each in value or ()).split()
        return frozenset(int(word) for word in words if word.isascii() and word.isdecimal() and len(word) < 6)


class MarkedWords(forms.CharField):
    """Which words of the text an editor marked for which field, as the page's script writes it down.

    JSON `{"city": [12, 18, "the words"]}`. The words must be those that stand there: offsets that were counted
    otherwise than here would quote something else for ever. The form that holds it sets `source`, the text.
    """

    source = ""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Words of the text"),
            required=False,
            max_length=100_000,
            widget=forms.HiddenInput(attrs={"data-words": ""}),
        )

    def clean(self, value: Any) -> Any:
        """By field the offsets. Raises ValidationError if other words stand there, or none."""
        sent = super().clean(value)
        try:
            return self._spans(json.loads(sent) if sent else {})
        except (ValueError, TypeError, AttributeError, RecursionError):
            words = _("The words marked for a field are not what stands in the text there. Mark them again.")
            raise ValidationError(words, code="elsewhere") from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was sent, unless it is refused: it could not be put right by hand."""
        try:
            self.clean(data)
        except ValidationError:
            return ""
        return data

    def _spans(self, sent: Mapping[str, list[Any]]) -> dict[str, Span]:
        spans = {}
        for name, (start, end, words) in sent.items():
            # The page knows a blank line between paragraphs only as a space.
            if not 0 <= start < end <= len(self.source) or self.source[start:end].split() != words.split():
                raise ValueError(name)
            spans[name] = (int(start), int(end))
        return spans


class Beside(WithPlaces):
    """A form beside the text of a source: it knows which words were marked, and takes days of either calendar."""

    words = MarkedWords()

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["words"]
        if isinstance(field, MarkedWords):
            field.source = source

    def marked(self, source: str) -> Marked:
        """What was marked, as it was sent and not yet checked; nothing if it would be refused."""
        field = MarkedWords()
        field.source = source
        try:
            return cast("Marked", field.clean(self["words"].value()))
        except ValidationError:
            return {}

    def clean(self) -> dict[str, Any]:
        """A day that was written in the Hijri calendar counts, whatever stands in the other field."""
        data = super().clean() or {}
        for name in [name for name in data if name.endswith("_hijri") and data[name]]:
            other = name.removesuffix("_hijri")
            data[other] = data[name]
            self.errors.pop(other, None)
        return data
