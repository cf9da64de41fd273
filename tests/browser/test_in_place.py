"""A list is filtered and turned over in place: the address follows, the number is told, the focus stays."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from engagements.permissions import Role
from engagements.seeding.loading import seed
from tests.browser.test_pages import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TUNISIA = "/countries/TN/"
STAYED = "window.stayed === true"
"""No other page was loaded since `stay`."""


@pytest.fixture
def register(site: str) -> None:
    """Three hundred engagements, a third of them with Tunisia."""
    seed(engagements=300, number=1, today=date(2026, 11, 22), told=lambda number: None)


def stay(page: Page) -> None:
    page.evaluate("window.stayed = true")


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(("language", "lowest"), [("ar", 600), ("en", 650)])
def test_the_timeline_begins_on_the_first_screen(
    signed_in: Callable[..., Page], language: str, lowest: int
) -> None:
    page = signed_in(Role.VIEWER, language)
    page.set_viewport_size({"width": 1440, "height": 900})
    for address in (TUNISIA, "/topics/industry/"):
        page.goto(address)
        box = page.locator(".entry").first.bounding_box()
        assert box
        assert box["y"] < lowest, address


@pytest.mark.usefixtures("register")
def test_filters_apply_in_place(signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.VIEWER, "en")
    page.goto(TUNISIA)
    stay(page)
    told = page.locator("#told")
    visits = page.locator(".choices a", has_text="Visit")
    number = visits.locator(".count").inner_text()
    visits.focus()
    page.keyboard.press("Enter")
    expect(told).to_have_text(f"{number} engagements, the latest first")
    expect(page).to_have_url(f"{page.url.partition('?')[0]}?kind=visit")
    expect(visits).to_be_focused()
    expect(visits).to_have_attribute("aria-current", "true")

    topics = page.locator("details.drop", has=page.locator("input[name=topic]"))
    topics.locator("summary").click()
    first = topics.get_by_role("checkbox").first
    chosen = first.get_attribute("value")
    first.check()
    topics.get_by_role("button", name="Apply").click()
    expect(page.locator(".token")).to_have_count(2)
    expect(topics.locator("summary")).to_be_focused()
    assert f"topic={chosen}" in page.url
    assert "kind=visit" in page.url
    assert not violations(page)
    assert page.evaluate(STAYED)

    filtered = page.url
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert page.url == filtered
    expect(page.locator(".token")).to_have_count(2)


@pytest.mark.usefixtures("register")
def test_pages_and_months_are_turned_in_place_and_back_leads_back(signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.VIEWER, "en")
    page.goto(TUNISIA)
    stay(page)
    begins = page.locator(".entry__title").first.inner_text()
    page.locator(".pager [rel=next]").click()
    expect(page.locator(".pager [rel=prev]")).to_be_visible()
    expect(page.locator("#list")).to_be_focused()
    older = page.url
    page.locator(".jump > summary").click()
    page.locator(".jump__years a").last.click()
    expect(page.locator(".jump__years a[aria-current]")).to_have_text(
        page.locator(".jump__years a").last.inner_text()
    )
    expect(page.locator(".jump")).not_to_have_attribute("open", "")
    assert page.evaluate(STAYED)
    page.go_back()
    expect(page).to_have_url(older)
    expect(page.locator(".pager [rel=prev]")).to_be_visible()
    page.go_back()
    expect(page.locator(".entry__title").first).to_have_text(begins)


@pytest.mark.usefixtures("register")
def test_who_was_signed_out_meanwhile_is_asked_to_sign_in(signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.VIEWER, "en")
    page.goto(TUNISIA)
    page.context.clear_cookies()
    page.locator(".choices a").nth(1).click()
    page.wait_for_url("**/accounts/login/**")
    expect(page.locator("[name=password]")).to_be_visible()


@pytest.mark.usefixtures("register")
def test_without_scripts_the_same_links_are_pages(signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.VIEWER, "en", scripts=False)
    page.goto(TUNISIA)
    page.locator(".choices a", has_text="Visit").click()
    expect(page.locator(".choices a[aria-current]")).to_contain_text("Visit")
    page.locator(".jump > summary").click()
    page.locator(".jump__years a").nth(1).click()
    page.wait_for_url("**after=*")
    assert "kind=visit" in page.url
    expect(page.locator(".entry").first).to_be_visible()
