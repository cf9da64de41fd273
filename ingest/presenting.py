"""The review form as its page shows it: every field beside the words it was taken from."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.forms import DateField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from engagements.marking import Mark, anchor, marked
from ingest import proposal as proposals
from ingest.registered import InRegister, in_register

if TYPE_CHECKING:
    from django.forms import BoundField
    from django.utils.safestring import SafeString

    from ingest.forms.review import ReviewForm, RowForm, Rows

_FLAGS = {
    "weekday_conflict": gettext_noop("The weekday in the text does not fit the date of publication."),
}

# What the page shows of a row in its own way.
_APART = {"number", "DELETE", "link"}


@dataclass(frozen=True, slots=True)
class Quote:
    """The words behind one value. `id` is where they stand on the page, `href` leads to them in the source.

    `copied`: the value is those very words, so they need not be repeated.
    """

    id: str
    href: str
    text: str
    band: str
    copied: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form. `band` is that of its least certain value, empty if the machine proposed none."""

    bound: BoundField
    quotes: list[Quote] = field(default_factory=list)

    @property
    def band(self) -> str:
        bands = {quote.band for quote in self.quotes}
        return next((band for band in ("guess", "check", "sure") if band in bands), "")

    @property
    def day(self) -> date | None:
        """The day that a date field holds, to be shown in words."""
        value = self.bound.value()
        if isinstance(value, str) and isinstance(self.bound.field, DateField):
            with contextlib.suppress(ValueError):
                return date.fromisoformat(value)
        return value if isinstance(value, date) else None


@dataclass(frozen=True, slots=True)
class Row:
    """A participant, a commitment … with its fields by name. `new` rows are for the editor's own."""

    form: RowForm
    fields: dict[str, Field]
    number: int
    new: bool
    register: InRegister | None = None

    @property
    def remove(self) -> BoundField:
        return self.form["DELETE"]


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the review page shows of a draft. `counts` is how many values there are of each band."""

    main: dict[str, Field]
    rows: dict[str, list[Row]]
    blank: dict[str, Row]
    source: SafeString
    counts: dict[str, int]
    flags: list[str]


def shown(proposal: proposals.Json, form: ReviewForm, text: str) -> Shown:
    """The draft's form with its evidence, and the source with the words behind the values marked."""
    return _Presenter(proposal, text).show(form)


def source_marks(proposal: proposals.Json, address: str = "") -> list[Mark]:
    """The marks of a proposal; each leads to its value on the review page at `address`."""
    return [
        Mark(*item.span, (f"{address}#f-{number}",), item.unsure)
        for number, item in enumerate(proposals.items(proposal))
        if item.span
    ]


class _Presenter:
    def __init__(self, proposal: proposals.Json, text: str) -> None:
        self.proposal = proposal
        self.text = text
        self.items = list(proposals.items(proposal))

    def show(self, form: ReviewForm) -> Shown:
        main = {
            name: Field(form.main[name], self._quotes([f"{name}:" if name == "topics" else name]))
            for name in form.main.fields
        }
        known = in_register(form)
        rows = {
            name: [self._row(name, row, known.get(row.prefix)) for row in rows]
            for name, rows in form.sets.items()
        }
        blank = {name: self._blank(name, rows) for name, rows in form.sets.items()}
        unsure = Counter(item.band for item in self.items if item.unsure)
        counts = {
            "sure": len(self.items) - unsure.total(),
            "check": unsure["check"],
            "guess": unsure["guess"],
        }
        flags = [_(_FLAGS[flag]) for flag in self.proposal.get("flags") or () if flag in _FLAGS]
        return Shown(main, rows, blank, marked(self.text, source_marks(self.proposal)), counts, flags)

    def _row(self, key: str, form: RowForm, register: InRegister | None) -> Row:
        number = _number(form)
        known = self.proposal.get(key) or ()
        new = number is None or not 0 <= number < len(known)
        fields = {}
        for name in form.fields:
            if name in _APART:
                continue
            paths: list[str] = []
            if number is not None and not new:
                paths = (
                    [f"{key}:{known[number]}"]
                    if isinstance(known[number], str)
                    else _paths(key, number, name)
                )
            fields[name] = Field(form[name], self._quotes(paths))
        return Row(form, fields, 0 if number is None else number, new, register)

    def _blank(self, key: str, rows: Rows) -> Row:
        """A row for the page's script to copy."""
        form = rows.empty_form
        fields = {name: Field(form[name]) for name in form.fields if name not in _APART}
        return Row(form, fields, 0, new=True)

    def _quotes(self, paths: Iterable[str]) -> list[Quote]:
        """The quotations of the values at these paths; one that ends with a colon stands for a whole list."""
        quotes = []
        for number, item in enumerate(self.items):
            if any(
                item.path == path or (path.endswith(":") and item.path.startswith(path)) for path in paths
            ):
                words = self.text[slice(*item.span)] if item.span else ""
                href = f"#{anchor(*item.span)}" if item.span else ""
                band = item.band if item.unsure else "sure"
                quotes.append(Quote(f"f-{number}", href, words, band, copied=words == item.value))
        return quotes


def _paths(key: str, number: int, name: str) -> list[str]:
    """Where the proposal has what a row's field shows."""
    prefix = f"{key}.{number}."
    return [prefix + {"owner": "owners:", "due_on": "due"}.get(name, name)]


def _number(form: Any) -> int | None:
    try:
        return int(form["number"].value())
    except (TypeError, ValueError):
        return None
