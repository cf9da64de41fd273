"""The review page: what needs eyes is counted down, and a guess that nobody looked at is asked about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from engagements.permissions import Role
from ingest.models import Draft
from tests.browser.reviewing import GUESS, look
from tests.ingest.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOK = 400
"""Milliseconds that a value is in hand before it counts as looked at (static/js/review/eyes.js)."""
LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])


@LANGUAGES
def test_what_needs_eyes_counts_down(opened: Callable[..., Page], language: str) -> None:
    page = opened(language)
    left = page.locator("[data-left] b")
    expect(left).to_have_text("4")
    by_band = page.locator("[data-doubts] b")
    expect(by_band).to_have_text(["3", "1"])
    for number, bands in ((3, ["2", "1"]), (2, ["1", "1"]), (1, ["0", "1"]), (0, ["0", "0"])):
        page.keyboard.press("Alt+u")
        expect(left).to_have_text(str(number))
        expect(by_band).to_have_text(bands)
    expect(page.locator("[data-left]")).to_have_class("btn decide__left is-done")
    page.keyboard.press("Alt+Shift+U")
    expect(page.locator("[name='participants-0-country']")).to_be_focused()
    page.uncheck("[data-field=country] [name=looked] >> nth=0")
    expect(left).to_have_text("1")


def test_to_jump_over_values_is_not_to_look_at_them(draft: Draft, signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.EDITOR)
    page.clock.install(time=NOW)
    page.goto(draft.get_absolute_url())
    # From here on time goes by only as the test lets it.
    page.clock.pause_at(NOW + timedelta(minutes=1))
    for _ in range(8):
        page.keyboard.press("Alt+u")
        page.clock.run_for(LOOK - 20)
    assert page.locator(".is-looked").count() == 0
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/approve/")
    expect(page.locator("#unseen li")).to_have_count(1)


def test_what_was_changed_was_looked_at(opened: Callable[..., Page]) -> None:
    page = opened()
    page.fill("[name=country]", "اليابان")
    assert page.is_checked("[data-field=country] [name=looked] >> nth=0")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@LANGUAGES
def test_a_guess_that_nobody_looked_at_is_asked_about_once(
    draft: Draft, opened: Callable[..., Page], language: str, scripts: bool
) -> None:
    page = opened(language, scripts=scripts)
    if scripts:
        page.keyboard.press("Control+Enter")
    else:
        page.click("button[data-key=approve]")
    page.wait_for_url("**/approve/")
    expect(page.locator("#unseen li")).to_have_count(1)
    expect(page.locator("#unseen")).to_contain_text("كينجي موراكامي")
    assert Draft.objects.get().status == "pending"
    expect(page.locator("[name=all_the_same]")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/drafts/")
    assert Draft.objects.get().status == "approved"


def test_a_link_to_the_guess_leads_into_its_field(opened: Callable[..., Page]) -> None:
    page = opened()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/approve/")
    page.click("#unseen a")
    expect(page.locator(GUESS)).to_be_focused()
    look(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/drafts/")
    assert Draft.objects.get().status == "approved"
