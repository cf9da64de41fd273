"""Every decision by keyboard alone, and without scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from engagements.models import Engagement, User
from engagements.permissions import Role
from ingest.models import Draft
from ingest.services import endorsing, review
from tests.browser.reviewing import look, statuses
from tests.browser.test_pages import violations
from tests.ingest.conftest import decision, hand_made_draft, submit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])


@pytest.fixture
def drafts(site: str) -> list[Draft]:
    release = submit(User.objects.get(username=Role.EDITOR.value))
    return [hand_made_draft(release, index) for index in range(3)]


@LANGUAGES
def test_rejected_by_the_letter_and_opened_again(
    drafts: list[Draft], opened: Callable[..., Page], language: str
) -> None:
    page = opened(language)
    page.keyboard.press("Alt+r")
    expect(page.locator(".decide [name=reason]")).to_be_focused()
    if language == "en":
        page.keyboard.type("Not the")  # Arabic letters reach no select in a driven browser, only text fields
    else:
        for _ in range(3):
            page.keyboard.press("ArrowDown")
    expect(page.locator(".decide [name=reason]")).to_have_value("not_ours")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{drafts[1].get_absolute_url()}")
    assert statuses() == ["rejected", "pending", "pending"]
    page.locator("a[data-undo]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/undo/")
    expect(page.locator("main form button")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{drafts[0].get_absolute_url()}")
    assert statuses() == ["pending"] * 3


@LANGUAGES
def test_put_off_by_keyboard(drafts: list[Draft], opened: Callable[..., Page], language: str) -> None:
    page = opened(language)
    began = timezone.localdate()
    page.keyboard.press("Alt+l")
    expect(page.locator("[name=later-when]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{drafts[1].get_absolute_url()}")
    drafts[0].refresh_from_db()
    # The day may change meanwhile.
    assert drafts[0].postponed_until in {day + timedelta(days=7) for day in (began, timezone.localdate())}


@LANGUAGES
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_split_with_what_was_typed(
    drafts: list[Draft], opened: Callable[..., Page], language: str, scripts: bool
) -> None:
    page = opened(language, scripts=scripts)
    page.fill("[name=city]", "بنغازي")
    if scripts:
        page.keyboard.press("Alt+k")
    else:
        page.locator("summary:has(+ .drop__panel [data-key=split])").click()
        page.click("button[data-key=split]")
    page.wait_for_url("**/split/")
    page.check("[name=cut-participants-1][value=second]")
    page.click("button[name=decide]")
    page.wait_for_url("**/drafts/*/")
    first, second = drafts[0].made_into.order_by("pk")
    assert page.url.endswith(first.get_absolute_url())
    expect(page.locator(f"main a[href^='/drafts/{drafts[0].pk}/undo/']")).to_have_count(1)
    expect(page.locator("[name=city]")).to_have_value("بنغازي")
    page.goto(second.get_absolute_url())
    expect(page.locator("[name=participants-1-name]")).to_have_value("كينجي موراكامي")


@pytest.mark.parametrize(
    ("key", "name", "first"),
    [
        ("k", "split", "[name^=cut-] >> nth=0"),
        ("m", "into", "main .find-grid input >> nth=0"),
        ("j", "join", "main form button >> nth=0"),
    ],
)
def test_beside_the_draft_one_begins_at_once_and_escape_leads_back(
    drafts: list[Draft], opened: Callable[..., Page], key: str, name: str, first: str
) -> None:
    page = opened()
    page.keyboard.press(f"Alt+{key}")
    page.wait_for_url(f"**/{name}/")
    expect(page.locator(first)).to_be_focused()
    expect(page.locator("[data-back] kbd")).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{drafts[0].get_absolute_url()}")


def test_an_approval_is_undone_and_nothing_typed_is_lost(
    drafts: list[Draft], opened: Callable[..., Page]
) -> None:
    page = opened("en")
    page.fill("[name=city]", "بنغازي")
    page.focus("[name='participants-1-name']")
    expect(page.locator(".field.is-looked [name='participants-1-name']")).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{drafts[1].get_absolute_url()}")
    assert Engagement.objects.get().city == "بنغازي"
    page.click("a[data-undo]")
    page.wait_for_url("**/undo/")
    expect(page.locator("main form button")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{drafts[0].get_absolute_url()}")
    expect(page.locator("[name=city]")).to_have_value("بنغازي")
    assert not Engagement.objects.exists()


@LANGUAGES
@pytest.mark.parametrize("left", [True, False], ids=["others wait", "none waits"])
def test_who_comes_to_a_draft_that_another_has_just_decided_goes_on_by_the_same_key(
    drafts: list[Draft], opened: Callable[..., Page], language: str, left: bool
) -> None:
    """The last of the queue, so that the next is one before it: without claims two editors meet there."""
    first, second, last = drafts
    other = User.objects.get(username=Role.ADMIN.value)

    def overtake(route: Route) -> None:
        """Between the answer that leads to the last draft and the asking for it."""
        answer = route.fetch(max_redirects=0)
        assert answer.headers["location"] == last.get_absolute_url()
        for draft in (last,) if left else (first, last):
            review.approve(draft=draft, decision=decision(draft), by=other, now=timezone.now())
        route.fulfill(response=answer)

    page = opened(language)
    page.goto(second.get_absolute_url())
    look(page)
    page.route(f"**{reverse('draft_approve', args=[second.pk])}", overtake)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{last.get_absolute_url()}")
    assert statuses() == ["pending" if left else "approved", "approved", "approved"]
    expect(page.locator(".notice", has=page.locator("[data-key=approve]"))).to_contain_text(other.first_name)
    expect(page.locator("[data-keys]:not([hidden])").first).to_be_attached()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{first.get_absolute_url() if left else reverse('drafts')}")


@LANGUAGES
def test_nothing_for_axe_on_the_pages_of_decisions(
    drafts: list[Draft], opened: Callable[..., Page], language: str
) -> None:
    editor = User.objects.get(username=Role.EDITOR.value)
    now, first = timezone.now(), drafts[0]
    endorsing.endorse(draft=drafts[1], decision=decision(drafts[1]), by=editor, now=now)
    page = opened(language)
    found = {}
    for name in ("draft_split", "draft_join", "draft_undo", "draft"):
        number = first.pk if name in ("draft_split", "draft_join") else drafts[1].pk
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": 390 if scheme == "dark" else 1440, "height": 900})
            page.goto(reverse(name, args=[number]))
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            found[name, scheme] = (violations(page), wide)
    assert found == {key: ([], 0) for key in found}
