"""The people of the run, each a thread: viewers, editors, managers, and one who brings releases."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from benchmarks.loading.browsing import UNCLEAR, Answer, Browser, form_as_shown
from benchmarks.matches.synthetic import release

if TYPE_CHECKING:
    from collections.abc import Callable

LOOKING = 7.0
"""The mean of the seconds that a viewer looks at a page; distributed as TPC-W's think times, at most ten times the
mean.
"""
DECIDING, EXPORTING = (4.0, 10.0), (10.0, 20.0)
"""The seconds that an editor looks at a draft, and a manager at a file: uniform between the two numbers."""
DRAFT = re.compile(rb'href="(/drafts/\d+/)[?"]')
EXPORTS = ("/follow-ups/export.csv?status=open", "/follow-ups/export.xlsx?status=open&country={country}")


@dataclass(slots=True)
class Crowd:
    """All people and the answers they got. `approved` and `brought` are what succeeded according to the answers."""

    port: int
    cookie: str
    pages: dict[str, str]
    until: float
    answers: list[Answer] = field(default_factory=list)
    approved: list[str] = field(default_factory=list)
    brought: int = 0
    threads: list[threading.Thread] = field(default_factory=list)

    def join_in(self, what: Callable[[Crowd, Browser, Random], None], session: str, seed: int) -> None:
        browser = Browser(self.port, {self.cookie: session}, self.answers)
        random = Random(seed)  # noqa: S311 - a crowd that does the same each time
        thread = threading.Thread(target=what, args=(self, browser, random), daemon=True)
        self.threads.append(thread)
        thread.start()

    def rest(self, seconds: float) -> bool:
        """Sleeps. Returns whether the run goes on."""
        time.sleep(max(0.0, min(seconds, self.until - time.monotonic())))
        return time.monotonic() < self.until


def view(crowd: Crowd, browser: Browser, random: Random) -> None:
    names = sorted(crowd.pages)
    while crowd.rest(min(random.expovariate(1 / LOOKING), 10 * LOOKING)):
        name = random.choice(names)
        browser.get(name, crowd.pages[name])


def edit(crowd: Crowd, browser: Browser, random: Random) -> None:
    """Opens one of the first drafts of the queue and approves it unchanged; rejects it if that is refused."""
    while crowd.rest(random.uniform(*DECIDING)):
        drafts = sorted(set(DRAFT.findall(browser.get("queue", "/drafts/"))))
        if not drafts:
            continue
        address = random.choice(drafts).decode()
        fields = form_as_shown(browser.get("draft", address) or b"<p>", "review")
        if not fields or not crowd.rest(random.uniform(*DECIDING)):
            continue
        status, _page = browser.post("approve", f"{address}approve/", [*fields, ("all_the_same", "1")])
        if status == 302:
            crowd.approved.append(address)
        elif status == UNCLEAR:
            seen = [pair for pair in fields if pair[0] == "seen"]
            reason = [("reason", "not_an_engagement"), ("note", "")]
            browser.post("reject", f"{address}reject/", [*seen, *reason])


def export(crowd: Crowd, browser: Browser, random: Random) -> None:
    country = crowd.pages["country, first page"].strip("/").rpartition("/")[2]
    while crowd.rest(random.uniform(*EXPORTING)):
        path = random.choice(EXPORTS).format(country=country)
        browser.get(f"export {path.partition('?')[0].rpartition('.')[2]}", path)


def bringing(number: int, seconds: float, after: float) -> Callable[[Crowd, Browser, Random], None]:
    """Pastes `number` releases evenly over `seconds`, beginning after `after` seconds; delays are caught up."""

    def bring(crowd: Crowd, browser: Browser, random: Random) -> None:
        began = time.monotonic() + after
        browser.get("upload", "/releases/upload/")
        for place in range(number):
            if not crowd.rest(began + place * seconds / number - time.monotonic()):
                return
            told = release(random, date(2026, 1, 1) + timedelta(days=place % 300))
            # So that no two runs bring the same bytes.
            text = f"{told.text}\nرقم القيد {time.time_ns()}"
            data = [("text", text), ("outlet", told.outlet), ("published_on", told.published.isoformat())]
            crowd.brought += browser.post("submit", "/releases/upload/one/", data)[0] == 201

    return bring
