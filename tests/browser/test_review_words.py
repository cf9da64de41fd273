"""The review page's two panes: words put into fields, days in both calendars, guesses looked at."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from config.storage import slim_css, slim_js
from engagements.models import Commitment, Evidence, User
from engagements.permissions import Role
from ingest.models import Draft
from tests.browser.reviewing import GUESS, approve, look, select
from tests.ingest.conftest import NOW, RELEASE, hand_made_draft, submit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Response

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOK = 400
"""Milliseconds that a value is in hand before it counts as looked at (static/js/review/eyes.js)."""
LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])


@pytest.fixture
def draft(site: str) -> Draft:
    return hand_made_draft(submit(User.objects.get(username=Role.EDITOR.value)))


@pytest.fixture
def drafts(draft: Draft) -> list[Draft]:
    return [draft]


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


@LANGUAGES
def test_what_needs_eyes_counts_down(opened: Callable[..., Page], language: str) -> None:
    page = opened(language)
    left = page.locator("[data-left] b")
    expect(left).to_have_text("4")
    by_band = page.locator("[data-doubts] b")
    expect(by_band).to_have_text(["3", "1"])
    for number, bands in ((3, ["2", "1"]), (2, ["1", "1"]), (1, ["0", "1"]), (0, ["0", "0"])):
        page.keyboard.press("Alt+u")
        expect(left).to_have_text(str(number))
        expect(by_band).to_have_text(bands)
    expect(page.locator("[data-left]")).to_have_class("btn decide__left is-done")
    page.keyboard.press("Alt+Shift+U")
    expect(page.locator("[name='participants-0-country']")).to_be_focused()
    page.uncheck("[data-field=country] [name=looked] >> nth=0")
    expect(left).to_have_text("1")


def test_to_jump_over_values_is_not_to_look_at_them(draft: Draft, signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.EDITOR)
    page.clock.install(time=NOW)
    page.goto(draft.get_absolute_url())
    # From here on time goes by only as the test lets it.
    page.clock.pause_at(NOW + timedelta(minutes=1))
    for _ in range(8):
        page.keyboard.press("Alt+u")
        page.clock.run_for(LOOK - 20)
    assert page.locator(".is-looked").count() == 0
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/approve/")
    expect(page.locator("#unseen li")).to_have_count(1)


def test_what_was_changed_was_looked_at(opened: Callable[..., Page]) -> None:
    page = opened()
    page.fill("[name=country]", "اليابان")
    assert page.is_checked("[data-field=country] [name=looked] >> nth=0")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@LANGUAGES
def test_a_guess_that_nobody_looked_at_is_asked_about_once(
    draft: Draft, opened: Callable[..., Page], language: str, scripts: bool
) -> None:
    page = opened(language, scripts=scripts)
    if scripts:
        page.keyboard.press("Control+Enter")
    else:
        page.click("button[data-key=approve]")
    page.wait_for_url("**/approve/")
    expect(page.locator("#unseen li")).to_have_count(1)
    expect(page.locator("#unseen")).to_contain_text("كينجي موراكامي")
    assert Draft.objects.get().status == "pending"
    expect(page.locator("[name=all_the_same]")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/drafts/")
    assert Draft.objects.get().status == "approved"


def test_a_link_to_the_guess_leads_into_its_field(opened: Callable[..., Page]) -> None:
    page = opened()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/approve/")
    page.click("#unseen a")
    expect(page.locator(GUESS)).to_be_focused()
    look(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/drafts/")
    assert Draft.objects.get().status == "approved"


@LANGUAGES
def test_days_are_shown_in_both_calendars_as_one_types(opened: Callable[..., Page], language: str) -> None:
    page = opened(language)
    shown = page.locator("[data-field=date] [data-day]")
    assert page.get_attribute("[name=date_hijri]", "placeholder") == "1448-06-08"
    page.fill("[name=date_hijri]", "9/6/1448")
    expect(page.locator("[name=date]")).to_have_value("2026-11-19")
    expect(shown).to_contain_text("1448")
    expect(shown).to_contain_text("19")
    page.fill("[name=date]", "2026-12-10")
    expect(page.locator("[name=date_hijri]")).to_have_value("")
    expect(shown).to_contain_text("رجب" if language == "ar" else "Rajab")
    page.fill("[name='commitments-0-due_on_hijri']", "1448-07-01")
    expect(page.locator("[name='commitments-0-due_on']")).to_have_value("2026-12-10")


@LANGUAGES
def test_the_keys_are_shown_but_not_while_one_writes(opened: Callable[..., Page], language: str) -> None:
    page = opened(language)
    help_ = page.locator("#keys-help")
    page.focus("[name=city]")
    page.keyboard.press("Shift+Slash")
    expect(help_).to_be_hidden()
    page.focus("[data-source]")
    page.keyboard.press("Shift+Slash")
    expect(help_).to_be_visible()
    page.keyboard.press("Control+Enter")
    assert Draft.objects.get().status == "pending"
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    page.click("button[data-key=help]")
    expect(help_).to_be_visible()


@LANGUAGES
def test_on_a_phone_the_bar_is_one_row_and_the_text_is_on_the_first_screen(
    opened: Callable[..., Page], language: str
) -> None:
    page = opened(language, width=390)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator(".decide").bounding_box()["height"] <= 72  # type: ignore[index]
    assert page.locator(".panes").bounding_box()["y"] < 500  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_page_weighs_less_than_150_kilobytes_without_its_font(
    draft: Draft, signed_in: Callable[..., Page]
) -> None:
    page = signed_in(Role.EDITOR)
    weights: dict[str, int] = {}

    def weigh(response: Response) -> None:
        path = response.url.partition("?")[0]
        if path.endswith(".css"):
            weights[path] = len(slim_css(response.text()).encode())
        elif path.endswith(".js"):
            weights[path] = len(slim_js(response.text()).encode())
        elif path.endswith(draft.get_absolute_url()):
            weights[path] = len(response.body())

    page.context.clear_cookies(name="none")
    page.on("response", weigh)
    page.goto(draft.get_absolute_url(), wait_until="networkidle")
    assert len(weights) > 20
    assert sum(weights.values()) < 150_000, weights
