"""The filter bar of the list of follow-ups: the choices with their counts, and the active filters in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.follow_ups.filters import IN_WORDS
from engagements.follow_ups.grouping import GROUPS
from engagements.follow_ups.ready import OPEN, VIEWS
from engagements.lists import facets, querystring
from engagements.models import (
    CommitmentKind,
    CommitmentStatus,
    Country,
    Partner,
    Person,
    Topic,
    Unit,
    User,
)
from engagements.names.visible import existing
from engagements.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import QueryDict

    from engagements.follow_ups.counting import FacetCounts
    from engagements.follow_ups.filters import CommitmentFilter

_NAMED: dict[str, type[Any]] = {"partner": Partner, "person": Person, "unit": Unit}
_SAYS_WHICH = ("status", "closed_since", "closed_until")
_SHOWN_ELSEWHERE = {"view", "group"}


def views(query: QueryDict, asked: CommitmentFilter, counts: Mapping[str, int | None]) -> list[facets.Choice]:
    """The ready views as links that keep the active filters, except those that choose status or closing date."""
    return [
        facets.Choice(
            name,
            str(label),
            querystring.changed(query, view=name or None, **dict.fromkeys(_SAYS_WHICH)),
            name == asked.ready,
            counts.get(name),
        )
        for name, label in _named_views()
    ]


def _named_views() -> list[tuple[str, Any]]:
    return [(OPEN, _("Open")), *VIEWS]


def groups(query: QueryDict) -> list[facets.Choice]:
    """The ways to group the list; «not grouped» comes first."""
    current = query.get("group", "")
    return [
        facets.Choice(name, str(label), querystring.changed(query, group=name or None), name == current)
        for name, label in [("", _("Not grouped")), *GROUPS]
    ]


def panels(query: QueryDict, asked: CommitmentFilter, counts: FacetCounts) -> list[facets.Panel]:
    """The panels of the filter bar. A constant number of queries."""
    form = asked.form
    options: dict[str, Iterable[tuple[str, Any]]] = {
        "country": _by_name((country.pk, country.name) for country in Country.objects.all()),
        "assignee": _by_name(
            (str(user.pk), user.display_name)
            for user in User.objects.filter(
                pk__in=[*counts.of("assignee"), *_numbers(query.getlist("assignee"))]
            )
        ),
        "status": CommitmentStatus.choices,
        "kind": CommitmentKind.choices,
        "topic": _by_name((topic.pk, topic.name) for topic in Topic.objects.all()),
        "partner": _names(asked.user, "partner", [*counts.of("partner"), *query.getlist("partner")]),
    }

    def panel(name: str) -> facets.Panel:
        offered = facets.choices(query, name, options[name], counts.of(name), links=False)
        return facets.Panel(name, str(asked.filters[name].label), offered, many=True)

    return [
        panel("country"),
        _owners(query, asked, counts),
        panel("assignee"),
        panel("status"),
        panel("kind"),
        panel("topic"),
        panel("partner"),
        facets.Panel("owner", str(asked.filters["owner"].label), fields=[form["owner"]]),
        facets.Panel("due", _("Due date"), fields=[form["due_since"], form["due_until"]]),
        facets.Panel("made", _("Date of the engagement"), fields=[form["made_since"], form["made_until"]]),
        facets.Panel("closed", _("Closed"), fields=[form["closed_since"], form["closed_until"]]),
    ]


def _owners(query: QueryDict, asked: CommitmentFilter, counts: FacetCounts) -> facets.Panel:
    """The panel of owners: own units, each counted with all below it, then the partners and persons with the most."""
    found = dict(counts.of("owned"))
    picked = query.getlist("owned")
    units = {unit.pk: unit for unit in Unit.objects.all()}
    own = {int(number): n for number, n in counts.of("unit").items()}
    options = []
    for unit in units.values():
        below = sum(own.get(number, 0) for number in _under(unit.pk, units))
        found[f"unit-{unit.pk}"] = type(next(iter(own.values()), 0))(below)
        options.append((f"unit-{unit.pk}", unit.name))
    for kind in ("partner", "person"):
        numbers = [one.partition("-")[2] for one in (*found, *picked) if one.startswith(f"{kind}-")]
        options += [(f"{kind}-{number}", name) for number, name in _names(asked.user, kind, numbers)]
    if IN_WORDS in picked:
        options.append((IN_WORDS, _("Named in words only")))
    offered = facets.choices(query, "owned", options, found, links=False)
    return facets.Panel("owned", str(asked.filters["owned"].label), offered, many=True)


def _under(number: int, units: Mapping[int, Unit]) -> set[int]:
    """The ids of the unit and all units below it."""
    found = {number}
    while more := {one.pk for one in units.values() if one.parent_id in found} - found:
        found |= more
    return found


def _names(user: User, kind: str, numbers: Iterable[str]) -> list[tuple[str, str]]:
    """(id, name) of these units, partners or persons, as far as they exist for `user`; sorted by name."""
    rows = _NAMED[kind]._default_manager.filter(pk__in=_numbers(numbers))
    found = rows if kind == "unit" else existing(rows, user)
    return _by_name((str(one.pk), one.name) for one in found)


def _numbers(values: Iterable[str]) -> set[int]:
    return {number for value in values if (number := querystring.as_number(value)) is not None}


def _by_name(options: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(options, key=lambda option: option[1])


def view_tokens(query: QueryDict, asked: CommitmentFilter) -> list[facets.Token]:
    """The ready view as a token, for pages without tabs; empty if other filters choose the rows."""
    return [facets.token(query, str(label), "view") for name, label in _named_views() if name == asked.ready]


def tokens(query: QueryDict, asked: CommitmentFilter) -> list[facets.Token]:
    """The active filters in words, without the ready view."""
    words: list[facets.Token] = []
    for name, value in asked.values.items():
        if name not in _SHOWN_ELSEWHERE and (shown := _shown(name, value, asked.user)):
            words.append(facets.token(query, f"{asked.filters[name].label}: {shown}", name))
    return words


def _shown(name: str, value: Any, user: User) -> str:
    match name:
        case "country" | "topic" | "partner":
            return listed(str(one) for one in value)
        case "assignee":
            return listed(user.display_name for user in value)
        case "kind" | "status":
            labels = dict((CommitmentKind if name == "kind" else CommitmentStatus).choices)
            return listed(str(labels[one]) for one in value)
        case "owned":
            return listed(_owner_names(value, user))
        case _:
            return date_format(value, "j F Y") if isinstance(value, date) else str(value)


def _owner_names(values: Iterable[str], user: User) -> list[str]:
    """The names of owners in the order of `values`; an unknown one stays as written."""
    known: dict[str, str] = {IN_WORDS: _("Named in words only")}
    for kind in _NAMED:
        numbers = [one.partition("-")[2] for one in values if one.startswith(f"{kind}-")]
        if numbers:
            known |= {f"{kind}-{number}": name for number, name in _names(user, kind, numbers)}
    return [known.get(one, one) for one in values]
