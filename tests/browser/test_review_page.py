"""The review page as a whole: days in both calendars, the help with keys, a telephone, its weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from config.storage import slim_css, slim_js
from engagements.permissions import Role
from ingest.models import Draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Response

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])


@LANGUAGES
def test_days_are_shown_in_both_calendars_as_one_types(opened: Callable[..., Page], language: str) -> None:
    page = opened(language)
    shown = page.locator("[data-field=date] [data-day]")
    assert page.get_attribute("[name=date_hijri]", "placeholder") == "1448-06-08"
    page.fill("[name=date_hijri]", "9/6/1448")
    expect(page.locator("[name=date]")).to_have_value("2026-11-19")
    expect(shown).to_contain_text("1448")
    expect(shown).to_contain_text("19")
    page.fill("[name=date]", "2026-12-10")
    expect(page.locator("[name=date_hijri]")).to_have_value("")
    expect(shown).to_contain_text("رجب" if language == "ar" else "Rajab")
    page.fill("[name='commitments-0-due_on_hijri']", "1448-07-01")
    expect(page.locator("[name='commitments-0-due_on']")).to_have_value("2026-12-10")


@LANGUAGES
def test_the_keys_are_shown_but_not_while_one_writes(opened: Callable[..., Page], language: str) -> None:
    page = opened(language)
    help_ = page.locator("#keys-help")
    page.focus("[name=city]")
    page.keyboard.press("Shift+Slash")
    expect(help_).to_be_hidden()
    page.focus("[data-source]")
    page.keyboard.press("Shift+Slash")
    expect(help_).to_be_visible()
    page.keyboard.press("Control+Enter")
    assert Draft.objects.get().status == "pending"
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    page.click("button[data-key=help]")
    expect(help_).to_be_visible()


@LANGUAGES
def test_on_a_phone_the_bar_is_one_row_and_the_text_is_on_the_first_screen(
    opened: Callable[..., Page], language: str
) -> None:
    page = opened(language, width=390)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator(".decide").bounding_box()["height"] <= 72  # type: ignore[index]
    assert page.locator(".panes").bounding_box()["y"] < 500  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_page_weighs_less_than_150_kilobytes_without_its_font(
    draft: Draft, signed_in: Callable[..., Page]
) -> None:
    page = signed_in(Role.EDITOR)
    weights: dict[str, int] = {}

    def weigh(response: Response) -> None:
        path = response.url.partition("?")[0]
        if path.endswith(".css"):
            weights[path] = len(slim_css(response.text()).encode())
        elif path.endswith(".js"):
            weights[path] = len(slim_js(response.text()).encode())
        elif path.endswith(draft.get_absolute_url()):
            weights[path] = len(response.body())

    page.context.clear_cookies(name="none")
    page.on("response", weigh)
    page.goto(draft.get_absolute_url(), wait_until="networkidle")
    assert len(weights) > 20
    assert sum(weights.values()) < 150_000, weights
