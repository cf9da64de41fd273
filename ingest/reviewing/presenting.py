"""The review form as its page shows it: every field with the words from which it was taken."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.forms import DateField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from engagements.record.marking import Mark, anchor, marked
from ingest.forms import links
from ingest.forms.fields import Numbers
from ingest.forms.review import MAX_PLACE
from ingest.proposals import values as proposals
from ingest.reviewing.registered import InRegister, in_register

if TYPE_CHECKING:
    from django.forms import BoundField
    from django.utils.safestring import SafeString

    from engagements.models import User
    from ingest.forms.fields import Beside
    from ingest.forms.review import ReviewForm, RowForm, Rows

_FLAGS = {
    "weekday_conflict": gettext_noop("The weekday in the text does not fit the date of publication."),
}

# Fields that the page shows in another way, or not at all.
_APART = {
    "number",
    "place",
    "DELETE",
    *links.FIELDS,
    "words",
    "looked",
    "date_hijri",
    "date_end_hijri",
    "due_on_hijri",
}


@dataclass(frozen=True, slots=True)
class Quote:
    """The words behind one value. `id` is their place on the page; `href` leads to them in the source.

    `copied`: the value is exactly these words, so they are not shown again.
    """

    id: str
    href: str
    text: str
    band: str
    copied: bool
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form. `band` is that of its least certain value, empty if nothing was proposed.

    `marked` are words that the editor marked for it, `hijri` is the same day in the other calendar, and `looked` is
    whether the editor has looked at its unsure values.
    """

    bound: BoundField
    quotes: list[Quote] = field(default_factory=list)
    marked: list[Quote] = field(default_factory=list)
    hijri: BoundField | None = None
    looked: bool = False

    @property
    def band(self) -> str:
        bands = {quote.band for quote in self.quotes}
        return next((band for band in ("guess", "check", "sure") if band in bands), "")

    @property
    def unsure(self) -> str:
        """The numbers of the quotations to look at, with spaces between them; empty if all are sure."""
        return " ".join(quote.id.removeprefix("f-") for quote in self.quotes if quote.band != "sure")

    @property
    def doubts(self) -> dict[str, int]:
        """How many of its values are to be looked at, by band."""
        return Counter(quote.band for quote in self.quotes if quote.band != "sure")

    @property
    def day(self) -> date | None:
        """The day in a date field, to be shown in words."""
        value = self.bound.value()
        if isinstance(value, str) and isinstance(self.bound.field, DateField):
            with contextlib.suppress(ValueError):
                return date.fromisoformat(value)
        return value if isinstance(value, date) else None


@dataclass(frozen=True, slots=True)
class Row:
    """A participant, a commitment and so on, with its fields by name. `new`: it is one of the editor's own."""

    form: RowForm
    fields: dict[str, Field]
    number: int
    new: bool
    register: InRegister | None = None

    @property
    def remove(self) -> BoundField:
        return self.form["DELETE"]

    @property
    def removed(self) -> bool:
        return bool(self.remove.value())


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the review page shows of a draft.

    `counts` is the number of sure values and, for the other bands, of values that were not looked at yet; `left` is
    the sum of the latter.
    """

    main: dict[str, Field]
    rows: dict[str, list[Row]]
    blank: dict[str, Row]
    source: SafeString
    counts: dict[str, int]
    flags: list[str]
    left: int = 0


def shown(proposal: proposals.Json, form: ReviewForm, text: str, user: User) -> Shown:
    """The draft's form with its evidence, and the source with the words behind the values marked."""
    return _Presenter(proposal, text).show(form, user)


