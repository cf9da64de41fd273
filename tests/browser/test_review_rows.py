"""The review page's rows: moved, divided, removed and brought back by keyboard."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.reviewing import GUESS, approve, select
from tests.ingest.conftest import span

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_rows_are_moved_by_key_and_the_order_is_kept(opened: Callable[..., Page]) -> None:
    page = opened()
    page.focus(GUESS)
    page.keyboard.press("Alt+Shift+ArrowUp")
    expect(page.locator(GUESS)).to_be_focused()
    assert page.input_value("[name='participants-1-place']") == "1"
    engagement = approve(page)
    names = list(engagement.participations.order_by("position").values_list("name", flat=True))
    assert names == ["كينجي موراكامي", "سالم الورفلي"]


@pytest.mark.parametrize(
    ("name", "cursor", "first", "second"),
    [
        ("سالم الورفلي وكينجي موراكامي", None, "سالم الورفلي", "كينجي موراكامي"),
        ("سالم الورفلي وخالد", 13, "سالم الورفلي", "خالد"),
        ("سالم، وليد", 5, "سالم", "وليد"),
        ("A. Rossi and B. Bianchi", None, "A. Rossi", "B. Bianchi"),
    ],
)
def test_a_name_that_is_two_becomes_two_rows(
    opened: Callable[..., Page], name: str, cursor: int | None, first: str, second: str
) -> None:
    page = opened()
    page.fill(GUESS, name)
    place = len(name) if cursor is None else cursor
    page.evaluate("at => document.activeElement.setSelectionRange(at, at)", place)
    page.keyboard.press("Alt+s")
    names = page.locator("[data-rows=participants] [data-row]:not([hidden]) [data-field=name] > input")
    assert [each.input_value() for each in names.all()][1:] == [first, second]
    assert page.input_value("[name='participants-2-country']") == page.input_value(
        "[name='participants-1-country']"
    )
    assert page.input_value("[name='participants-2-place']") == "3"


def test_both_halves_of_a_split_name_keep_their_words(opened: Callable[..., Page]) -> None:
    page = opened()
    page.focus(GUESS)
    select(page, 'سالم الورفلي"، يوم')
    page.keyboard.press("Alt+e")
    page.evaluate("document.activeElement.setSelectionRange(5, 5)")
    page.keyboard.press("Alt+s")
    start = span("سالم الورفلي").start
    assert json.loads(page.input_value("[name='participants-1-words']")) == {
        "name": [start, start + 4, "سالم"]
    }
    second = json.loads(page.input_value("[name='participants-2-words']"))
    assert second == {"name": [start + 5, start + 18, 'الورفلي"، يوم']}


def test_a_row_is_removed_and_brought_back(opened: Callable[..., Page]) -> None:
    page = opened()
    page.focus("[name='participants-0-role']")
    page.keyboard.press("Alt+Delete")
    expect(page.locator("[name='participants-0-DELETE']")).to_be_checked()
    expect(page.locator("[name='participants-0-role']")).to_be_hidden()
    expect(page.locator(GUESS)).to_be_focused()
    gone = page.locator("[data-rows=participants] .review-row__title s")
    expect(gone).to_have_text("سالم الورفلي")
    expect(page.locator("[data-said]")).to_contain_text("سالم الورفلي")
    expect(page.locator("[data-said]")).to_contain_text("Alt Z")
    page.keyboard.press("Alt+z")
    expect(gone).to_have_count(0)
    expect(page.locator("[name='participants-0-DELETE']")).not_to_be_checked()
    expect(page.locator("[name='participants-0-name']")).to_be_focused()


def test_the_side_turns_by_key(opened: Callable[..., Page]) -> None:
    page = opened()
    side = page.locator("[name='participants-1-side']")
    expect(side).to_have_value("partner")
    page.focus(GUESS)
    page.keyboard.press("Alt+t")
    expect(side).to_have_value("home")
    page.keyboard.press("Alt+t")
    expect(side).to_have_value("partner")
