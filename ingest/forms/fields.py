"""Fields of the review form: text, choices, days in both calendars, and words that an editor marked."""

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

# Days beyond these years are typing errors, and counting on from them would leave the calendar.
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
    """A day typed in the Hijri calendar (Umm al-Qura, 1343 to 1500), as an alternative to the Gregorian field."""

    def __init__(self) -> None:
        label = gettext_lazy("In the Hijri calendar")
        # The placeholder is no date, as that would look like a value. The script shows the day of the other field.
        written = pgettext_lazy("placeholder", "Hijri: y-m-d")
        attrs = {"class": "input", "placeholder": written, "data-hijri": written, "aria-label": label}
        super().__init__(label=label, required=False, max_length=40, widget=forms.TextInput(attrs=attrs))

    def clean(self, value: Any) -> Any:
        """The Gregorian date, or None for empty text. Raises ValidationError if it is no day of that calendar."""
        written = super().clean(value)
        if not written:
            return None
        if day := hijri(written):
            return day
        raise ValidationError(_("This is no Hijri date from 1343 to 1500. Write it like 1448-06-08."))


def hijri(written: str) -> date | None:
    """The Gregorian day of a Hijri day in figures, with the year first or last; None if it is none."""
    parts = _HIJRI.fullmatch(written)
    if parts is None:
        return None
    first, month, last = (int(part) for part in parts.groups())
    return hijri_day(first, month, last) if first > 31 else hijri_day(last, month, first)


class Numbers(forms.Field):
    """Numbers sent under one name, in one value with spaces between them or in several values."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> frozenset[int]:
        """The numbers; anything else is ignored."""
        words = " ".join(str(each) for each in value or ()).split()
        return frozenset(int(word) for word in words if word.isascii() and word.isdecimal() and len(word) < 6)


class MarkedWords(forms.CharField):
    """Words of the text that an editor marked for fields, as the page's script sends them.

    JSON `{"city": [12, 18, "the words"]}`: half-open offsets and the words there. If other words stand there, the
    value is refused, because a wrong offset would become a wrong quotation for ever. The form sets `source`, the
    text.
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
        """Offsets by field name. Raises ValidationError if other words stand there, or none."""
        sent = super().clean(value)
        try:
            return self._spans(json.loads(sent) if sent else {})
        except (ValueError, TypeError, AttributeError, RecursionError):
            words = _("The words marked for a field are not what stands in the text there. Mark them again.")
            raise ValidationError(words, code="elsewhere") from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was sent; empty if it is refused, because nobody could correct it by hand."""
        try:
            self.clean(data)
        except ValidationError:
            return ""
        return data

    def _spans(self, sent: Mapping[str, list[Any]]) -> dict[str, Span]:
        spans = {}
        for name, (start, end, words) in sent.items():
            # In the page's selection, a blank line between paragraphs is only a space.
            if not 0 <= start < end <= len(self.source) or self.source[start:end].split() != words.split():
                raise ValueError(name)
            spans[name] = (int(start), int(end))
        return spans


class Beside(WithPlaces):
    """A form beside the text of a source: words can be marked for its fields, and days can be typed in either
    calendar.
    """

    words = MarkedWords()

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["words"]
        if isinstance(field, MarkedWords):
            field.source = source

    def marked(self, source: str) -> Marked:
        """What was marked, as it was sent and before it is checked; empty if it would be refused."""
        field = MarkedWords()
        field.source = source
        try:
            return cast("Marked", field.clean(self["words"].value()))
        except ValidationError:
            return {}

    def clean(self) -> dict[str, Any]:
        """A day typed in the Hijri calendar wins over the other field."""
        data = super().clean() or {}
        for name in [name for name in data if name.endswith("_hijri") and data[name]]:
            other = name.removesuffix("_hijri")
            data[other] = data[name]
            self.errors.pop(other, None)
        return data
