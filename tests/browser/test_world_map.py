"""The map by keyboard: one stop of the Tab key, arrows from country to country, a link past it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from engagements.models import Country, Engagement, User
from engagements.permissions import Role
from tests.browser.test_pages import COLOURS, violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def engagements(site: str) -> None:
    """Three with Japan, two with Malta, one with Italy."""
    now, editor = timezone.now(), User.objects.get(username="editor")
    for code in ("JP", "JP", "JP", "MT", "MT", "IT"):
        one = Engagement.objects.create(
            kind="meeting",
            title="لقاء",
            date=timezone.localdate(now),
            approved_by=editor,
            approved_at=now,
        )
        one.partner_countries.set([Country.objects.get(pk=code)])


def focused(page: Page) -> str:
    address: str = page.evaluate("document.activeElement.getAttribute('href')")
    return address


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_map_by_keyboard(engagements: None, signed_in: Callable[..., Page], language: str) -> None:
    page = signed_in(Role.VIEWER, language)
    page.goto("/countries/")
    page.locator("svg[data-world] a[tabindex='0']").wait_for()
    page.get_by_role("navigation").filter(has=page.locator("a[href*='period=all']")).locator("a").last.focus()
    page.keyboard.press("Tab")
    assert focused(page) == "#world-table"
    page.keyboard.press("Tab")
    assert focused(page) == "/countries/JP/"
    onward, back = ("ArrowLeft", "ArrowRight") if language == "ar" else ("ArrowRight", "ArrowLeft")
    page.keyboard.press(onward)
    assert focused(page) == "/countries/IT/"
    page.keyboard.press(back)
    page.keyboard.press(back)
    assert focused(page) == "/countries/JP/"
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator("#world-table")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "/countries/IT/", "the stop is where it was left"
    page.keyboard.press("Enter")
    page.wait_for_url("**/countries/IT/")


def test_small_states_can_be_hit(engagements: None, signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.VIEWER, "en")
    page.goto("/")
    page.locator("svg[data-world] a[href='/countries/MT/'] circle").click()
    page.wait_for_url("**/countries/MT/")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_axe_finds_nothing_at_the_map(
    engagements: None, signed_in: Callable[..., Page], language: str, width: int
) -> None:
    page = signed_in(Role.VIEWER, language, width=width)
    page.goto("/countries/")
    page.locator("#world-table").click()
    expect(page.locator(".world__behind table")).to_be_visible()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, options=COLOURS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_arabic_page_does_not_turn_the_map_round(
    engagements: None, signed_in: Callable[..., Page]
) -> None:
    page = signed_in(Role.VIEWER, "ar")
    page.goto("/")
    at = {
        code: page.locator(f"svg[data-world] a[href='/countries/{code}/']").bounding_box()
        for code in ("BR", "JP")
    }
    assert at["BR"] is not None
    assert at["JP"] is not None
    assert at["BR"]["x"] < at["JP"]["x"]
