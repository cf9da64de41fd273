"""What the register has for the names in a review form: the record that approval links, and records to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from arabic.names import name_key
from engagements.lists.querystring import as_number
from engagements.models import Partner, Person
from engagements.names.telling_apart import Traits, traits_of
from engagements.names.visible import existing
from engagements.services.linking import ALIKE, Found, likeness, partners_like, people_like
from engagements.services.names import partner_among, person_among, tidy
from ingest.forms.links import NEW

if TYPE_CHECKING:
    from django.forms import BoundField

    from engagements.models import User
    from ingest.forms.review import ReviewForm, RowForm


@dataclass(frozen=True, slots=True)
class Choice:
    """A record that may be meant. `words` tell it apart from others of similar names."""

    pk: int
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class InRegister:
    """What the register has for one row. Approval links it to `known` unless the editor chooses one of the `choices`.

    `namesakes`: the register has exactly this name, so somebody new has to be told apart from it. `twins` are the
    prefixes of other rows that seem to name the same person.
    """

    row: RowForm
    kind: str
    known: Choice | None = None
    href: str = ""
    choices: tuple[Choice, ...] = ()
    namesakes: bool = False
    twins: tuple[str, ...] = ()

    @property
    def bound(self) -> BoundField:
        return self.row["link"]

    @property
    def words(self) -> BoundField:
        return self.row["link_words"]

    @property
    def remember(self) -> BoundField:
        return self.row["remember"]

    @property
    def chosen(self) -> str:
        """The editor's choice: "" for none, NEW, or a number."""
        return str(self.bound.value() or "")

    @property
    def is_new(self) -> bool:
        return self.chosen == NEW

    @property
    def offers_new(self) -> bool:
        """Whether «somebody new» is offered: if the register has this very name, or the row has no name yet."""
        return self.namesakes or self.is_new or not self.row["name"].value()

    @property
    def chosen_name(self) -> str:
        return next((each.name for each in self.choices if str(each.pk) == self.chosen), "")

    @property
    def remembers(self) -> bool:
        return bool(self.remember.value() != "off")

    @property
    def is_open(self) -> bool:
        """Whether there is anything to decide."""
        asked = self.chosen or self.words.value() or self.bound.errors or self.words.errors
        return bool(asked or (self.choices and not self.known))


def in_register(form: ReviewForm, user: User) -> dict[str, InRegister]:
    """For every participant and organisation, by the prefix of its row. A constant number of queries."""
    participants, bodies = _rows(form, "participants"), _rows(form, "organizations")
    people = people_like({_text(row, "name") for row in participants})
    partners = partners_like({_text(row, "name") for row in bodies})
    countries = {
        _text(row, "organization"): code
        for row in participants
        if (code := form.places.code(_text(row, "country")))
    }
    persons = {
        _key(row): person_among(
            people[_text(row, "name")].exact, country=form.places.code(_text(row, "country"))
        )
        for row in participants
    }
    named = {}
    for row in bodies:
        name = _text(row, "name")
        named[_key(row)] = partner_among(partners[name].exact, name, country=countries.get(name))
    return _shown(Person, participants, people, persons, user) | _shown(
        Partner, bodies, partners, named, user
    )


def _rows(form: ReviewForm, key: str) -> list[Any]:
    """All rows and the blank one that the page's script copies."""
    return [*form.sets[key], form.sets[key].empty_form]


def _shown(
    model: type[Any],
    rows: Sequence[RowForm],
    found: dict[str, Found[Any]],
    known: dict[str, Any],
    user: User,
) -> dict[str, InRegister]:
    kind = str(model._meta.model_name)
    twins = _twins(rows) if model is Person else {}
    chosen = _chosen(model, rows, user)
    offered: dict[str, dict[int, Any]] = {}
    for row in rows:
        own = found[_text(row, "name")]
        # A namesake of another country is not linked without asking, but it is offered as a choice.
        records = [*own.exact, *(each.record for each in own.alike)]
        records += [chosen[number]] if (number := _number(row)) in chosen else []
        offered[_key(row)] = {record.pk: record for record in records}
    everybody = {pk: record for records in offered.values() for pk, record in records.items()}
    traits = traits_of(everybody.values(), user)
    shown = {}
    for row in rows:
        # If two rows are spellings of one person, the choices of each are offered for the other too.
        mine = dict(offered[_key(row)])
        for twin in twins.get(_key(row), ()):
            mine |= {pk: record for pk, record in offered[twin].items() if pk not in mine}
        one, chosen_pk = known[_key(row)], _number(row)
        # The record that is linked without a choice is listed among the choices only if it was chosen.
        choices = tuple(
            _choice(pk, traits[pk])
            for pk in mine
            if pk == chosen_pk or not (traits[pk].hidden or (one and pk == one.pk))
        )
        shown[_key(row)] = InRegister(
            row,
            kind,
            _choice(one.pk, traits[one.pk]) if one else None,
            reverse(kind, args=[one.pk]) if one and not traits[one.pk].hidden else "",
            choices,
            bool(found[_text(row, "name")].exact),
            twins.get(_key(row), ()),
        )
    return shown


def _choice(pk: int, traits: Traits) -> Choice:
    return Choice(pk, traits.name, traits.words)


def _chosen(model: type[Any], rows: Iterable[RowForm], user: User) -> dict[int, Any]:
    numbers = {number for row in rows if (number := _number(row)) is not None}
    known = existing(model._default_manager.current(), user)
    found: dict[int, Any] = known.in_bulk(numbers) if numbers else {}
    return found


def _number(row: RowForm) -> int | None:
    return as_number(str(row["link"].value() or ""))


def _twins(rows: Sequence[RowForm]) -> dict[str, tuple[str, ...]]:
    """Which rows seem to name the same person. The names of brothers are less similar than spellings of one name."""
    keys = {_key(row): key for row in rows if (key := name_key(_text(row, "name")))}
    twins: dict[str, list[str]] = {prefix: [] for prefix in keys}
    for one, other in combinations(keys, 2):
        if likeness(keys[one], keys[other]) >= ALIKE:
            twins[one].append(other)
            twins[other].append(one)
    return {prefix: tuple(others) for prefix, others in twins.items() if others}


def _key(row: RowForm) -> str:
    return str(row.prefix)


def _text(row: RowForm, name: str) -> str:
    return tidy(str(row[name].value() or ""))
