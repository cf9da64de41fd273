"""Two editors decide the same fifty drafts by keyboard, as fast as they can: fifty decisions, and nothing lost."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from config.launch.browser import find_browser
from engagements.models import AuditEntry, Engagement, User
from engagements.permissions import Role
from ingest.models import Draft, DraftWork, ReviewEvent
from tests.browser.conftest import PASSWORD
from tests.conftest import BROWSER_ARGUMENTS
from tests.ingest.conftest import hand_made_draft, submit

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response
    from pytest_django.fixtures import Settings

pytestmark = [pytest.mark.browser, pytest.mark.timing, pytest.mark.django_db(transaction=True)]

SECONDS = 240
"""When they give up: a machine with other work takes long, and nothing here measures how long."""


@dataclass
class Player:
    """One editor at a keyboard. `decided`, `late` and `gone` are numbers of drafts; `answers` are all pages that came.

    `late`: the other decided it while this one typed. `gone`: the other had decided it before the page came.
    """

    name: str
    site: str
    decided: list[int] = field(default_factory=list)
    late: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0
    fault: BaseException | None = None

    def play(self, start: threading.Barrier) -> None:
        try:
            with sync_playwright() as playwright:
                options: dict[str, Any] = {"executable_path": find_browser(), "args": BROWSER_ARGUMENTS}
                page = playwright.chromium.launch(**options).new_page(base_url=self.site)
                page.set_default_timeout(1000 * SECONDS)
                self._sign_in(page)
                # It plays blind: what a page looks like would cost most of the time, and is tested elsewhere.
                browser = page.context.new_cdp_session(page)
                browser.send("Network.enable")
                browser.send("Network.setBlockedURLs", {"urls": ["*.css", "*.woff2", "*.svg"]})
                page.goto("/drafts/")
                start.wait()
                began = time.monotonic()
                with page.expect_navigation():
                    page.click("main .head a.btn--main")
                page.on("response", self._answered)
                # Both have a draft before them when the first is decided, whoever is the faster.
                start.wait()
                while time.monotonic() - began < SECONDS and self._decide(page):
                    pass
                self.seconds = time.monotonic() - began
        except BaseException as fault:
            self.fault = fault
            start.abort()

    def typed(self, number: int) -> str:
        return f"{self.name} {number}"

    def _sign_in(self, page: Page) -> None:
        page.goto("/accounts/login/")
        page.fill("[name=username]", self.name)
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_url(f"{self.site}/")

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.answers[response.status] += 1

    def _decide(self, page: Page) -> bool:
        """Types a summary, approves, and is on the next draft. False if none is left."""
        number = int(page.url.rstrip("/").rsplit("/", 1)[-1])
        page.wait_for_selector("[data-keys]:not([hidden])", state="attached")
        if not page.locator(".decide").count():
            self.gone.append(number)
            with page.expect_navigation(wait_until="domcontentloaded"):
                page.keyboard.press("Control+Enter")
            return _on_a_draft(page)
        page.keyboard.press("Alt+ArrowDown")
        page.keyboard.press("Alt+ArrowDown")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(self.typed(number))
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.keyboard.press("Control+Enter")
        if page.locator("#typed").count():
            self.late.append(number)
            assert self.typed(number) in page.input_value("#typed")
            page.wait_for_selector("a[autofocus]:focus", state="attached")
            with page.expect_navigation(wait_until="domcontentloaded"):
                page.keyboard.press("Enter")
        else:
            self.decided.append(number)
        return _on_a_draft(page)


def _on_a_draft(page: Page) -> bool:
    return page.url.rstrip("/").rsplit("/", 1)[-1].isdecimal()


@pytest.mark.parametrize(("minutes", "count"), [(5, 50), (0, 10)], ids=["claims", "no claims"])
def test_two_race_for_the_same_drafts(site: str, settings: Settings, minutes: int, count: int) -> None:
    settings.CLAIM_MINUTES = minutes
    release = submit(User.objects.get(username=Role.EDITOR.value))
    # Nothing in them is a guess, so that one press approves.
    drafts = [hand_made_draft(release, index, participants=[]) for index in range(count)]
    start = threading.Barrier(2)
    players = [Player(role.value, site) for role in (Role.EDITOR, Role.ADMIN)]
    threads = [threading.Thread(target=player.play, args=(start,)) for player in players]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS + 30)
    assert [player.fault for player in players] == [None, None]
    for player in players:
        print(player.name, len(player.decided), len(player.late), len(player.gone), round(player.seconds, 1))

    decided = [number for player in players for number in player.decided]
    assert not Draft.objects.pending().exists(), f"not all were decided within {SECONDS} s"
    assert sorted(decided) == [draft.pk for draft in drafts]
    assert Draft.objects.filter(status="approved").count() == count
    assert Engagement.objects.count() == count
    trail = AuditEntry.objects.filter(subject_type="draft")
    assert Counter(trail.values_list("subject_id", flat=True)) == Counter(decided)
    assert ReviewEvent.objects.filter(field="summary").count() == count
    kept = {
        (work.by.username, work.draft_id): work.fields["summary"]
        for work in DraftWork.objects.select_related("by")
    }
    for player in players:
        assert set(player.answers) <= {200, 302, 409}
        assert player.answers[409] == len(player.late)
        for number in player.decided:
            draft = Draft.objects.select_related("decided_by", "engagement").get(pk=number)
            assert draft.decided_by
            assert draft.engagement
            assert (draft.decided_by.username, draft.engagement.summary) == (
                player.name,
                player.typed(number),
            )
        assert not set(player.gone) & set(player.decided)
        for number in player.late:
            assert kept.pop((player.name, number)) == [player.typed(number)]
    assert kept == {}
    if minutes:
        assert all(player.decided for player in players), "claims lead each to drafts of their own"
    else:
        assert any(player.late for player in players), "without claims they meet on the same drafts"
