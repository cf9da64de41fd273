"""What the browser tests of the review page do with it. The draft is the one that the tests of the intake share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from engagements.models import Engagement
from ingest.models import Draft
from tests.ingest.conftest import span

if TYPE_CHECKING:
    from playwright.sync_api import Page

GUESS = "[name='participants-1-name']"
"""The field that holds a guess."""
_SELECT = """([from, to]) => {
  const walker = document.createTreeWalker(document.querySelector("[data-source]"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let at = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const paragraph = node.parentElement.closest("[data-at]");
    if (!paragraph) continue;
    if (paragraph !== at?.paragraph) at = { paragraph, offset: Number(paragraph.dataset.at) };
    const end = at.offset + node.data.length;
    if (at.offset <= from && from < end) range.setStart(node, from - at.offset);
    if (at.offset < to && to <= end) range.setEnd(node, to - at.offset);
    at.offset = end;
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def select(page: Page, words: str) -> list[int]:
    """Selects the words in the source; their offsets."""
    place = [span(words).start, span(words).end]
    page.evaluate(_SELECT, place)
    return place


def look(page: Page) -> None:
    """Into the field of the guess, for as long as it takes to read it."""
    page.focus(GUESS)
    expect(page.locator(".is-looked", has=page.locator(GUESS))).to_be_visible()


def approve(page: Page) -> Engagement:
    look(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/drafts/")
    return Engagement.objects.get()


def statuses() -> list[str]:
    return list(Draft.objects.order_by("pk").values_list("status", flat=True))
