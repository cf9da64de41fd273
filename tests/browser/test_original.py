"""The original beside its text, and the sources of an engagement in tabs: by key, by mouse and without scripts."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from engagements.models import Source, User
from engagements.permissions import Role
from ingest.models import Draft, Release
from ingest.services import review
from ingest.services.submission import submit as submit_file
from tests.ingest.conftest import NOW, RELEASE, decision, hand_made_draft, submit
from tests.ingest.joining import join

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ON = "[data-facing] [data-show][aria-current]"


def scanned(editor: User, pages: int = 3) -> Draft:
    """A draft of a PDF whose pages are pictures, and whose text is the release that the tests share."""
    made = io.BytesIO()
    drawn = [Image.new("RGB", (595, 842), (255, 255 - 20 * n, 255)) for n in range(pages)]
    drawn[0].save(made, "PDF", save_all=True, append_images=drawn[1:], resolution=72)
    release = submit_file(content=made.getvalue(), filename="بيان.pdf", by=editor, now=NOW).release
    Source.objects.filter(pk=release.pk).update(text=RELEASE)
    return hand_made_draft(Release.objects.get(pk=release.pk))


def editor() -> User:
    return User.objects.get(username=Role.EDITOR.value)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_key_brings_the_original_and_the_text_back(
    site: str, signed_in: Callable[..., Page], language: str
) -> None:
    draft = scanned(editor(), 9)
    page = signed_in(Role.EDITOR, language)
    page.goto(draft.get_absolute_url())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    expect(page.locator("[data-original]")).to_be_hidden()
    page.keyboard.press("Alt+b")
    first = page.locator(".facsimile__page img").first
    expect(first).to_be_visible()
    page.wait_for_function("() => document.querySelector('.facsimile__page img').naturalWidth > 0")
    assert first.evaluate("image => image.naturalWidth") == 1240
    expect(page.locator("[data-source]")).to_be_hidden()
    assert not any(url.endswith("/pages/9/") for url in asked), "a page out of sight is not asked for"
    page.keyboard.press("Alt+b")
    expect(page.locator("[data-source]")).to_be_visible()
    expect(page.locator("[data-original]")).to_be_hidden()


def test_both_stand_together_and_the_next_page_remembers_it(
    site: str, signed_in: Callable[..., Page]
) -> None:
    draft = scanned(editor())
    page = signed_in(Role.EDITOR)
    page.goto(draft.get_absolute_url())
    page.click("[data-show=both]")
    expect(page.locator("[data-source]")).to_be_visible()
    expect(page.locator(".facsimile__page img").first).to_be_visible()
    page.goto(draft.release.get_absolute_url())
    expect(page.locator(ON)).to_have_attribute("data-show", "both")
    expect(page.locator(".facsimile__page img").first).to_be_visible()


def test_without_scripts_the_original_is_a_page_of_its_own(site: str, signed_in: Callable[..., Page]) -> None:
    draft = scanned(editor(), 1)
    page = signed_in(Role.EDITOR, scripts=False)
    page.goto(draft.get_absolute_url())
    page.click("[data-show=original]")
    page.wait_for_url(f"**/releases/{draft.release_id}/pages/")
    expect(page.locator(".facsimile__page img")).to_have_count(1)


def test_a_page_that_cannot_be_drawn_says_so(site: str, signed_in: Callable[..., Page]) -> None:
    draft = scanned(editor(), 1)
    page = signed_in(Role.EDITOR)
    page.route("**/pages/1/", lambda route: route.fulfill(status=422, body="x"))
    page.goto(draft.get_absolute_url())
    page.keyboard.press("Alt+b")
    expect(page.locator(".facsimile__page [data-failed]")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_words_and_values_of_an_engagement_lead_to_each_other(
    site: str, signed_in: Callable[..., Page], scripts: bool
) -> None:
    by = editor()
    first = hand_made_draft(submit(by, outlet="المكتب الإعلامي"))
    told = review.approve(draft=first, decision=decision(first), by=by, now=NOW)
    second = hand_made_draft(submit(by, RELEASE + "\n", "other.txt", outlet="وكالة الساحل"))
    join(second, told, by)
    page = signed_in(Role.EDITOR, scripts=scripts)
    page.goto(told.get_absolute_url())
    expect(page.locator("#sources .tabs a")).to_have_count(2)
    page.click("#v-place .quotes a >> nth=1")
    expect(page).to_have_url(re.compile(rf"source={second.release_id}\b"))
    expect(page.locator("mark:target")).to_be_visible()
    expect(page.locator("#sources .tabs a[aria-current]")).to_contain_text("وكالة الساحل")
    page.locator("mark:target a").first.click()
    expect(page.locator(".record > div:target")).to_have_attribute("id", "v-place")
