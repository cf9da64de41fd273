"""The editor's choices on the page that compares a draft with an engagement. The review form is carried along,
hidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from ingest.merging.joining import Choices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import BoundField

    from ingest.forms.review import ReviewForm
    from ingest.merging.comparing import Comparison, Line, PartLine

PREFIX, FIND = "into", "find"
_OWN = (f"{PREFIX}-", f"{FIND}-", "csrfmiddlewaretoken", "decide", "search")


class CompareForm(forms.Form):
    """A tick for each line that adds something, and a choice for each participant and commitment."""

    def __init__(self, comparison: Comparison, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix=PREFIX)
        self.comparison = comparison
        for line in comparison.ticks:
            self.fields[f"add-{line.key}"] = forms.BooleanField(
                label=line.label, required=False, initial=True
            )
        for kind, parts in (("person", comparison.people), ("commitment", comparison.commitments)):
            for part in parts:
                self.fields[f"{kind}-{part.number}"] = forms.ChoiceField(
                    label=part.title,
                    choices=part.choices,
                    initial=part.proposed,
                    widget=forms.Select(attrs={"class": "select"}),
                )

    def tick(self, line: Line) -> BoundField | None:
        name = f"add-{line.key}"
        return self[name] if name in self.fields else None

    def choice(self, kind: str, part: PartLine) -> BoundField:
        return self[f"{kind}-{part.number}"]

    def choices(self) -> Choices:
        """What was chosen. Only after `is_valid()`."""
        data: dict[str, Any] = self.cleaned_data
        return Choices(
            frozenset(line.key for line in self.comparison.ticks if not data[f"add-{line.key}"]),
            {part.number: data[f"person-{part.number}"] for part in self.comparison.people},
            {part.number: data[f"commitment-{part.number}"] for part in self.comparison.commitments},
        )


def carried(form: ReviewForm) -> list[tuple[str, str]]:
    """Names and values of a review form as hidden inputs send them."""
    if isinstance(form.main.data, QueryDict) and form.main.is_bound:
        return [
            (name, value)
            for name, values in form.main.data.lists()
            if not name.startswith(_OWN)
            for value in values
        ]
    return list(_filled(form))


def as_sent(form: ReviewForm) -> QueryDict:
    """What a browser would send of the form if nothing was changed."""
    data = QueryDict(mutable=True)
    for name, value in _filled(form):
        data.appendlist(name, value)
    return data


def _filled(form: ReviewForm) -> Iterator[tuple[str, str]]:
    parts: list[forms.BaseForm] = [form.main]
    for rows in form.sets.values():
        parts += [rows.management_form, *rows]
    for part in parts:
        for bound in part:
            value = bound.value()
            if isinstance(value, list):
                yield from ((bound.html_name, str(one)) for one in value)
            elif value is not None and value is not False:
                shown = bound.field.widget.format_value(value)
                if shown is not None:
                    yield bound.html_name, str(shown[0] if isinstance(shown, list) else shown)
