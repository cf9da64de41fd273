"""The review page: words of the text put into fields become their evidence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from engagements.models import Commitment, Evidence
from tests.browser.reviewing import GUESS, approve, select
from tests.ingest.conftest import RELEASE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])


@LANGUAGES
def test_selected_words_go_into_the_field_in_hand_and_become_its_evidence(
    opened: Callable[..., Page], language: str
) -> None:
    page = opened(language)
    page.focus("[name=city]")
    start, end = select(page, "العاصمة طرابلس")
    page.keyboard.press("Alt+e")
    expect(page.locator("[name=city]")).to_have_value("العاصمة طرابلس")
    expect(page.locator("[name=city]")).to_be_focused()
    assert json.loads(page.input_value("#id_words")) == {"city": [start, end, "العاصمة طرابلس"]}
    expect(page.locator("[data-field=city] [data-own] q")).to_have_text("العاصمة طرابلس")
    assert page.evaluate("[...CSS.highlights.get('lit')].map(String)") == ["العاصمة طرابلس"]
    engagement = approve(page)
    kept = Evidence.objects.get(engagement=engagement, field="city")
    assert (kept.start, kept.end, kept.rule, kept.state) == (start, end, "editor", "corrected")


def test_words_can_be_left_out_again(opened: Callable[..., Page]) -> None:
    page = opened()
    page.focus("[name=city]")
    select(page, "العاصمة")
    page.keyboard.press("Alt+e")
    page.click("[data-field=city] [data-drop]")
    assert page.input_value("#id_words") == ""
    expect(page.locator("[data-own]")).to_have_count(0)
    expect(page.locator("mark.is-active")).to_have_text(["طرابلس"])


def test_words_are_found_and_selected_by_keyboard_alone(opened: Callable[..., Page]) -> None:
    page = opened()
    page.focus("[name='participants-0-role']")
    page.keyboard.press("Alt+w")
    assert page.evaluate("String(getSelection())") == "وزير الصناعة والمعادن"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    words = page.evaluate("String(getSelection())")
    assert words == 'السيد "سالم'
    page.keyboard.press("Alt+w")
    expect(page.locator("[name='participants-0-role']")).to_be_focused()


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("Alt+a", "participants-2-name"),
        ("Alt+c", "commitments-1-text"),
        ("Alt+o", "organizations-0-name"),
        ("Alt+g", "partner_countries-1-code"),
    ],
)
def test_one_key_begins_a_row_with_the_selected_words(
    opened: Callable[..., Page], key: str, name: str
) -> None:
    page = opened()
    start, end = select(page, "بحث برنامج")
    page.keyboard.press(key)
    field = page.locator(f"[name='{name}']")
    expect(field).to_have_value("بحث برنامج")
    expect(field).to_be_focused()
    prefix, _, field_name = name.rpartition("-")
    assert json.loads(page.input_value(f"[name='{prefix}-words']")) == {
        field_name: [start, end, "بحث برنامج"]
    }


def test_a_commitment_from_the_text_is_kept_with_its_words(opened: Callable[..., Page]) -> None:
    page = opened()
    select(page, "بحث برنامج لتدريب فنيي المناجم")
    page.keyboard.press("Alt+c")
    page.select_option("[name='commitments-1-kind']", "agreed")
    for _ in range(2):
        page.keyboard.press("Alt+c")
    expect(page.locator("[name='commitments-3-text']")).to_be_focused()
    engagement = approve(page)
    assert Commitment.objects.filter(engagement=engagement).count() == 2
    kept = Evidence.objects.get(commitment__text="بحث برنامج لتدريب فنيي المناجم", field="text")
    assert RELEASE[kept.start : kept.end] == kept.quote == "بحث برنامج لتدريب فنيي المناجم"


def test_a_day_in_words_is_read_into_the_date(opened: Callable[..., Page]) -> None:
    page = opened()
    page.fill("[name=date]", "2026-01-01")
    select(page, "يوم الأربعاء")
    page.keyboard.press("Alt+e")
    expect(page.locator("[name=date]")).to_have_value("2026-11-18")
    assert approve(page).date_as_written == "يوم الأربعاء"


def test_the_bar_beside_a_selection_does_the_same(opened: Callable[..., Page]) -> None:
    page = opened()
    page.focus("[name=city]")
    page.keyboard.press("Alt+w")
    bar = page.get_by_role("toolbar")
    expect(bar).to_be_visible()
    bar.locator("[data-into=field]").click()
    expect(page.locator("[data-field=city] [data-own] q")).to_have_text("طرابلس")
    expect(bar).to_be_hidden()


def test_what_is_said_stands_above_the_bar(opened: Callable[..., Page]) -> None:
    page = opened()
    page.focus(GUESS)
    page.keyboard.press("Alt+Delete")
    said = page.locator("[data-said]")
    expect(said).to_contain_text("Alt Z")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    bar = page.locator(".decide").bounding_box()
    box = said.bounding_box()
    assert bar
    assert box
    assert box["y"] + box["height"] < bar["y"]


@LANGUAGES
def test_words_of_several_fields_lead_to_one_after_the_other(
    opened: Callable[..., Page], language: str
) -> None:
    page = opened(language)
    mark = page.locator("mark.ev", has_text="طرابلس")
    for name, place in (("city", "1"), ("country", "2"), ("city", "1")):
        mark.click()
        expect(page.locator(f"[name={name}]")).to_be_focused()
        expect(page.locator("[data-said]")).to_contain_text(place)
        expect(page.locator("[data-said]")).to_contain_text("2")
