# ruff: noqa: S608 - put together from our own words; values go as parameters
"""What the page of a shelf asks of the tallies: a few large statements instead of a dozen small ones.

Parameters: `shelf`, `all` (whether the account sees restricted engagements), `today`, and those named with each
statement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagements.models.terms import OPEN

if TYPE_CHECKING:
    from datetime import date

_SEEN = "(%(all)s OR NOT hidden)"
_OF = f"FROM engagements_tally WHERE shelf = %(shelf)s AND {_SEEN} AND what"


def _different(name: str, what: str, also: str = "") -> str:
    keys = f"SELECT key {_OF} = '{what}' {also} GROUP BY key HAVING sum(n) > 0 LIMIT %(many)s + 1"
    return f"SELECT '{name}', '', count(*) FROM ({keys}) one"


# By years; of this year by months; of this month by days (TallyQuerySet.is_late).
_LATE = (
    "= 'open-year' AND key < %(year)s",
    "= 'open-month' AND key >= %(year)s AND key < %(month)s",
    "= 'open-day' AND key >= %(month)s AND key < %(day)s",
)
OVERDUE = "SELECT " + " + ".join(f"(SELECT coalesce(sum(n), 0) {_OF} {late})" for late in _LATE)
"""The open commitments of a shelf that are overdue."""

FOLLOW_UPS = (
    f"SELECT (SELECT coalesce(sum(n), 0) {_OF} = 'open-year'), (SELECT coalesce(sum(n), 0) {_OF} = 'promised'), "
    f"({OVERDUE}), (SELECT coalesce(sum(n), 0) {_OF} = 'open-year' AND key = %(undated)s)"
)
"""Of the commitments of a shelf: those that are open, all, the overdue ones, the open ones without a due date. Also
`undated`, the year that stands for none."""

_ABROAD = f"FROM engagements_tally WHERE shelf >= 'c' AND shelf < 'd' AND {_SEEN} AND what"
OPEN_BY_COUNTRY = f"""
    SELECT substr(shelf, 2), sum(still), sum(late) FROM (
        SELECT shelf, n AS still, CASE WHEN key < %(year)s THEN n ELSE 0 END AS late {_ABROAD} = 'open-year'
        UNION ALL SELECT shelf, 0, n {_ABROAD} {_LATE[1]}
        UNION ALL SELECT shelf, 0, n {_ABROAD} {_LATE[2]}
    ) one GROUP BY shelf HAVING sum(still) > 0
"""
"""By the code of the country, with "" for the home country's own: how many are open, and how many of them overdue."""


def on(today: date) -> dict[str, str]:
    """The parameters that name the day."""
    return {"year": f"{today:%Y}", "month": f"{today:%Y-%m}", "day": f"{today:%Y-%m-%d}"}


SUMS = " UNION ALL ".join(
    (
        f"SELECT 'month' AS what, key, sum(n) {_OF} = 'month' GROUP BY key HAVING sum(n) > 0",
        f"SELECT 'open', '', coalesce(sum(n), 0) {_OF} = 'open-year'",
        *(f"SELECT 'overdue', '', coalesce(sum(n), 0) {_OF} {late}" for late in _LATE),
        f"SELECT 'fact', key, sum(n) {_OF} IN ('all', 'fact') GROUP BY key HAVING sum(n) > 0",
        f"(SELECT 'due', key, sum(n) {_OF} = 'open-day' GROUP BY key HAVING sum(n) > 0 ORDER BY key LIMIT %(first)s)",
        _different(
            "partners",
            "partner",
            "AND key NOT IN (SELECT id::text FROM engagements_partner WHERE country_id = %(home)s)",
        ),
        _different("people", "person"),
        _different("sources", "source"),
        _different("outlets", "outlet"),
    )
)
"""Rows of (what, key, number): the months and the facts that have any, sums, and the `first` days on which open
commitments are due. Also `year`, `month` and `day` of today, `home`, and `many`, up to which different names are
counted."""


def leading_of(what: str) -> str:
    """SQL for (key, n) of those that are in the most engagements.

    A key has few rows, all but one of them small, so the largest single rows lead to the largest sums.
    """
    return f"""
        SELECT key, (SELECT sum(n) {_OF} = '{what}' AND key = likely.key) AS n
        FROM (SELECT DISTINCT key FROM (
            SELECT key {_OF} = '{what}' ORDER BY n DESC LIMIT %(limit)s * 2) largest OFFSET 0) likely
        ORDER BY 2 DESC, 1 LIMIT %(limit)s"""


