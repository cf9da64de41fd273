"""Pages of the list of follow-ups in groups: by country, by owner, or by month of the due date.

A page takes groups in their order, and within each the rows in theirs, with two queries however many groups there
are. The cursor consists of the group of the last row and that row's position in it. A follow-up of several countries
stands only in the group of the first by code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.db.models.functions import TruncMonth
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.days import month_end
from engagements.lists.paging import DUE, Page, page_of
from engagements.lists.querystring import CURSOR, changed
from engagements.models import Commitment, Country

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from engagements.models.commitment_queries import CommitmentQuerySet

GROUPS = [
    ("country", gettext_lazy("Country")),
    ("owner", gettext_lazy("Who must act")),
    ("due", gettext_lazy("Month of the due date")),
]
_COLUMNS = {"country": "first_country", "owner": "owner_key"}
GroupSizes = list[tuple[str, int]]
"""(Key of the group, number of rows), in the order of the groups."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a page that belong to one group. `count` is the size of the whole group; `continued` if it began on an
    earlier page.
    """

    label: str
    count: int
    rows: list[Commitment]
    continued: bool = False


def grouped_page(
    rows: CommitmentQuerySet, query: QueryDict, *, by: str, size: int, total: int
) -> tuple[Page[Commitment], list[Group]]:
    """The page of `rows` that the query asks for, and its rows in groups.

    Raises Http404 for an invalid cursor.
    """
    if by == "due":  # the order of the list without groups
        page = page_of(rows, query, order=DUE, size=size, total=total)
        return page, _months(rows, page, bool(query.get(CURSOR)))
    cursor = query.get(CURSOR, "")
    first, place = _parse(cursor)
    column = _COLUMNS[by]
    names = _names() if by == "country" else {}
    counts = (
        _countries(rows, names, first if cursor else None) if by == "country" else _owners(rows, first, size)
    )
    begun = bool(place and counts and counts[0][0] == first)
    wanted = _enough(counts, size, begun)
    found = _rows(rows, column, [key for key, _n in wanted], place if begun else "", size + 1)
    shown = found[:size]
    more = ""
    if len(found) > size or (shown and len(wanted) < len(counts)):
        last = shown[-1]
        more = changed(query, **{CURSOR: f"{getattr(last, column)}~{DUE.cursor(last)}"})
    page = Page(shown, total, more, changed(query) if cursor else "")
    numbers = dict(wanted)
    groups = [
        Group(
            names.get(key, _("No country")) if by == "country" else _owner(its[0]),
            numbers[key],
            its,
            begun and key == first,
        )
        for key, its in ((key, list(its)) for key, its in groupby(shown, lambda row: getattr(row, column)))
    ]
    return page, groups


def _parse(cursor: str) -> tuple[str, str]:
    if not cursor:
        return "", ""
    parts = cursor.rsplit("~", 2)
    if len(parts) < 3:
        raise Http404(_("This list has no such page."))
    place = "~".join(parts[1:])
    DUE.after(place)
    return parts[0], place


def _names() -> dict[str, str]:
    """The names of all countries by code, in alphabetical order."""
    named = [(country.pk, country.name) for country in Country.objects.all()]
    return dict(sorted(named, key=lambda one: one[1]))


def _countries(rows: CommitmentQuerySet, names: dict[str, str], first: str | None) -> GroupSizes:
    """The groups by name of country from `first` on; rows without a country come last."""
    found = dict(rows.order_by().values_list("first_country").annotate(n=Count("*")))
    order = [*names, ""]
    start = order.index(first) if first in order else 0
    return [(code, found[code]) for code in order[start:] if code in found]


def _owners(rows: CommitmentQuerySet, first: str, size: int) -> GroupSizes:
    """The groups by owner from `first` on, enough for a page."""
    found = rows.order_by("owner_key").values_list("owner_key").filter(owner_key__gte=first)
    return list(found.annotate(n=Count("*"))[: size + 2])


def _enough(counts: GroupSizes, size: int, begun: bool) -> GroupSizes:
    """The first groups that together fill a page. If the first one is `begun`, its rows do not count: perhaps none
    are left.
    """
    wanted: GroupSizes = []
    number = 0
    for place, (key, n) in enumerate(counts):
        wanted.append((key, n))
        number += 0 if begun and not place else n
        if number > size:
            break
    return wanted


def _rows(
    rows: CommitmentQuerySet, column: str, keys: Sequence[str], place: str, number: int
) -> list[Commitment]:
    """The next rows of these groups in order; of the first group, those behind `place`."""
    if not keys:
        return []
    here = Q(**{f"{column}__in": keys})
    if place:
        behind = Q()
        for part in DUE.after(place):
            behind |= part
        here = Q(**{f"{column}__in": keys[1:]}) | (Q(**{column: keys[0]}) & behind)
    order = (
        column  # the order of the groups, for which there is an index
        if column == "owner_key"
        else Case(
            *(When(**{column: key}, then=Value(n)) for n, key in enumerate(keys)), output_field=IntegerField()
        )
    )
    ordered = DUE.sort(rows.filter(here))
    return list(ordered.order_by(order, *ordered.query.order_by)[:number])


def _owner(commitment: Commitment) -> str:
    who = commitment.owner_unit or commitment.owner_partner or commitment.owner_person
    return str(who or commitment.owner or _("No owner"))


def _months(rows: CommitmentQuerySet, page: Page[Commitment], behind: bool) -> list[Group]:
    """The rows of a page by month of the due date, each group with its size in the whole list."""
    days = [row.due_on for row in page.rows if row.due_on]
    numbers: dict[date | None, int] = {}
    if page.rows:
        span = Q()
        if days:
            span |= Q(due_on__gte=days[0].replace(day=1), due_on__lte=month_end(days[-1]))
        if len(days) < len(page.rows):
            span |= Q(due_on=None)
        months = rows.order_by().filter(span).values_list(TruncMonth("due_on"))
        numbers = dict(months.annotate(n=Count("*")))
    groups: list[Group] = []
    for month, its in groupby(page.rows, lambda row: row.due_on and row.due_on.replace(day=1)):
        label = date_format(month, "F Y") if month else _("No due date")
        here = list(its)
        groups.append(
            Group(label, numbers[month], here, behind and not groups and numbers[month] > len(here))
        )
    return groups
