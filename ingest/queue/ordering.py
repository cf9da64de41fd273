"""The orders of the review queue, each with the conditions for what comes before and after a draft (keyset paging)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from ingest.models import Draft
    from ingest.models.draft_queries import DraftQuerySet

SORTS = [
    ("oldest", _("The longest waiting first")),
    ("newest", _("The newest first")),
    ("easiest", _("The easiest first")),
    ("date", _("By the date of the engagement")),
]


@dataclass(frozen=True, slots=True)
class Order:
    """By these columns and then by number, all ascending or all descending. Rows without a value come last."""

    columns: tuple[str, ...]
    descending: bool = False

    def sort(self, rows: DraftQuerySet, *, backwards: bool = False) -> DraftQuerySet:
        """The rows in this order; with `backwards`, from the end."""
        descending = self.descending != backwards
        # NULLS LAST only for columns that may be null: for others it would prevent reading their indexes backwards.
        nulls = {name: {"nulls_first" if backwards else "nulls_last": True} for name in _EMPTY}
        names = ((F(name), nulls.get(name, {})) for name in (*self.columns, "pk"))
        return rows.order_by(*(name.desc(**how) if descending else name.asc(**how) for name, how in names))

    def behind(self, draft: Draft) -> Q:
        """The rows after the draft in this order, whether or not the draft itself is still among them."""
        return self._beyond(draft, onwards=True)

    def before(self, draft: Draft) -> Q:
        return self._beyond(draft, onwards=False)

    def _beyond(self, draft: Draft, *, onwards: bool) -> Q:
        """The condition: beyond in the first column, or equal there and beyond in the next, and so on to the number."""
        found, level = Q(pk__in=[]), Q()
        for name in (*self.columns, "pk"):
            value = getattr(draft, name)
            found |= level & self._past(name, value, onwards=onwards)
            level &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
        first = self.columns[0]
        if first in _EMPTY:
            return found
        # Redundant, but tells the database where in the index to begin.
        return found & Q(
            **{f"{first}__{'gte' if onwards != self.descending else 'lte'}": getattr(draft, first)}
        )

    def _past(self, name: str, value: Any, *, onwards: bool) -> Q:
        if value is None:
            return Q(pk__in=[]) if onwards else Q(**{f"{name}__isnull": False})
        past = Q(**{f"{name}__{'gt' if onwards != self.descending else 'lt'}": value})
        return past | Q(**{f"{name}__isnull": True}) if onwards and name in _EMPTY else past


_EMPTY = ("date", "decided_at")
"""Columns that may be empty."""

ORDERS = {
    "oldest": Order(("created_at",)),
    "newest": Order(("created_at",), descending=True),
    "easiest": Order(("guesses", "to_check", "created_at")),
    "date": Order(("date",)),
    "decided": Order(("decided_at",), descending=True),
}


def order_of(sort: str, view: str) -> Order:
    """The order that was asked for; else that of the view: the last decision first, or the longest waiting first."""
    return ORDERS[sort or ("decided" if view == "decided" else "oldest")]
