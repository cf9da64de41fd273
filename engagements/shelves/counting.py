"""How many engagements of a shelf each choice of the filters would show, given the other filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, Sum

from engagements.lists.paging import SHELF, AtLeast
from engagements.shelves.counted_sql import FACTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engagements.shelves.figures import Known
    from engagements.shelves.shelf import Shelf
    from engagements.timelines.filters import EngagementFilter

ALL = "all"
NEWEST = 20_000
"""Of a longer list the newest engagements are counted, and the counts say so (AtLeast)."""
_WIDE = "SELECT '*' AS name, '' AS fact, sum(n) AS n FROM grouped"
_BRANCH = """
    SELECT %s AS name, fact, sum(n) AS n
    FROM grouped, unnest(string_to_array('all' || rtrim(facts), ' ')) AS fact WHERE {where} GROUP BY fact
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """For each filter, the number of engagements with each fact under the other filters; under the key "", under all
    filters.

    `prefixes` are what the facts of each filter begin with.
    """

    by_filter: dict[str, dict[str, int]]
    prefixes: Mapping[str, str]

    @property
    def total(self) -> int:
        return self.by_filter.get("", {}).get(ALL, 0)

    def of(self, name: str) -> dict[str, int]:
        """The counts of filter `name`, by value."""
        counted = self.by_filter.get(name, self.by_filter.get("", {}))
        prefix = f"{self.prefixes[name]}="
        return {fact.removeprefix(prefix): n for fact, n in counted.items() if fact.startswith(prefix)}


def counts_of(asked: EngagementFilter, shelf: Shelf, known: Known) -> Counts:
    """The counts for the filters that `asked` lists in FACTS. If nothing is asked, they are taken from what is
    `known`.
    """
    facts = asked.facts_asked
    if not asked.form.is_valid():
        return Counts({}, asked.FACTS)
    if shelf.kept and not facts and not asked.asks_more_than_facts:
        return Counts({"": {fact or ALL: n for fact, n in known.facts.items()}}, asked.FACTS)
    try:
        sql, params = _grouped(asked, shelf)
    except EmptyResultSet:  # a text without words
        return Counts({}, asked.FACTS)
    branches, values = [_WIDE], list(params)
    for name in ("", *facts):
        where = ["true"]
        values.append(name)
        for other, wanted in facts.items():
            if other != name:
                where.append("(" + " OR ".join(["strpos(facts, %s) > 0"] * len(wanted)) + ")")
                values += [f" {fact} " for fact in wanted]
        branches.append(_BRANCH.format(where=" AND ".join(where)))
    with connection.cursor() as cursor:
        # What is put together here are statements of ours; what people typed goes as parameters.
        cursor.execute(
            f"WITH grouped (facts, n) AS MATERIALIZED ({sql}) {' UNION ALL '.join(branches)}", values
        )
        found = cursor.fetchall()
    exact = shelf.kept and not asked.asks_more_than_facts
    number = int if exact or int(found[0][2] or 0) < NEWEST else AtLeast
    by_filter: dict[str, dict[str, int]] = {name: {} for name in ("", *facts)}
    for name, fact, n in found[1:]:
        by_filter[name][fact] = number(n)
    return Counts(by_filter, asked.FACTS)


def kept_total(asked: EngagementFilter, shelf: Shelf) -> int | None:
    """How many engagements of a shelf the filters find, if tallies have it; None if it must be counted."""
    if asked.asks_more_than_facts or not shelf.kept or not asked.form.is_valid():
        return None
    rows = shelf.tallies("facts")
    for facts in asked.facts_asked.values():
        any_of = Q()
        for fact in facts:
            any_of |= Q(key__contains=f" {fact} ")
        rows = rows.filter(any_of)
    return rows.number()


def _grouped(asked: EngagementFilter, shelf: Shelf) -> tuple[str, Sequence[Any]]:
    """The query that groups a shelf by whole strings of facts, without the filters by facts: (facts, number).

    Raises EmptyResultSet if it can find nothing.
    """
    if not asked.asks_more_than_facts and shelf.kept:
        kept = shelf.tallies("facts").order_by().values_list(F("key")).annotate(n=Sum("n"))
        return kept.query.sql_with_params()
    if not shelf.told:
        places = SHELF.sort(asked.wide).values_list("engagement_id")[:NEWEST]
        sql, params = places.query.sql_with_params()
        return FACTS.format(places=sql), params
    newest = SHELF.sort(asked.wide).values_list("facts")[:NEWEST]
    sql, params = newest.query.sql_with_params()
    return f"SELECT facts, count(*) FROM ({sql}) newest (facts) GROUP BY facts", params  # noqa: S608
