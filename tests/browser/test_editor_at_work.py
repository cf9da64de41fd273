"""An editor at work: twenty drafts read from the samples, decided by keyboard alone; keystrokes and waiting counted.

A keystroke is a key that goes down: Ctrl and Enter are two. Waiting is the browser's own time from a decision to the
page of the next draft, loaded.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as configured
from playwright.sync_api import expect

from engagements.models import AuditEntry, Engagement, User
from engagements.permissions import Role
from ingest.models import Draft
from ingest.services import pairing
from tests.ingest.conftest import read, submit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DRAFTS = 20
SAMPLES: Path = configured.BASE_DIR / "samples"
APPROVED, CORRECTED, REJECTED = "approved as it was", "corrected", "rejected"
MOUSE = "for (const name of ['pointerdown', 'mousedown', 'touchstart']) addEventListener(name, () => sessionStorage.setItem('hand', 'off the keyboard'), true);"  # noqa: E501


@dataclass
class Hands:
    """What is pressed goes through here and is counted."""

    page: Page
    strokes: int = 0
    waits: list[float] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.strokes += key.count("+") + 1
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.strokes += len(text)
        self.page.keyboard.type(text)

    def decide(self, *keys: str) -> None:
        """The keys of a decision, and the page after it."""
        with self.page.expect_navigation(wait_until="load"):
            self.press(*keys)
        took = "performance.getEntriesByType('navigation')[0].loadEventEnd"
        self.page.wait_for_function(f"() => {took} > 0")
        self.waits.append(self.page.evaluate(took))

    @property
    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.name ?? ''"))


@pytest.fixture
def twenty(site: str) -> list[Draft]:
    """Drafts as the reader makes them of sample releases, in the order in which they came in."""
    by = User.objects.get(username=Role.EDITOR.value)
    lines = (SAMPLES / "index.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    for row in rows:
        if row["format"] != "txt" or Draft.objects.count() >= DRAFTS:
            continue
        text = (SAMPLES / f"{row['slug']}.txt").read_text(encoding="utf-8")
        on = date.fromisoformat(row["published_on"]) if row["published_on"] else None
        release = read(submit(by, text, f"{row['slug']}.txt", outlet=row["outlet"], published_on=on))
        pairing.pair_release(release.pk)
    return list(Draft.objects.order_by("created_at", "pk")[:DRAFTS])


def number(page: Page) -> int:
    return int(page.url.split("/drafts/")[1].split("/")[0])


def approve(hands: Hands) -> None:
    hands.decide("Control+Enter")
    if "/approve/" in hands.page.url:  # it asks about guesses that nobody looked at
        expect(hands.page.locator("[name=all_the_same]")).to_be_focused()
        hands.decide("Enter")


def correct(hands: Hands) -> None:
    """Goes from field to field to the city, and writes it anew."""
    for _step in range(60):
        if hands.focused == "city":
            break
        hands.press("Alt+ArrowDown")
    assert hands.focused == "city"
    hands.press("Control+a")
    hands.write("مصراتة")
    approve(hands)


def reject(hands: Hands) -> None:
    hands.press("Alt+r")
    expect(hands.page.locator("[name=reason]")).to_be_focused()
    hands.press("ArrowDown")
    hands.decide("Control+Enter")


def table(counted: Sequence[tuple[str, int, float]]) -> str:
    lines = []
    for kind in (APPROVED, CORRECTED, REJECTED):
        rows = [(strokes, wait) for what, strokes, wait in counted if what == kind]
        strokes, waits = [row[0] for row in rows], [row[1] for row in rows]
        lines.append(
            f"{kind}: {len(rows)} drafts, keystrokes median {median(strokes):.0f}, at most {max(strokes)}; "
            f"waiting median {median(waits):.0f} ms, at most {max(waits):.0f} ms"
        )
    return "\n".join(lines)


@pytest.mark.timing
@pytest.mark.parametrize("language", ["ar", "en"])
def test_twenty_drafts_by_keyboard_alone(
    twenty: list[Draft],
    signed_in: Callable[..., Page],
    language: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert len(twenty) == DRAFTS
    page = signed_in(Role.EDITOR, language)
    page.add_init_script(MOUSE)
    page.goto("/drafts/")
    hands = Hands(page)
    hands.press("j")
    hands.decide("Enter")
    assert number(page) == twenty[0].pk
    hands.waits.clear()
    counted = []
    for place, draft in enumerate(twenty):
        assert number(page) == draft.pk
        hands.strokes = 0
        before = len(hands.waits)
        if place in (6, 13):
            kind = REJECTED
            reject(hands)
        elif place % 5 == 4:
            kind = CORRECTED
            correct(hands)
        else:
            kind = APPROVED
            approve(hands)
        counted.append((kind, hands.strokes, sum(hands.waits[before:])))
    with capsys.disabled():
        print(f"\n{language}\n{table(counted)}")
    assert page.evaluate("sessionStorage.getItem('hand')") is None
    untouched = [strokes for kind, strokes, _wait in counted if kind == APPROVED]
    assert median(untouched) <= 3
    assert max(untouched) <= 3
    decided = list(
        Draft.objects.filter(pk__in=[draft.pk for draft in twenty]).values_list("status", flat=True)
    )
    assert sorted(decided) == ["approved"] * 18 + ["rejected"] * 2
    assert Engagement.objects.count() == 18
    corrected = [
        draft.pk for draft, (kind, _strokes, _wait) in zip(twenty, counted, strict=True) if kind == CORRECTED
    ]
    cities = Engagement.objects.filter(drafts__in=corrected).values_list("city", flat=True)
    assert list(cities) == ["مصراتة"] * 4
    assert (
        AuditEntry.objects.filter(subject_type__contains="draft", action__in=["approved", "rejected"]).count()
        == 20
    )


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_list_by_keyboard(twenty: list[Draft], signed_in: Callable[..., Page], language: str) -> None:
    """Down and up, a tick, the keys' help; nothing of it while one types into a filter."""
    page = signed_in(Role.EDITOR, language)
    page.goto("/drafts/")
    links = page.locator("[data-row] th a")
    page.keyboard.press("ArrowDown")
    expect(page.locator("body")).to_be_focused()
    for key, place in (("j", 0), ("j", 1), ("ArrowDown", 2), ("k", 1), ("ArrowUp", 0), ("k", 0)):
        page.keyboard.press(key)
        expect(links.nth(place)).to_be_focused()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(".pick:checked")).to_have_count(2)
    expect(page.locator("[data-ticked]")).to_contain_text("2")
    page.keyboard.press("x")
    expect(page.locator(".pick:checked")).to_have_count(1)
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#keys-help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys-help")).to_be_hidden()
    page.locator("details.drop:has([name=days]) > summary").click()
    page.focus("[name=days]")
    page.keyboard.press("j")
    expect(page.locator("[name=days]")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_many_are_rejected_after_a_look_at_the_list(
    twenty: list[Draft], signed_in: Callable[..., Page], language: str, scripts: bool
) -> None:
    page = signed_in(Role.EDITOR, language, scripts=scripts)
    page.goto("/drafts/?sort=newest")
    picks = page.locator(".pick")
    if scripts:
        page.check("[data-all]")
        expect(page.locator(".pick:checked")).to_have_count(DRAFTS)
        page.uncheck("[data-all]")
    for place in range(3):
        picks.nth(place).check()
    with page.expect_navigation():
        page.locator(".bulk button").last.click()
    expect(page.locator(".pick:checked")).to_have_count(3)
    page.locator(".pick").first.uncheck()
    page.select_option("[name=reason]", "not_ours")
    page.locator("main form button").click()
    expect(page).to_have_url(re.compile("/drafts/many/done/"))
    statuses = list(Draft.objects.order_by("-created_at", "-pk").values_list("status", flat=True)[:3])
    assert statuses == ["pending", "rejected", "rejected"]
    page.locator(".head a").click()
    expect(page).to_have_url(re.compile(r"/drafts/\?sort=newest$"))