def source_marks(proposal: proposals.Json, address: str = "") -> list[Mark]:
    """Marks for the words of a proposal. Each links to its value on the review page at `address`."""
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
        self.looked: frozenset[int] = frozenset()
        self.fields: list[Field] = []

    def show(self, form: ReviewForm, user: User) -> Shown:
        self.looked = Numbers().clean(form.main["looked"].value())
        main = {
            name: self._field(form.main, name, [f"{name}:" if name == "topics" else name])
            for name in form.main.fields
            if name not in _APART
        }
        known = in_register(form, user)
        rows = {
            name: sorted((self._row(name, row, known.get(row.prefix)) for row in rows), key=_place)
            for name, rows in form.sets.items()
        }
        blank = {name: self._blank(rows, known) for name, rows in form.sets.items()}
        unsure = sum((Counter(each.doubts) for each in self.fields if not each.looked), Counter[str]())
        counts = {
            "sure": sum(not item.unsure for item in self.items),
            "check": unsure["check"],
            "guess": unsure["guess"],
        }
        flags = [_(_FLAGS[flag]) for flag in self.proposal.get("flags") or () if flag in _FLAGS]
        source = marked(self.text, [*source_marks(self.proposal), *self._own_marks()])
        return Shown(main, rows, blank, source, counts, flags, unsure.total())

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
            fields[name] = self._field(form, name, paths)
        return Row(form, fields, 0 if number is None else number, new, register)

    def _blank(self, rows: Rows, known: Mapping[str, InRegister]) -> Row:
        """A blank row, which the page's script copies."""
        form = rows.empty_form
        fields = {
            name: Field(form[name], hijri=_other_calendar(form, name))
            for name in form.fields
            if name not in _APART
        }
        return Row(form, fields, 0, new=True, register=known.get(form.prefix))

    def _field(self, form: Beside, name: str, paths: list[str]) -> Field:
        quotes = self._quotes(paths)
        unsure = {int(quote.id.removeprefix("f-")) for quote in quotes if quote.band != "sure"}
        shown = Field(
            form[name],
            quotes,
            self._marked(form, name),
            _other_calendar(form, name),
            looked=bool(unsure) and unsure <= self.looked,
        )
        self.fields.append(shown)
        return shown

    def _marked(self, form: Beside, name: str) -> list[Quote]:
        """What the editor marked for the field, unless it was refused."""
        return [
            self._quote(f"{form[name].auto_id}-{start}", (start, end), "", copied=False)
            for key, (start, end) in form.marked(self.text).items()
            if key.partition(":")[0] == name
        ]

    def _own_marks(self) -> list[Mark]:
        """Marks for the words that the editor marked. Each links to its field."""
        return [
            Mark(*quote.span, (f"#{quote.id}",))
            for each in self.fields
            for quote in each.marked
            if quote.span
        ]

    def _quotes(self, paths: Iterable[str]) -> list[Quote]:
        """The quotations of the values at these paths. A path that ends with a colon stands for a whole list."""
        quotes = []
        for number, item in enumerate(self.items):
            if any(
                item.path == path or (path.endswith(":") and item.path.startswith(path)) for path in paths
            ):
                band = item.band if item.unsure else "sure"
                words = self.text[slice(*item.span)] if item.span else ""
                quotes.append(self._quote(f"f-{number}", item.span, band, copied=words == item.value))
        return quotes

    def _quote(self, identity: str, span: tuple[int, int] | None, band: str, *, copied: bool) -> Quote:
        words = self.text[slice(*span)] if span else ""
        return Quote(identity, f"#{anchor(*span)}" if span else "", words, band, copied, span)


def _paths(key: str, number: int, name: str) -> list[str]:
    """The paths in the proposal of what a row's field shows."""
    prefix = f"{key}.{number}."
    return [prefix + {"owner": "owners:", "due_on": "due"}.get(name, name)]


def _other_calendar(form: Beside, name: str) -> BoundField | None:
    return form[f"{name}_hijri"] if f"{name}_hijri" in form.fields else None


def _place(row: Row) -> int:
    """The place where the editor put the row; rows without one come last."""
    value = row.form["place"].value()
    return int(value) if str(value or "").isdecimal() else MAX_PLACE


def _number(form: Any) -> int | None:
    try:
        return int(form["number"].value())
    except (TypeError, ValueError):
        return None
