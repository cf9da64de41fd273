"""Pages of a list by its last row (keyset), so that page 500 costs what page 1 does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from engagements.querystring import CURSOR, changed

if TYPE_CHECKING:
    from django.http import QueryDict

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list of `total`. The queries are `?…`, empty where there is no such page."""

    rows: list[Row]
    total: int
    older_query: str = ""
    newer_query: str = ""

    @property
    def shown(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Order:
    """By a date, undated rows last, then by id; both falling or both rising."""

    column: str
    falling: bool

    def sort(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        column = F(self.column)
        if self.falling:
            return rows.order_by(column.desc(nulls_last=True), "-pk")
        return rows.order_by(column.asc(nulls_last=True), "pk")

    def after(self, cursor: str) -> Q:
        """The rows behind the one that the cursor names. Raises Http404 if it is no cursor."""
        day, number = self._parse(cursor)
        beyond = "lt" if self.falling else "gt"
        column = self.column
        if day is None:
            return Q(**{column: None, f"pk__{beyond}": number})
        return (
            Q(**{f"{column}__{beyond}": day})
            | Q(**{column: day, f"pk__{beyond}": number})
            | Q(**{f"{column}__isnull": True})
        )

    def cursor(self, row: Model) -> str:
        return f"{getattr(row, self.column) or ''}~{row.pk}"

    def _parse(self, cursor: str) -> tuple[date | None, int]:
        day, _tilde, number = cursor.partition("~")
        try:
            if not number.isascii() or not number.isdigit() or len(number) > 18:
                raise ValueError(number)
            return (date.fromisoformat(day) if day else None), int(number)
        except ValueError as error:
            raise Http404(_("This list has no such page.")) from error


TIMELINE = Order("date", falling=True)
DUE = Order("due_on", falling=False)


def page_of(rows: QuerySet[Row], query: QueryDict, *, order: Order, size: int) -> Page[Row]:
    """The page of `rows` that the address asks for, in `order`. Raises Http404 for a cursor that is none."""
    cursor = query.get(CURSOR, "")
    ordered = order.sort(rows)
    found = list((ordered.filter(order.after(cursor)) if cursor else ordered)[: size + 1])
    page = found[:size]
    more = changed(query) + f"&{CURSOR}={order.cursor(page[-1])}" if len(found) > size else ""
    total = rows.order_by().count() if cursor or more else len(page)
    return Page(page, total, more, changed(query) if cursor else "")