def _named(what: str, table: str) -> str:
    return f"""SELECT '{what}' AS what, t.id, l.n, t.name_ar, t.name_en, coalesce(t.country_id, '') AS country
        FROM ({leading_of(what)}) l JOIN {table} t ON t.id = l.key::bigint WHERE t.merged_into_id IS NULL AND l.n > 0"""


KNOWN = f"""
    SELECT what, 0 AS id, sum AS n, key AS name_ar, '' AS name_en, '' AS country FROM ({SUMS}) sums (what, key, sum)
    UNION ALL {_named("person", "engagements_person")} UNION ALL {_named("partner", "engagements_partner")}
    UNION ALL SELECT 'outlet', 0, l.n, l.key, '', '' FROM ({leading_of("outlet")}) l WHERE l.n > 0
    UNION ALL SELECT 'topic', 0, 0, name_ar, name_en, code FROM engagements_topic
    ORDER BY what, n DESC, name_ar, name_en
"""
"""Rows of (what, id, number, name_ar, name_en, country), in one statement, so that what stands in for the tallies is
worked out once: SUMS, their key as the name; and the people, partners and outlets that are in most engagements, the
most frequent first; and all topics, with their code in the place of the country. Also the parameters of SUMS, and
`limit`, of each name. What was written since the last roll-up counts,
but by itself brings nobody into the list."""

_PLACES = f"FROM engagements_appearance WHERE shelf = %(shelf)s AND {_SEEN} AND day"
BY_YEAR = f"""
    SELECT extract(year FROM day)::integer, count(*), sum(promises) {_PLACES} BETWEEN %(first)s AND %(last)s GROUP BY 1
"""
"""Rows of (year, engagements, commitments) of the days from `first` to `last`."""
_JOINED = "JOIN engagements_engagement e ON e.id = a.engagement_id"
ENDS = f"""
    (SELECT 'first' AS what, engagement_id, day, 'day' AS known {_PLACES} > %(undated)s
        ORDER BY day, engagement_id LIMIT 1)
    UNION ALL
    SELECT 'last', e.id, e.date, e.date_precision FROM (SELECT engagement_id {_PLACES} > %(undated)s
        AND held AND day <= %(today)s ORDER BY day DESC, engagement_id DESC LIMIT 1) a {_JOINED}
    UNION ALL
    (SELECT 'next', e.id, e.date, e.date_precision FROM (SELECT engagement_id {_PLACES} >= %(today)s
        AND NOT held ORDER BY day, engagement_id LIMIT %(ahead)s) a {_JOINED}
        WHERE e.status = 'planned' ORDER BY e.date, e.id LIMIT 1)
"""
"""Rows of (what, engagement, day, precision): the first engagement, the last that was held, the next that is planned.
Also `undated`, and `ahead`, among so many the next one is looked for."""

OFFICES = f"""
    SELECT who.id, (SELECT role FROM engagements_participation m WHERE m.person_id = who.id AND m.engagement_id = (
        SELECT engagement_id FROM engagements_appearance theirs
        WHERE shelf = 'q' || who.id AND {_SEEN} AND EXISTS (SELECT FROM engagements_appearance here
            WHERE here.engagement_id = theirs.engagement_id AND here.shelf = %(shelf)s)
        ORDER BY day DESC, engagement_id DESC LIMIT 1))
    FROM unnest(%(people)s::bigint[]) AS who (id)
"""
"""Rows of (person, office) for `people`: the office of each in the last of the shelf's engagements they were in."""

_STATUSES = ", ".join(f"'{status.value}'" for status in OPEN)
OWED = f"""
    SELECT c.id, c.text, c.owner, c.status, c.due_on FROM engagements_commitment c
    WHERE c.status IN ({_STATUSES}) AND (%(all)s OR NOT c.hidden)
        AND (c.due_on = ANY (%(days)s::date[]) OR %(undated)s AND c.due_on IS NULL)
        AND EXISTS (SELECT FROM engagements_appearance a
            WHERE a.engagement_id = c.engagement_id AND a.shelf = %(shelf)s AND (%(all)s OR NOT a.hidden))
    ORDER BY c.due_on, c.id LIMIT %(limit)s
"""
"""Of the open commitments of a shelf the `limit` that are due first, what a page tells of them: of those that are due
on `days`, and of those without a day if they are asked for (`undated`)."""
