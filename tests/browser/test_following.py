"""Pages that follow along: only while something is under way, only in sight, and without taking anybody's place."""

from __future__ import annotations

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


@pytest.fixture
def release(site: str) -> Release:
    return submit(User.objects.get(username=Role.EDITOR.value), RELEASE)


def questions(page: Page, part: str) -> list[str]:
    """What the page asks for by itself from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if part in request.url else None)
    return asked


def read(release: Release) -> None:
    parsing.parse(release.pk, clock=timezone.now)


@pytest.mark.timing
def test_a_list_asks_until_all_is_read_and_only_in_sight(
    release: Release, signed_in: Callable[..., Page]
) -> None:
    page = signed_in(Role.EDITOR)
    page.goto("/releases/")
    asked = questions(page, "/releases/lines/")
    page.wait_for_timeout(ROUND * 1.5)
    assert asked
    assert "csrf" not in asked[0]
    page.evaluate(HIDE, True)
    in_sight = len(asked)
    page.wait_for_timeout(ROUND * 2.5)
    assert len(asked) == in_sight, "nobody sees it"
    read(release)
    page.evaluate(HIDE, False)
    expect(page.locator(f"#release-{release.pk}[data-group=done]")).to_be_visible(timeout=ROUND / 2)
    before = len(asked)
    page.wait_for_timeout(ROUND * 2.5)
    assert len(asked) == before, "all is read"


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


@pytest.mark.timing
def test_a_release_s_page_changes_only_when_its_state_does(
    release: Release, signed_in: Callable[..., Page]
) -> None:
    page = signed_in(Role.EDITOR)
    page.goto(release.get_absolute_url())
    page.evaluate("document.querySelector('#page').dataset.mine = 'untouched'")
    asked = questions(page, "seen=")
    page.wait_for_timeout(ROUND * 1.5)
    assert asked
    assert page.get_attribute("#page", "data-mine") == "untouched"
    read(release)
    expect(page.locator(".source mark").first).to_be_visible()
    before = len(asked)
    page.wait_for_timeout(ROUND * 1.5)
    assert len(asked) == before


def test_failures_are_picked_and_read_again_without_scripts(
    site: str, signed_in: Callable[..., Page]
) -> None:
    editor = User.objects.get(username=Role.EDITOR.value)
    for number in range(3):
        read(submit(editor, " " * (number + 1), f"{number}.txt"))
    page = signed_in(Role.EDITOR, scripts=False)
    page.goto("/releases/failed/")
    expect(page.locator(".bulk")).to_be_hidden()
    page.locator(".pick").first.check()
    expect(page.locator(".bulk")).to_be_visible()
    page.locator(".bulk button").click()
    expect(page.locator(".notice--ok")).to_be_visible()
    assert Release.objects.failed().count() == 2
    page.locator("button[name=all]").click()
    assert Release.objects.failed().count() == 0
