"""The open follow-ups by country and by owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from engagements.follow_ups.filters import IN_WORDS
from engagements.follow_ups.linked import FigureRow, Links, Number, OpenAndOverdue, line_of, others, total
from engagements.models import Country, Partner, Person, Unit
from engagements.shelves import tallies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

TOP = 10
"""The most countries, and the most owners, that are listed by name."""
_OWNERS = {"1": "unit-", "2": "partner-", "3": "person-"}


def kept_by_country(links: Links) -> bool:
    """Whether the tallies by country answer the question, because no other filter is active."""
    return set(links.asked.values) <= {"country", "group"}


def by_country(counted: Mapping[str, OpenAndOverdue], links: Links, today: date) -> list[FigureRow]:
    """The lines by country; a follow-up counts for each of its countries. Under a filter by country only the chosen
    ones. Uses the tallies where they answer the question, else `counted`.
    """
    picked = {country.pk for country in links.asked.values.get("country", ())}
    every = tallies.open_by_country(links.asked.user, today) if kept_by_country(links) else counted
    found = {code: counts for code, counts in every.items() if not picked or code in picked}
    names = {country.pk: country.name for country in Country.objects.filter(pk__in=found)}
    shown = sorted(found, key=lambda code: (-found[code][0], names.get(code, code)))
    lines = [
        line_of(names.get(code, code), found[code], links, today, country=[code]) for code in shown[:TOP]
    ]
    return [*lines, *others([found[code] for code in shown[TOP:]])]


def by_owner(found: Mapping[str, OpenAndOverdue], links: Links, today: date) -> list[FigureRow]:
    """The lines by owner; own units include all below them. Under a filter by unit only the chosen ones."""
    exact = {key: counts for key, counts in found.items() if key < "4:"}
    below = _units(exact, links)
    totals = {
        f"1:{number}": total(exact.get(f"1:{one}", (0, 0)) for one in its) for number, its in below.items()
    }
    totals |= {key: counts for key, counts in exact.items() if not key.startswith("1:")}
    names = _owner_names(totals)
    shown = sorted(
        (key for key in totals if totals[key][0]), key=lambda key: (-totals[key][0], names.get(key, key))
    )[:TOP]
    lines = [
        line_of(names.get(key, key), totals[key], links, today, owned=[_OWNERS[key[0]] + key[2:]])
        for key in shown
    ]
    covered = {*shown, *(f"1:{one}" for key in shown if key[0] == "1" for one in below[int(key[2:])])}
    lines += others([counts for key, counts in exact.items() if key not in covered])
    if "4:" in found:
        lines.append(line_of(_("Named in words only"), found["4:"], links, today, owned=[IN_WORDS]))
    if "5:" in found:
        nobody = {} if links.query.get("view") else {"view": "no_owner"}
        line = line_of(_("No owner"), found["5:"], links, today, **nobody)
        lines.append(line if nobody else FigureRow(line.label, Number(line.open.n), Number(line.overdue.n)))
    return lines


def _units(exact: Mapping[str, OpenAndOverdue], links: Links) -> dict[int, set[int]]:
    """The ids of the units that may be shown, each with those of itself and all units below it."""
    if not any(key.startswith("1:") for key in exact):
        return {}
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    below: dict[int, set[int]] = {number: set() for number in parents}
    for number in parents:
        above: int | None = number
        while above is not None:
            below[above].add(number)
            above = parents[above]
    picked = {one.partition("-")[2] for one in links.asked.values.get("owned", ()) if one.startswith("unit-")}
    if not links.asked.values.get("owned"):
        return below
    wanted = {one for number, its in below.items() if str(number) in picked for one in its}
    return {number: its for number, its in below.items() if number in wanted}


def _owner_names(keys: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for sign, model in (("1", Unit), ("2", Partner), ("3", Person)):
        numbers = [int(key[2:]) for key in keys if key[0] == sign]
        found |= {f"{sign}:{one.pk}": one.name for one in model._default_manager.filter(pk__in=numbers)}
    return found
