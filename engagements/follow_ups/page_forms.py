"""The further forms on the page of one follow-up: progress, proofs, steps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.fields import AssigneeField, DateInput
from engagements.follow_ups.quotations import place_of
from engagements.models import Rating, Source
from engagements.services.reporting import MAX_PROOF_BYTES, PROOF_SUFFIXES, too_large
from engagements.services.steps import StepPlan

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict

_NUMBER = re.compile(r"(?:.*/releases/)?(\d{1,18})/?(?:[?#].*)?")
_PLACE = re.compile(r"#w-(\d{1,9})-(\d{1,9})$")


def _words(label: Any, *, required: bool, rows: int = 2, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=5000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"class": "textarea", "rows": rows, "dir": "auto"}),
    )


def _line(label: Any, *, length: int, **values: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto"}),
        **values,
    )


class ProgressForm(forms.Form):
    """A progress report."""

    rating = forms.ChoiceField(
        label=gettext_lazy("How it stands"),
        choices=[("", gettext_lazy("Choose")), *Rating.choices],
        widget=forms.Select(attrs={"class": "select"}),
    )
    words = _words(gettext_lazy("What was done"), required=True)
    next_step = _line(gettext_lazy("Next step"), length=500, required=False)


class ProofForm(forms.Form):
    """A proof: a file, or a release, best with the words that prove it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{one}" for one in PROOF_SUFFIXES)}),
    )
    release = _line(
        gettext_lazy("Or a later release"),
        length=1000,
        required=False,
        help_text=gettext_lazy("Its address on these pages, or its number."),
    )
    quote = _words(
        gettext_lazy("The words of the release that say so"),
        required=False,
        help_text=gettext_lazy("As they stand in its text."),
    )
    words = _words(gettext_lazy("What it shows"), required=False)

    def __init__(self, *args: Any, sources: QuerySet[Source] | None = None, **kwargs: Any) -> None:
        """`sources` are those that exist for the user; without them no release can be named."""
        super().__init__(*args, **kwargs)
        self.sources = Source.objects.none() if sources is None else sources

    source: Source | None = None
    place: tuple[int, int] | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, release = data.get("file"), data.get("release")
        if self.errors:
            return data
        if bool(file) == bool(release):
            raise forms.ValidationError(_("Choose a file, or name a release."))
        if file and file.size > MAX_PROOF_BYTES:
            self.add_error("file", too_large())
        if release:
            self._find(release, data.get("quote", ""))
        return data

    def _find(self, release: str, quote: str) -> None:
        """Sets `source` and `place`, or adds an error."""
        number = _NUMBER.fullmatch(release.strip())
        self.source = self.sources.filter(pk=int(number[1])).first() if number else None
        if self.source is None:
            self.add_error("release", _("There is no such release."))
        elif quote.strip():
            found = place_of(quote, self.source.text)
            if found is None:
                self.add_error("quote", _("The text of the release does not have these words."))
            else:
                self.place = found
        elif marked := _PLACE.search(release):
            start, end = int(marked[1]), int(marked[2])
            self.place = (start, end) if start < end <= len(self.source.text) else None


class StepForm(forms.Form):
    """A new step, or a change to the step in `initial`."""

    text = _line(gettext_lazy("Step"), length=500)
    assignee = AssigneeField()
    due_on = forms.DateField(label=gettext_lazy("Due date"), required=False, widget=DateInput())

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.fields["assignee"].offer(present=self.initial.get("assignee"))  # type: ignore[attr-defined]

    def plan(self) -> StepPlan:
        """The step to add or the values to change. Call it only after `is_valid()`."""
        return StepPlan(**self.cleaned_data)


class WithdrawForm(forms.Form):
    """The reason for withdrawing a proof."""

    reason = _words(gettext_lazy("Reason"), required=True)
