"""Shelves: the lists of engagements of a country, a partner, a person, a topic and so on (models.Appearance).

Triggers keep each shelf in the order of its days, so that a page costs the same wherever in the list it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat

from engagements.models import Appearance, Country, Engagement, KeptShelf, Partner, Person, Tally, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

    from engagements.models import User
    from engagements.models.derived_queries import AppearanceQuerySet, TallyQuerySet

EVERYTHING = "*"
"""The shelf on which every engagement stands once."""
ALWAYS_KEPT = frozenset({"c", EVERYTHING})
"""Keys of shelves begin with these if tallies of them are always kept, however short they are."""


LETTERS: dict[type[Model], str] = {Country: "c", Partner: "p", Person: "q", Topic: "t"}
"""The letter with which the keys of a model's shelves begin."""


def own_shelf(model: type[Model]) -> Concat:
    """For a subquery within a query of `model`: the shelf key of the outer row. Wrong for the home country, whose
    key is another.
    """
    return Concat(Value(LETTERS[model]), Cast(OuterRef("pk"), TextField()))


def country_shelf(code: str) -> str:
    """The shelf of a country; for the home country, the shelf of engagements in which no other country took part."""
    return "c" if code == settings.HOME_COUNTRY else f"c{code}"


def partner_shelf(number: int) -> str:
    return f"p{number}"


def person_shelf(number: int) -> str:
    return f"q{number}"


def topic_shelf(code: str) -> str:
    return f"t{code}"


def outlet_shelf(name: str) -> str:
    return f"o{name}"


@dataclass(frozen=True)
class Shelf:
    """A shelf as an account sees it."""

    key: str
    user: User

    @property
    def told(self) -> bool:
        """Whether its places have the facts that filters ask for. Those of countries and of everything do."""
        return self.key[:1] in ALWAYS_KEPT

    @cached_property
    def kept(self) -> bool:
        """Whether tallies of it are kept: of countries, of everything, and of long shelves. Others are counted
        when asked (counted_sql).
        """
        return self.told or KeptShelf.objects.filter(pk=self.key).exists()

    def appearances(self) -> AppearanceQuerySet:
        """Its places, from which a page is cut; `engagements_of` loads their engagements."""
        return Appearance.objects.visible_to(self.user).filter(shelf=self.key)

    def tallies(self, *what: str) -> TallyQuerySet:
        return Tally.objects.visible_to(self.user).filter(shelf=self.key, what__in=what)


_SHOWN = """
    SELECT id, kind, status, title, date, date_precision, date_end, city, country_id, confidentiality, approved_at
    FROM engagements_engagement WHERE id = ANY (%s)
"""


def engagements_of(places: Iterable[Appearance]) -> list[Engagement]:
    """The engagements of these places, in their order. Only the columns that lists show are loaded; summary and folded
    text are ten times as long."""
    numbers = [place.engagement_id for place in places]
    found = {one.pk: one for one in Engagement.objects.raw(_SHOWN, [numbers])}
    return [found[number] for number in numbers if number in found]
