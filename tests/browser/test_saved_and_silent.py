"""Topics, saved filters, silence and the account: nothing for axe to find, nothing cut off, the save from the list."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from engagements.models import Country, Engagement, SavedFilter, Topic, User
from engagements.permissions import Role
from engagements.services.saved_filters import save_filter
from tests.browser.test_pages import COLOURS, violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ["/topics/", "/topics/mining/", "/saved/", "/silence/", "/account/letters/"]


@pytest.fixture
def engagements(site: str) -> None:
    """One with Japan long ago about mining, recorded just now; the viewer saved Japan's list a month ago."""
    now, editor = timezone.now(), User.objects.get(username="editor")
    one = Engagement.objects.create(
        kind="meeting",
        title="لقاء",
        date=timezone.localdate(now) - timedelta(days=200),
        approved_by=editor,
        approved_at=now,
    )
    one.partner_countries.set([Country.objects.get(pk="JP")])
    one.topics.set([Topic.objects.get(pk="mining")])
    viewer = User.objects.get(username="viewer")
    month_ago = now - timedelta(days=30)
    save_filter(by=viewer, name="طوكيو", path="/countries/JP/", query="", now=month_ago)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_for_axe_to_find(
    engagements: None, signed_in: Callable[..., Page], language: str, width: int
) -> None:
    page = signed_in(Role.VIEWER, language, width=width)
    found: dict[str, object] = {}
    for address in PAGES:
        page.emulate_media(color_scheme="light")
        page.goto(address)
        if wrong := violations(page):
            found[address] = wrong
        page.emulate_media(color_scheme="dark")
        if wrong := violations(page, options=COLOURS):
            found[f"{address} dark"] = wrong
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[f"{address} {width}"] = "scrolls sideways"
    assert found == {}


def test_a_list_is_saved_and_opened(engagements: None, signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.VIEWER, "en")
    page.goto("/countries/JP/?kind=meeting")
    page.locator(".saved > summary").click()
    page.locator("#id_saved_name").fill("Tokyo, meetings")
    page.locator(".saved form button").click()
    expect(page.locator(".saved > summary bdi")).to_have_text("Tokyo, meetings")
    assert SavedFilter.objects.get(name="Tokyo, meetings").query == "kind=meeting"
    page.goto("/")
    page.locator("section[aria-labelledby=h-saved] a", has_text="طوكيو").click()
    page.wait_for_url("**/countries/JP/")
    expect(page.locator(".entry .status", has_text="New")).to_have_count(1)
    page.locator(".saved > summary").click()
    expect(page.locator(".saved .drop__panel")).to_be_visible()
    assert violations(page) == []
