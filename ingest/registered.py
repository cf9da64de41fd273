"""What the register has for the names in a review form: a record that is linked by itself, or ones to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from engagements.services.linking import Candidate, Found, partners_like, people_like
from engagements.services.names import partner_among, person_among, tidy

if TYPE_CHECKING:
    from django.forms import BoundField

    from engagements.models import Partner, Person
    from ingest.forms.review import ReviewForm, RowForm


@dataclass(frozen=True, slots=True)
class InRegister:
    """For one row: `known` is linked on approval as it is; of the `choices` an editor may choose one.

    `bound` is the field for the choice, `href` leads to the known record.
    """

    bound: BoundField
    known: Person | Partner | None = None
    href: str = ""
    choices: tuple[Candidate, ...] = ()

    @property
    def chosen(self) -> str:
        return str(self.bound.value() or "")


def in_register(form: ReviewForm) -> dict[str, InRegister]:
    """By the prefix of the row, for every participant and organisation. Two queries, however many rows."""
    participants, bodies = list(form.sets["participants"]), list(form.sets["organizations"])
    people = people_like({_text(row, "name") for row in participants})
    partners = partners_like({_text(row, "name") for row in bodies})
    shown: dict[str, InRegister] = {}
    countries: dict[str, str] = {}
    for row in participants:
        name, country = _text(row, "name"), form.places.code(_text(row, "country"))
        if country:
            countries[_text(row, "organization")] = country
        found = people[name]
        shown[row.prefix] = _shown(row, found, person_among(found.exact, country=country), "person")
    for row in bodies:
        name = _text(row, "name")
        body = partners[name]
        meant = partner_among(body.exact, name, country=countries.get(name))
        shown[row.prefix] = _shown(row, body, meant, "partner")
    return shown


def _shown(row: RowForm, found: Found[Any], known: Person | Partner | None, page: str) -> InRegister:
    bound = row["link"]
    if known and not bound.value():
        return InRegister(bound, known, reverse(page, args=[known.pk]))
    # A namesake of another country is not linked by itself, but may be meant all the same.
    namesakes = tuple(Candidate(each.pk, each.name, 100) for each in found.exact)
    choices = namesakes + found.alike
    chosen = getattr(row, "cleaned_data", {}).get("link")
    if chosen and chosen.pk not in {each.pk for each in choices}:
        choices += (Candidate(chosen.pk, chosen.name, 100),)
    return InRegister(bound, choices=choices)


def _text(row: RowForm, name: str) -> str:
    return tidy(str(row[name].value() or ""))
