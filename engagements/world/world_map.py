"""The world map, shaded by the number of engagements in a period: counts, shades and drawing (SVG)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Sum
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.days import months_before
from engagements.lists.facets import Choice
from engagements.lists.querystring import changed
from engagements.models import Country, Tally
from engagements.world.outlines import VIEW_BOX, outlines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.http import QueryDict

    from engagements.models import User
    from engagements.world.outlines import Outline

SHADES = 5
PERIODS = [
    ("year", gettext_lazy("This year")),
    ("12m", gettext_lazy("12 months")),
    ("5y", gettext_lazy("5 years")),
    ("all", gettext_lazy("All years")),
]
USUAL = "12m"
_MONTHS = {"12m": 12, "5y": 60}


@dataclass(frozen=True, slots=True)
class Place:
    """A country with its number of engagements; `shade` is 0 without any, else 1 to SHADES."""

    code: str
    name: str
    count: int
    shade: int
    home: bool
    drawn: bool


@dataclass(frozen=True, slots=True)
class Shade:
    """The range of numbers that one shade stands for, both ends included."""

    number: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class WorldMap:
    """The map. `places` are all countries, those with the most engagements first; `rows` are those with any."""

    periods: list[Choice]
    shades: list[Shade]
    places: list[Place]
    view_box: str = VIEW_BOX

    @property
    def rows(self) -> list[Place]:
        return [place for place in self.places if place.count]

    @property
    def home(self) -> Place | None:
        return next((place for place in self.places if place.home), None)

    @property
    def drawing(self) -> SafeString:
        """The content of the `<svg>`: first shapes, then dots, so that no neighbour covers a dot; each is a link
        with name and number. The shades are patterns defined by the page (`#world-1` …).
        """
        known = outlines()
        shown = [(place, known[place.code]) for place in self.places if place.drawn]
        shapes = _layer("world__lands", [one for one in shown if not one[1].small])
        dots = _layer("world__dots", [one for one in shown if one[1].small])
        return mark_safe(shapes + dots + self._home_mark(known))  # noqa: S308 - the names in it are escaped

    def _home_mark(self, known: dict[str, Outline]) -> str:
        if self.home is None or not self.home.drawn:
            return ""
        x, y = known[self.home.code].middle
        return f'<path class="world__home" d="M{x} {y - 9}l7 9-7 9-7-9z"/>'


def world_map(*, user: User, today: date, query: QueryDict, period: str) -> WorldMap:
    """The map as `user` may see it; an empty `period` means USUAL. One query for the numbers, one for the names."""
    period = period or USUAL
    counts = _counts(user, today, period)
    shades = shades_of(counts.values())
    known = outlines()
    places = []
    for country in Country.objects.only("code", "name_ar", "name_en"):
        count = counts.get(country.pk, 0)
        home = country.pk == settings.HOME_COUNTRY
        shade = next((one.number for one in shades if one.first <= count <= one.last), 0)
        places.append(Place(country.pk, country.name, count, shade, home, country.pk in known))
    places.sort(key=lambda place: (-place.count, place.name))
    periods = [
        Choice(name, str(label), f"{changed(query, period=name)}#world", name == period)
        for name, label in PERIODS
    ]
    return WorldMap(periods, shades, places)


def _counts(user: User, today: date, period: str) -> dict[str, int]:
    """The numbers of engagements by code of the country. For the home country those without another country. Future
    engagements count only for «all».
    """
    rows = Tally.objects.visible_to(user).of_countries()
    if period == "all":
        rows = rows.filter(what="all")
    else:
        # If only the year is known, the key is «2026», which sorts before its months and after those of the year
        # before.
        rows = rows.filter(what="month", key__gte=_first(today, period), key__lte=f"{today:%Y-%m}")
    found = rows.values_list("shelf").annotate(sum=Sum("n")).order_by()
    return {shelf[1:] or settings.HOME_COUNTRY: n for shelf, n in found if n > 0}


def _first(today: date, period: str) -> str:
    """The key of the first month of the period, which ends with the current month."""
    if period == "year":
        return f"{today:%Y}"
    return f"{months_before(today, _MONTHS[period] - 1):%Y-%m}"


def shades_of(counts: Iterable[int]) -> list[Shade]:
    """At most SHADES ranges of numbers, each wider than the one before by the same factor; none if all counts are 0."""
    most = max(counts, default=0)
    shades: list[Shade] = []
    first = 1
    for number in range(1, SHADES + 1):
        last = most if number == SHADES else round(most ** (number / SHADES))
        if first <= last:
            shades.append(Shade(number, first, last))
            first = last + 1
    return shades


def _layer(name: str, places: list[tuple[Place, Outline]]) -> str:
    parts, address = [f'<g class="{name}">'], reverse("countries")
    for shade in sorted({place.shade for place, _outline in places}, reverse=True):
        parts.append(f'<g fill="url(#world-{shade})">' if shade else '<g class="world__none">')
        parts += [_link(place, outline, address) for place, outline in places if place.shade == shade]
        parts.append("</g>")
    return "".join([*parts, "</g>"])


def _link(place: Place, outline: Outline, address: str) -> str:
    name = conditional_escape(_("%(country)s (home)") % {"country": place.name} if place.home else place.name)
    path = f'<path d="{outline.path}"/>' if outline.path else ""
    x, y = outline.middle
    dot = f'<circle cx="{x}" cy="{y}"/>' if outline.small else ""
    return f'<a href="{address}{place.code}/"><title>{name}: {place.count}</title>{path}{dot}</a>'
