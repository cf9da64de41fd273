"""The box in the head of every page: what it suggests, by keyboard alone, in both directions, and without scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from engagements.permissions import Role
from tests.browser.test_pages import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = {"ar": ("اليابان", "دولة"), "en": ("Japan", "Country")}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_is_chosen_by_keyboard_is_opened(
    site: str, signed_in: Callable[..., Page], language: str
) -> None:
    page = signed_in(Role.VIEWER, language)
    page.goto("/follow-ups/")
    name, kind = NAMES[language]
    box = page.get_by_role("combobox").first
    box.press_sequentially("يابان")
    first = page.get_by_role("option").first
    expect(first).to_contain_text(name)
    expect(first).to_contain_text(kind)
    expect(page.locator("p.sr[role=status]")).to_contain_text(re.compile(r": [1-8]$"))
    box.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    assert not violations(page)
    within = page.evaluate(
        """() => { const box = document.querySelector(".masthead .combo__list").getBoundingClientRect();
        return box.left >= 0 && box.right <= document.documentElement.clientWidth; }"""
    )
    assert within, "the list stands beyond the edge of the window"
    box.press("Enter")
    page.wait_for_url("**/countries/JP/")


def test_enter_searches_for_what_is_typed_and_escape_closes_the_list(
    site: str, signed_in: Callable[..., Page]
) -> None:
    page = signed_in(Role.VIEWER)
    page.goto("/follow-ups/")
    box = page.get_by_role("combobox").first
    box.press_sequentially("اليابان")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(box).to_have_value("اليابان")
    box.press("Enter")
    page.wait_for_url("**/search/?q=*")


def test_without_scripts_it_is_a_plain_search(site: str, signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.VIEWER, scripts=False)
    page.goto("/follow-ups/")
    box = page.locator("#find-q")
    expect(page.get_by_role("combobox")).to_have_count(0)
    box.fill("اليابان")
    box.press("Enter")
    page.wait_for_url("**/search/?q=*")
