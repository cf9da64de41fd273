"""The lists for which filters can be saved, by their paths: timelines and follow-ups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import Resolver404, resolve, reverse

from engagements.follow_ups.filters import follow_ups_asked
from engagements.models import Country, Partner, Person, Topic
from engagements.shelves.shelf import Shelf, country_shelf, partner_shelf, person_shelf, topic_shelf
from engagements.timelines.filters import EngagementFilter

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.db.models import Model
    from django.http import QueryDict

    from engagements.follow_ups.filters import CommitmentFilter
    from engagements.models import User

_SHELVES: dict[str, tuple[type[Model], Callable[..., str]]] = {
    "country": (Country, country_shelf),
    "partner": (Partner, partner_shelf),
    "person": (Person, person_shelf),
    "topic": (Topic, topic_shelf),
}
FOLLOW_UPS = "follow_ups"


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A list: the name of its URL, and the key of its country, partner, person or topic (None for follow-ups)."""

    name: str
    key: str | int | None = None

    @property
    def path(self) -> str:
        return reverse(self.name, args=[] if self.key is None else [self.key])

    def shelf(self, user: User) -> Shelf:
        return Shelf(_SHELVES[self.name][1](self.key), user)

    def exists(self) -> bool:
        return self.key is None or _SHELVES[self.name][0]._default_manager.filter(pk=self.key).exists()

    def asked(self, query: QueryDict, user: User, today: date) -> EngagementFilter | CommitmentFilter:
        """The filter set of the list with this query."""
        if self.name == FOLLOW_UPS:
            return follow_ups_asked(query, user, today)
        return EngagementFilter(query, self.shelf(user))


def list_at(path: str) -> ListPlace | None:
    """The list at this path; None if it is none of these lists."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.url_name != FOLLOW_UPS and match.url_name not in _SHELVES:
        return None
    place = ListPlace(match.url_name, next(iter(match.kwargs.values()), None))
    return place if place.path == path else None
