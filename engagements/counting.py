"""How many engagements of a shelf each choice of its filters has, under the other filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, Sum

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from engagements.filters import EngagementFilter
    from engagements.shelves import Shelf

ALL = "all"
_BRANCH = """
    SELECT {name} AS name, fact, sum(n) AS n
    FROM grouped, unnest(string_to_array('all' || rtrim(facts), ' ')) AS fact WHERE {where} GROUP BY fact
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """By filter, the number of engagements of each fact, as filtered by the other filters; under "", by all of them.

    `prefixes` are what the facts of each filter begin with.
    """

    by_filter: dict[str, dict[str, int]]
    prefixes: Mapping[str, str]

    @property
    def total(self) -> int:
        return self.by_filter.get("", {}).get(ALL, 0)

    def of(self, name: str) -> dict[str, int]:
        """By value of the filter `name`."""
        counted = self.by_filter.get(name, self.by_filter.get("", {}))
        prefix = f"{self.prefixes[name]}="
        return {fact.removeprefix(prefix): n for fact, n in counted.items() if fact.startswith(prefix)}


def counts_of(asked: EngagementFilter, shelf: Shelf) -> Counts:
    """For the filters that `asked` calls FACTS. What the database keeps is taken where that is enough."""
    facts = asked.facts_asked
    if not asked.form.is_valid():
        return Counts({}, asked.FACTS)
    if not facts and not asked.asks_more_than_facts:
        kept = shelf.tallies("fact", ALL).counts()
        return Counts({"": {fact or ALL: n for fact, n in kept.items()}}, asked.FACTS)
    try:
        sql, params = _grouped(asked, shelf).query.sql_with_params()
    except EmptyResultSet:  # a text without words
        return Counts({}, asked.FACTS)
    branches, values = [], list(params)
    for name in ("", *facts):
        where = ["true"]
        values.append(name)
        for other, wanted in facts.items():
            if other != name:
                where.append("(" + " OR ".join(["strpos(facts, %s) > 0"] * len(wanted)) + ")")
                values += [f" {fact} " for fact in wanted]
        branches.append(_BRANCH.format(name="%s", where=" AND ".join(where)))
    by_filter: dict[str, dict[str, int]] = {name: {} for name in ("", *facts)}
    with connection.cursor() as cursor:
        # What is put together here are statements of ours; what people typed goes as parameters.
        cursor.execute(
            f"WITH grouped (facts, n) AS MATERIALIZED ({sql}) {' UNION ALL '.join(branches)}", values
        )
        for name, fact, n in cursor.fetchall():
            by_filter[name][fact] = int(n)
    return Counts(by_filter, asked.FACTS)


def _grouped(asked: EngagementFilter, shelf: Shelf) -> QuerySet[Any, Any]:
    """All the facts of an engagement in one text, and how many have them, without the filters of facts."""
    if asked.asks_more_than_facts:
        return asked.wide.order_by().values_list("facts").annotate(n=Count("*"))
    return shelf.tallies("facts").order_by().values_list(F("key")).annotate(n=Sum("n"))
