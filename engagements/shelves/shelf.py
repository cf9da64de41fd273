"""The lists that engagements stand in: of a country, a partner, a person, a topic (models.Appearance).

Each is kept by the database in the order of its days, so that a page of it costs the same wherever it is.
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
"""The first letters of the shelves whose figures are kept, however short they are."""


LETTERS: dict[type[Model], str] = {Country: "c", Partner: "p", Person: "q", Topic: "t"}
"""With which the keys of the shelves of their rows begin."""


def own_shelf(model: type[Model]) -> Concat:
    """In a query within one of `model`: the key of that row's shelf. Of the home country it is another's."""
    return Concat(Value(LETTERS[model]), Cast(OuterRef("pk"), TextField()))


def country_shelf(code: str) -> str:
    """Of what a country took part in; of the home country, what no other took part in."""
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
    """One of the lists as an account sees it."""

    key: str
    user: User

    @property
    def told(self) -> bool:
        """Whether its places say what the filters ask: those of countries and of everything do."""
        return self.key[:1] in ALWAYS_KEPT

    @cached_property
    def kept(self) -> bool:
        """Whether the database keeps figures of it: of countries, of everything, and of what is long. Those of others
        are counted when asked (counted_sql)."""
        return self.told or KeptShelf.objects.filter(pk=self.key).exists()

    def appearances(self) -> AppearanceQuerySet:
        """Its places, of which a page is cut; `engagements_of` takes the engagements of some."""
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
