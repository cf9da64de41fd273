"""The map of the world: every country is on it, what it counts, and what the page pays for it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import combinations, pairwise
from math import hypot
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from engagements.models import Country
from engagements.tables import rows
from engagements.world.outlines import BETWEEN, VIEW_BOX, outlines
from engagements.world.world_map import SHADES, Place, WorldMap, shades_of, world_map

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from engagements.models import User
    from tests.engagements.conftest import Register

TODAY = date(2026, 11, 22)
CODES = [row[0] for row in rows("countries.tsv")]
BYTES = 40_000


def of(user: User, period: str = "", today: date = TODAY) -> dict[str, int]:
    """The countries with a number."""
    shown = world_map(user=user, today=today, query=QueryDict(), period=period)
    return {place.code: place.count for place in shown.rows}


def test_every_country_is_drawn_or_marked_by_a_dot() -> None:
    left, top, width, height = map(int, VIEW_BOX.split())
    for code in CODES:
        outline = outlines()[code]
        x, y = outline.middle
        assert outline.path or outline.small, code
        if outline.small:
            assert left < x < width, code
            assert top < y < height, code


@pytest.mark.parametrize("code", ["MT", "BH", "QA", "SG", "LU", "VA", "MV", "KW", "LB", "PS"])
def test_small_states_are_marked(code: str) -> None:
    assert outlines()[code].small


def test_no_dot_lies_on_another() -> None:
    dots = [outline.middle for outline in outlines().values() if outline.small]
    nearest = min(hypot(x - u, y - v) for (x, y), (u, v) in combinations(dots, 2))
    assert nearest > BETWEEN - 2  # whole units


def test_countries_stand_where_they_are() -> None:
    at = {code: outlines()[code].middle for code in CODES}
    for west, east in [("TN", "LY"), ("LY", "EG"), ("BR", "LY"), ("EG", "JP"), ("MT", "CY"), ("IN", "SG")]:
        assert at[west][0] < at[east][0], (west, east)
    for north, south in [("IT", "MT"), ("MT", "LY"), ("LY", "TD"), ("TD", "ZA"), ("RU", "CN")]:
        assert at[north][1] < at[south][1], (north, south)


@pytest.mark.parametrize("most", [1, 2, 3, 5, 6, 17, 100, 4099, 170_000])
def test_shades_hold_every_number_once(most: int) -> None:
    shades = shades_of([most])
    held = [
        shade.number
        for number in (1, most, most // 2 or 1)
        for shade in shades
        if shade.first <= number <= shade.last
    ]
    assert len(held) == 3
    assert shades[0].first == 1
    assert shades[-1].last == most
    assert len(shades) == len({shade.number for shade in shades}) <= SHADES
    assert all(one.last + 1 == other.first for one, other in pairwise(shades))


def test_without_engagements_there_is_no_shade() -> None:
    assert shades_of([]) == shades_of([0]) == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_drawing_stays_small_when_every_country_has_engagements(
    vocabularies: None, language: str
) -> None:
    with translation.override(language):
        places = [
            Place(country.pk, country.name, 12_345, 1 + n % SHADES, country.pk == "LY", True)
            for n, country in enumerate(Country.objects.all())
        ]
        drawing = WorldMap([], shades_of([12_345]), places).drawing
    assert len(places) == len(CODES)
    assert len(drawing.encode()) < BYTES
    tree = ElementTree.fromstring(f"<svg>{drawing}</svg>")
    assert len(tree.findall(".//a")) == len(CODES)
    assert all(re.fullmatch(r".+: 12345", link.findtext("title", "")) for link in tree.findall(".//a"))


def test_what_each_period_counts(register: Register, account: Callable[..., User]) -> None:
    for day in ("2026-11-20", "2026-01-01", "2025-12-01", "2025-11-30", "2021-12-01", "2021-11-30"):
        register.engagement(date=date.fromisoformat(day), partner_countries=("JP",))
    register.engagement(date=date(2026, 1, 1), date_precision="year", partner_countries=("IT",))
    register.engagement(date=date(2025, 1, 1), date_precision="year", partner_countries=("FR",))
    register.engagement(date=None, date_precision="none", partner_countries=("MT",))
    register.engagement(date=date(2026, 12, 5), status="planned", partner_countries=("BH",))
    register.engagement(date=date(2026, 11, 1), partner_countries=())
    viewer = account("viewer")
    assert of(viewer, "year") == {"JP": 2, "IT": 1, "LY": 1}
    assert of(viewer, "12m") == of(viewer) == {"JP": 3, "IT": 1, "LY": 1}
    assert of(viewer, "5y") == {"JP": 5, "IT": 1, "FR": 1, "LY": 1}
    assert of(viewer, "all") == {"JP": 6, "IT": 1, "FR": 1, "MT": 1, "BH": 1, "LY": 1}


def test_restricted_engagements_are_counted_for_who_may_see_them(
    register: Register, account: Callable[..., User]
) -> None:
    register.engagement(date=TODAY, partner_countries=("JP",))
    register.engagement(date=TODAY, partner_countries=("JP", "IT"), confidentiality="restricted")
    assert of(account("viewer")) == {"JP": 1}
    assert of(account("manager")) == {"JP": 2, "IT": 1}


@pytest.mark.parametrize("address", ["/", "/countries/"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_map_is_on_the_page_with_a_table_behind(
    register: Register, as_role: Callable[[str], Client], address: str, language: str
) -> None:
    register.engagement(date=timezone.localdate(), partner_countries=("JP",))
    client = as_role("viewer")
    client.cookies["django_language"] = language
    page = client.get(f"{address}?period=year").content.decode()
    name = {"ar": "اليابان", "en": "Japan"}[language]
    assert f'<a href="{reverse("country", args=["JP"])}"><title>{name}: 1</title>' in page
    behind = page[page.index('id="world-table"') :]
    assert f"{name}</a>" in behind
    svg = page[page.index('<svg class="world__map"') :]
    assert len(svg[: svg.index("</svg>")].encode()) < BYTES
    assert 'href="?period=5y#world"' in page
    assert re.search(r'href="\?period=year#world" aria-current="true"', page)


@pytest.mark.parametrize("address", ["/", "/countries/"])
def test_an_unclear_period_is_told_and_no_map_shown(
    register: Register, as_role: Callable[[str], Client], address: str
) -> None:
    page = as_role("viewer").get(f"{address}?period=century").content.decode()
    assert 'role="alert"' in page
    assert "world__map" not in page


def test_the_period_is_kept_beside_other_questions(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    register.engagement(partner_countries=("JP",))
    page = as_role("viewer").get("/countries/?sort=name&period=all").content.decode()
    assert 'href="?sort=name&amp;period=5y#world"' in page


def test_two_queries_however_many_countries(register: Register, account: Callable[..., User]) -> None:
    viewer = account("viewer")
    numbers = []
    for some in (CODES[:3], CODES[3:60]):
        for n, code in enumerate(some):
            register.engagement(date=TODAY - timedelta(days=n), partner_countries=(code,))
        with CaptureQueriesContext(connection) as captured:
            assert of(viewer)
        numbers.append(len(captured))
    assert numbers == [2, 2]
