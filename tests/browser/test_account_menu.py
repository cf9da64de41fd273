"""The head of every page: the menu of the account on a small screen, and the other language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from engagements.permissions import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Dialog, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_menu_opens_below_the_header_and_within_the_screen(
    signed_in: Callable[..., Page], language: str
) -> None:
    page = signed_in(Role.ADMIN, language, width=390)
    page.goto("/account/")
    header, menu = page.locator(".masthead"), page.locator(".masthead .drop__panel")
    closed = header.bounding_box()
    page.locator(".masthead .drop > summary").click()
    box = menu.bounding_box()
    assert closed
    assert box
    assert header.bounding_box() == closed
    assert box["y"] >= closed["y"] + closed["height"]
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # At the end of the line, below the sign of the account: on the left of an Arabic page.
    assert (box["x"] + box["width"] / 2 > 195) == (language == "en")
    assert menu.locator("a[href='/status/']").count() == menu.locator("a[href='/permissions/']").count() == 1


def test_the_other_language_asks_before_what_was_typed_is_lost(signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.ADMIN, "en")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", stay)
    for path in ("/account/letters/", "/members/invitations/", "/releases/upload/"):
        page.goto(path)
        page.locator(".language button").click()
        expect(page.locator("html")).to_have_attribute("lang", "ar")
        page.locator(".language button").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
    assert asked == [], "nothing was typed"
    page.fill("[name=text]", "a release")
    page.locator(".language button").click()
    assert len(asked) == 1
    assert page.input_value("[name=text]") == "a release"
