"""The columns of a file of a timeline: for each engagement what the page shows."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from engagements.exporting.tables import Column, Kind, Table
from engagements.lists.paging import SHELF, chunks
from engagements.models import Country, Engagement, Side
from engagements.shelves.shelf import engagements_of
from engagements.timelines.entries import entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagements.models.derived_queries import AppearanceQuerySet
    from engagements.timelines.entries import Entry

TIMELINE = "timeline"
CHUNK = 500


class TimelineRow(NamedTuple):
    """An engagement; `countries` are the names of its partner countries."""

    entry: Entry
    countries: list[str]


def timeline_table(asked: AppearanceQuerySet, *, title: str, language: str) -> Table[TimelineRow]:
    """A table of the engagements in `asked`, the latest first."""
    return Table(title, timeline_columns(), lambda: _rows(asked, language), language)


def timeline_columns() -> tuple[Column[TimelineRow], ...]:
    """All columns, with labels and values in the active language."""
    comma, semicolon = pgettext("list", ", "), pgettext("list", "; ")

    def of_side(row: TimelineRow, *, home: bool) -> str:
        people = [one for _label, some in row.entry.sides for one in some if (one.side == Side.HOME) is home]
        return semicolon.join(
            comma.join(filter(None, [one.name, one.role, one.organization])) for one in people
        )

    def precision(row: TimelineRow) -> str:
        return str(row.entry.engagement.get_date_precision_display())

    def still_open(row: TimelineRow) -> int:
        return sum(one.is_open for one in row.entry.commitments)

    return (
        Column("number", _("Number"), lambda row: row.entry.engagement.pk, Kind.NUMBER, 9),
        Column("day", _("Date"), lambda row: row.entry.engagement.date, Kind.DATE, 12),
        Column("precision", _("Precision of the date"), precision, width=12),
        Column("end", _("Last day"), lambda row: row.entry.engagement.date_end, Kind.DATE, 12),
        Column("kind", _("Kind"), lambda row: str(row.entry.engagement.get_kind_display()), width=14),
        Column("status", _("Status"), lambda row: str(row.entry.engagement.get_status_display()), width=12),
        Column("title", _("Title"), lambda row: row.entry.engagement.title, width=60),
        Column("countries", _("Countries"), lambda row: comma.join(row.countries), width=24),
        Column("place", _("Place"), lambda row: row.entry.place, width=16),
        Column("ours", _("For the home side"), lambda row: of_side(row, home=True), width=40),
        Column("theirs", _("For the other side"), lambda row: of_side(row, home=False), width=40),
        Column("topics", _("Topics"), lambda row: comma.join(topic.name for topic in row.entry.topics), width=24),
        Column("commitments", _("Commitments"), lambda row: len(row.entry.commitments), Kind.NUMBER, 12),
        Column("open", _("Open commitments"), still_open, Kind.NUMBER, 12),
        Column("sources", _("Sources"), lambda row: row.entry.sources, Kind.NUMBER, 10),
    )  # fmt: skip


def _rows(asked: AppearanceQuerySet, language: str) -> Iterator[list[TimelineRow]]:
    for places in chunks(asked, order=SHELF, size=CHUNK):
        # Rows are read while the file is sent, when the page's language is no longer active.
        with translation.override(language):
            rows = _of(engagements_of(places))
        yield rows


def _of(page: list[Engagement]) -> list[TimelineRow]:
    shown = entries(page)
    met: dict[int, list[str]] = defaultdict(list)
    names = {country.pk: country.name for country in Country.objects.all()}
    through = Engagement.partner_countries.through.objects.filter(engagement__in=list(shown)).order_by("pk")
    for number, code in through.values_list("engagement_id", "country_id"):
        met[number].append(names[code])
    return [TimelineRow(shown[one.pk], met[one.pk]) for one in page]
