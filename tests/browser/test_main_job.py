"""The main job, end to end, in a real browser, with a real worker: from upload to export."""

from __future__ import annotations

import csv
import io
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import expect

from engagements.permissions import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.worker import Worker

pytestmark = [pytest.mark.browser, pytest.mark.services, pytest.mark.django_db(transaction=True)]

ROOT = Path(django_settings.BASE_DIR)
SEEDS = ROOT.parent / "shared" / "seeds"
SAMPLE = ROOT / "samples" / "ly-2026-03-japan-ambassador.txt"
COMMITTEE = "لجنة فنية مشتركة"


@dataclass(frozen=True)
class Story:
    """A release of a meeting with Japan's ambassador in Tripoli, and the day it tells of."""

    file: Path
    day: str
    shown: str


def story() -> Story:
    """The first of the real releases where they are beside the project, else one of our own."""
    if found := sorted(SEEDS.glob("000_*.txt")):
        return Story(found[0], "2024-12-10", "10 ديسمبر 2024")
    return Story(SAMPLE, "2026-03-11", "11 مارس 2026")


def upload(page: Page, file: Path, published_on: str) -> None:
    page.goto("/releases/upload/")
    page.set_input_files("[name=files]", file)
    page.fill("[name=published_on]", published_on)
    page.click("main form[enctype] button.btn--main")
    page.wait_for_selector("[data-files] [data-number]")


def open_the_draft(page: Page, seconds: float = 180) -> None:
    """Waits in the queue until the worker's draft is there, and opens it."""
    deadline = time.monotonic() + seconds
    page.goto("/drafts/")
    while not page.locator("main table a[href^='/drafts/']").count():
        assert time.monotonic() < deadline, "no draft came"
        time.sleep(0.5)
        page.reload()
    with page.expect_navigation():
        page.locator("main table a[href^='/drafts/']").first.click()


def test_from_a_release_to_the_timeline_and_the_export(
    worker: Worker, signed_in: Callable[..., Page], tmp_path: Path
) -> None:
    editor = signed_in(Role.EDITOR)
    told = story()
    upload(editor, told.file, told.day)
    open_the_draft(editor)

    # The draft, each value with the words it came from.
    assert editor.input_value("[name=date]") == told.day
    assert editor.input_value("[name=city]") == "طرابلس"
    form = editor.locator("main")
    values = form.locator("input, textarea").evaluate_all("fields => fields.map(field => field.value)")
    assert "وزير الصناعة والمعادن" in values
    assert any("السفير الياباني" in value for value in values)
    assert any(COMMITTEE in value for value in values)
    marks = editor.locator("mark.ev").all_inner_texts()
    assert any("السفير الياباني" in words for words in marks)
    assert any(COMMITTEE in words for words in marks)
    editor.keyboard.press("Control+Enter")
    expect(editor.locator(".notice--ok")).to_contain_text("اعتُمد")

    viewer = signed_in(Role.VIEWER)
    viewer.goto("/countries/JP/")
    entry = viewer.locator(".entry").first
    expect(entry).to_contain_text(told.shown)
    expect(entry).to_contain_text(COMMITTEE)
    entry.locator("a[href^='/engagements/']").first.click()
    expect(viewer.locator("main")).to_contain_text("السفير الياباني")
    expect(viewer.locator("main")).to_contain_text("طرابلس")

    manager = signed_in(Role.MANAGER)
    manager.goto("/follow-ups/?country=JP")
    with manager.expect_download() as download:
        manager.locator("a[href*='export.csv']").first.click()
    target = tmp_path / "follow-ups.csv"
    download.value.save_as(target)
    raw = target.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert any(COMMITTEE in cell for row in rows for cell in row)
