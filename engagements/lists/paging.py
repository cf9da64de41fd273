"""Pages of a list by its last row (keyset), so that page 500 costs what page 1 does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import connection
from django.db.models import F, Model, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from engagements.lists.querystring import CURSOR, as_number, changed
from engagements.models import UNDATED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.http import QueryDict

Row = TypeVar("Row", bound=Model)
Shown = TypeVar("Shown")

CAP = 10_000
"""Lists are counted up to here."""


class AtLeast(int):
    """A number behind which nobody counted on; shown with a plus."""

    def __str__(self) -> str:
        return f"{int(self)}+"


def counted(rows: QuerySet[Any], cap: int = CAP) -> int:
    """How many rows there are; of more than `cap`, that many and no end (AtLeast)."""
    return up_to_cap(rows.order_by()[: cap + 1].count(), cap)


def up_to_cap(number: int, cap: int = CAP) -> int:
    """The number as it is told of a list that is counted so far."""
    return AtLeast(cap) if number > cap else number


def counted_together(lists: Iterable[QuerySet[Any]]) -> list[int]:
    """How many rows each of some lists has, up to one more than CAP. One query."""
    statements: list[str] = []
    values: list[Any] = []
    for rows in lists:
        sql, params = rows.order_by().values_list("pk")[: CAP + 1].query.sql_with_params()
        statements.append(f"(SELECT count(*) FROM ({sql}) one)")  # noqa: S608 - a statement of ours
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(statements)}", values)
        return list(cursor.fetchone())


@dataclass(frozen=True, slots=True)
class Page(Generic[Shown]):
    """Some rows of a list of `total`. The queries are `?…`, empty where there is no such page."""

    rows: list[Shown]
    total: int
    older_query: str = ""
    newer_query: str = ""

    @property
    def shown(self) -> int:
        return len(self.rows)


def _number(written: str) -> int:
    number = as_number(written)
    if number is None:
        raise Http404(_("This list has no such page."))
    return number


@dataclass(frozen=True, slots=True)
class Order:
    """By a column, a date unless `parse` says otherwise, rows without one last, then by id; both falling or both
    rising.

    Where rows hold a value for none at all, `undated` is that one. `number` is the column of the id.
    """

    column: str
    falling: bool
    undated: date | int | None = None
    number: str = "pk"
    parse: Callable[[str], date | int] = date.fromisoformat

    def sort(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        column = F(self.column)
        last = True if self.undated is None else None
        day = column.desc(nulls_last=last) if self.falling else column.asc(nulls_last=last)
        return rows.order_by(day, f"-{self.number}" if self.falling else self.number)

    def after(self, cursor: str) -> list[Q]:
        """The rows behind the one that the cursor names, part after part: each part is one range of the index.

        Raises Http404 if it is no cursor.
        """
        day, number = self._parse(cursor)
        beyond, column = "lt" if self.falling else "gt", self.column
        further = Q(**{f"{self.number}__{beyond}": number})
        if day is None:
            return [Q(**{column: None}) & further]
        same_or_further = Q(**{f"{column}__{beyond}e": day}) & (Q(**{f"{column}__{beyond}": day}) | further)
        return (
            [same_or_further]
            if self.undated is not None
            else [same_or_further, Q(**{f"{column}__isnull": True})]
        )

    def cursor(self, row: Model) -> str:
        return f"{self._shown(getattr(row, self.column))}~{getattr(row, self.number)}"

    def _shown(self, value: date | int | None) -> str:
        return "" if value is None or value == self.undated else str(value)

    def _parse(self, cursor: str) -> tuple[date | int | None, int]:
        day, _tilde, number = cursor.partition("~")
        try:
            return (self.parse(day) if day else self.undated), _number(number)
        except ValueError as error:
            raise Http404(_("This list has no such page.")) from error


TIMELINE = Order("date", falling=True)
SHELF = Order("day", falling=True, undated=UNDATED, number="engagement_id")
DUE = Order("due_on", falling=False)
LIKEST = Order("score", falling=True, undated=0, parse=_number)
"""Pairs of names."""


def page_of(
    rows: QuerySet[Row],
    query: QueryDict,
    *,
    order: Order,
    size: int,
    total: int | None = None,
    cap: int = CAP,
) -> Page[Row]:
    """The page of `rows` that the address asks for, in `order`; counted up to `cap` unless the `total` is known.

    Raises Http404 for a cursor that is none.
    """
    cursor = query.get(CURSOR, "")
    found = _behind(cursor, order.sort(rows), order, size + 1)
    page = found[:size]
    more = changed(query) + f"&{CURSOR}={order.cursor(page[-1])}" if len(found) > size else ""
    if total is None:
        total = counted(rows, cap) if cursor or more else len(page)
    return Page(page, total, more, changed(query) if cursor else "")


def page_by_number(
    rows: QuerySet[Row], query: QueryDict, *, newest_first: bool, size: int, cap: int | None = None
) -> Page[Row]:
    """The page that the address asks for, in the order in which the rows came in; counted up to `cap`, if any.

    Raises Http404 if it asks for none that can be.
    """
    ordered = rows.order_by("-pk" if newest_first else "pk")
    cursor = query.get(CURSOR, "")
    if cursor:
        ordered = ordered.filter(**{"pk__lt" if newest_first else "pk__gt": _number(cursor)})
    found = list(ordered[: size + 1])
    page = found[:size]
    more = f"{changed(query)}&{CURSOR}={page[-1].pk}" if len(found) > size else ""
    total = len(page)
    if cursor or more:
        total = rows.order_by().count() if cap is None else counted(rows, cap)
    return Page(page, total, more, changed(query) if cursor else "")


def chunks(rows: QuerySet[Row], *, order: Order, size: int) -> Iterator[list[Row]]:
    """All of `rows` in `order`, so many at a time: each is asked for behind the last, so none is kept."""
    ordered = order.sort(rows)
    found = _behind("", ordered, order, size)
    while found:
        yield found
        found = _behind(order.cursor(found[-1]), ordered, order, size) if len(found) == size else []


def _behind(cursor: str, ordered: QuerySet[Row], order: Order, number: int) -> list[Row]:
    """The next rows behind the cursor; without a cursor, the first ones."""
    found: list[Row] = []
    for part in order.after(cursor) if cursor else [Q()]:
        if len(found) < number:
            found += ordered.filter(part)[: number - len(found)]
    return found


def shown_as(page: Page[Row], show: Callable[[list[Row]], list[Shown]]) -> Page[Shown]:
    """The same page with what `show` makes of its rows."""
    return Page(show(page.rows), page.total, page.older_query, page.newer_query)
