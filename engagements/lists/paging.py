"""Keyset paging: a page begins after the last row of the one before, so page 500 costs as much as page 1."""

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
    """A count that stopped at a limit; it is shown with a plus."""

    def __str__(self) -> str:
        return f"{int(self)}+"


def counted(rows: QuerySet[Any], cap: int = CAP) -> int:
    """The number of rows; AtLeast(`cap`) if there are more."""
    return up_to_cap(rows.order_by()[: cap + 1].count(), cap)


def up_to_cap(number: int, cap: int = CAP) -> int:
    """The number as it is shown for a list counted up to `cap`."""
    return AtLeast(cap) if number > cap else number


def counted_together(lists: Iterable[QuerySet[Any]]) -> list[int]:
    """The number of rows of each of these lists, up to CAP + 1. One query."""
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
    """The rows of a page of a list with `total` rows. The queries are `?…`, or empty if there is no such page."""

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
    """An order by a column and then by id, both ascending or both `descending`. The column is a date
    unless `parse` reads another type. Rows without a value come last.

    If the column has a value that means «none», that is `undated`. `id_column` is the name of the id column.
    """

    column: str
    descending: bool
    undated: date | int | None = None
    id_column: str = "pk"
    parse: Callable[[str], date | int] = date.fromisoformat

    def sort(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        column = F(self.column)
        last = True if self.undated is None else None
        day = column.desc(nulls_last=last) if self.descending else column.asc(nulls_last=last)
        return rows.order_by(day, f"-{self.id_column}" if self.descending else self.id_column)

    def after(self, cursor: str) -> list[Q]:
        """Conditions for the rows after the one that the cursor names. They are read one after another, each is one
        range of the index.

        Raises Http404 if it is no cursor.
        """
        day, number = self._parse(cursor)
        beyond, column = "lt" if self.descending else "gt", self.column
        further = Q(**{f"{self.id_column}__{beyond}": number})
        if day is None:
            return [Q(**{column: None}) & further]
        same_or_further = Q(**{f"{column}__{beyond}e": day}) & (Q(**{f"{column}__{beyond}": day}) | further)
        return (
            [same_or_further]
            if self.undated is not None
            else [same_or_further, Q(**{f"{column}__isnull": True})]
        )

    def cursor(self, row: Model) -> str:
        return f"{self._shown(getattr(row, self.column))}~{getattr(row, self.id_column)}"

    def _shown(self, value: date | int | None) -> str:
        return "" if value is None or value == self.undated else str(value)

    def _parse(self, cursor: str) -> tuple[date | int | None, int]:
        day, _tilde, number = cursor.partition("~")
        try:
            return (self.parse(day) if day else self.undated), _number(number)
        except ValueError as error:
            raise Http404(_("This list has no such page.")) from error


TIMELINE = Order("date", descending=True)
SHELF = Order("day", descending=True, undated=UNDATED, id_column="engagement_id")
DUE = Order("due_on", descending=False)
LIKEST = Order("score", descending=True, undated=0, parse=_number)
"""For pairs of likely duplicates."""


def page_of(
    rows: QuerySet[Row],
    query: QueryDict,
    *,
    order: Order,
    size: int,
    total: int | None = None,
    cap: int = CAP,
) -> Page[Row]:
    """The page of `rows` that the query asks for, in `order`. Rows are counted up to `cap`, unless `total` is given.

    Raises Http404 for an invalid cursor.
    """
    cursor = query.get(CURSOR, "")
    found = _behind(cursor, order.sort(rows), order, size + 1)
    page = found[:size]
    more = changed(query) + f"&{CURSOR}={order.cursor(page[-1])}" if len(found) > size else ""
    if total is None:
        total = counted(rows, cap) if cursor or more else len(page)
    return Page(page, total, more, changed(query) if cursor else "")


def page_by_id(
    rows: QuerySet[Row], query: QueryDict, *, newest_first: bool, size: int, cap: int | None = None
) -> Page[Row]:
    """The page that the query asks for, ordered by id. Rows are counted up to `cap`, if given, else all.

    Raises Http404 for an invalid cursor.
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
    """All `rows` in `order`, in chunks of `size`. Each chunk is queried after the last row of the one before, so
    none is kept in memory.
    """
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
    """The same page with its rows replaced by what `show` makes of them."""
    return Page(show(page.rows), page.total, page.older_query, page.newer_query)
