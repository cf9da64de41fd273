"""Pages that follow along: only while something is under way, only in sight, and without taking anybody's place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from engagements.models import User
from engagements.permissions import Role
from ingest.models import Release
from ingest.services import parsing
from tests.ingest.conftest import RELEASE, submit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HIDE = """hidden => {
    Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
    document.dispatchEvent(new Event("visibilitychange"));
}"""
ROUND = 2_000
"""Milliseconds between two questions."""
BEGAN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
"""What the page's clock shows when it opens. Then it stands, and goes on only by `rounds`."""


@pytest.fixture
def release(site: str) -> Release:
    return submit(User.objects.get(username=Role.EDITOR.value), RELEASE)


def questions(page: Page, part: str) -> list[str]:
    """What the page asks for by itself from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if part in request.url else None)
    return asked


def open_with_a_standing_clock(page: Page, address: str) -> None:
    page.clock.install(time=BEGAN)
    page.goto(address)
    page.clock.pause_at(BEGAN + timedelta(hours=1))
    page.wait_for_load_state("networkidle")


def rounds(page: Page, number: int) -> None:
    """So many rounds go by for the page; what it asks for in them is noted when this returns."""
    page.clock.run_for(ROUND * number)
    with page.expect_request("**/healthz"):
        page.evaluate("fetch('/healthz')")
    page.wait_for_load_state("networkidle")


def read(release: Release) -> None:
    parsing.parse(release.pk, clock=timezone.now)


def test_a_list_asks_until_all_is_read_and_only_in_sight(
    release: Release, signed_in: Callable[..., Page]
) -> None:
    page = signed_in(Role.EDITOR)
    open_with_a_standing_clock(page, "/releases/")
    asked = questions(page, "/releases/lines/")
    with page.expect_response("**/releases/lines/*"):
        rounds(page, 1)
    assert len(asked) == 1
    assert "csrf" not in asked[0]
    page.evaluate(HIDE, True)
    rounds(page, 3)
    assert len(asked) == 1, "nobody sees it"
    read(release)
    page.evaluate(HIDE, False)
    # At once: the clock stands.
    expect(page.locator(f"#release-{release.pk}[data-group=done]")).to_be_visible()
    assert len(asked) == 2
    rounds(page, 3)
    assert len(asked) == 2, "all is read"


def test_a_list_leaves_focus_and_place_where_they_are(
    release: Release, signed_in: Callable[..., Page]
) -> None:
    editor = User.objects.get(username=Role.EDITOR.value)
    for number in range(30):
        submit(editor, str(number), f"{number}.txt")
    page = signed_in(Role.EDITOR)
    page.goto("/releases/")
    page.focus(f"#name-{release.pk}")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight / 2)")
    place = page.evaluate("window.scrollY")
    read(release)
    expect(page.locator(f"#release-{release.pk}[data-group=done]")).to_have_count(1)
    expect(page.locator(f"#name-{release.pk}")).to_be_focused()
    assert page.evaluate("window.scrollY") == place


def test_a_release_s_page_changes_only_when_its_state_does(
    release: Release, signed_in: Callable[..., Page]
) -> None:
    page = signed_in(Role.EDITOR)
    open_with_a_standing_clock(page, release.get_absolute_url())
    page.evaluate("document.querySelector('#page').dataset.mine = 'untouched'")
    asked = questions(page, "seen=")
    with page.expect_response("**seen=**"):
        rounds(page, 1)
    assert len(asked) == 1
    assert page.get_attribute("#page", "data-mine") == "untouched"
    read(release)
    rounds(page, 1)
    expect(page.locator(".source mark").first).to_be_visible()
    assert len(asked) == 2
    rounds(page, 3)
    assert len(asked) == 2


def test_failures_are_picked_and_read_again_without_scripts(
    site: str, signed_in: Callable[..., Page]
) -> None:
    editor = User.objects.get(username=Role.EDITOR.value)
    for number in range(3):
        read(submit(editor, f"%PDF-1.7 broken off {number}", f"{number}.pdf"))
    page = signed_in(Role.EDITOR, scripts=False)
    page.goto("/releases/failed/")
    expect(page.locator(".bulk")).to_be_hidden()
    page.locator(".pick").first.check()
    expect(page.locator(".bulk")).to_be_visible()
    page.locator(".bulk button").click()
    expect(page.locator(".notice--ok")).to_be_visible()
    assert Release.objects.failed().count() == 2
    with page.expect_navigation():
        page.locator("button[name=all]").click()
    assert Release.objects.failed().count() == 0
