"""The review page by keyboard, by mouse and without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from engagements.models import Engagement, Person, User
from engagements.permissions import Role
from ingest.models import Draft
from tests.browser.reviewing import look, statuses
from tests.ingest.conftest import hand_made_draft, submit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])
AMBASSADOR = "كينجي موراكامي"


@pytest.fixture
def drafts(site: str) -> list[Draft]:
    """Two drafts that wait, both of the release that the tests of the intake share."""
    release = submit(User.objects.get(username=Role.EDITOR.value))
    return [hand_made_draft(release, index) for index in range(2)]


@LANGUAGES
def test_ctrl_enter_approves_and_the_next_draft_opens(
    drafts: list[Draft], opened: Callable[..., Page], language: str
) -> None:
    page = opened(language)
    look(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{drafts[1].get_absolute_url()}")
    expect(page.locator(".notice--ok")).to_contain_text(drafts[0].title)
    assert statuses() == ["approved", "pending"]


def test_a_key_held_down_decides_one_draft(drafts: list[Draft], opened: Callable[..., Page]) -> None:
    page = opened()
    look(page)
    page.keyboard.down("Control")
    page.keyboard.down("Enter")
    page.wait_for_url(f"**{drafts[1].get_absolute_url()}")
    page.keyboard.down("Enter")
    page.wait_for_timeout(500)
    assert statuses() == ["approved", "pending"]


@LANGUAGES
def test_alt_u_goes_from_one_value_to_check_to_the_next(opened: Callable[..., Page], language: str) -> None:
    page = opened(language)
    seen = []
    for _ in range(5):
        page.keyboard.press("Alt+u")
        seen.append(page.evaluate("document.activeElement.name"))
    unsure = ["country", "topics", "participants-0-country", "participants-1-name"]
    assert seen == [*unsure, unsure[0]]
    expect(page.locator("mark.is-active")).to_have_text(["طرابلس"])


@LANGUAGES
def test_a_field_lights_its_words_and_words_lead_to_their_field(
    opened: Callable[..., Page], language: str
) -> None:
    page = opened(language)
    page.focus("[name=date]")
    expect(page.locator("mark.is-active")).to_have_text(["يوم الأربعاء"])
    page.locator("mark.ev", has_text=AMBASSADOR).click()
    expect(page.locator("[name='participants-1-name']")).to_be_focused()
    expect(page.locator("mark.is-active")).to_have_text([AMBASSADOR])
    page.focus("[name=title]")
    expect(page.locator("mark.is-active")).to_have_count(0)


@LANGUAGES
def test_typing_is_only_typing(drafts: list[Draft], opened: Callable[..., Page], language: str) -> None:
    page = opened(language)
    address = page.url
    page.fill("[name=city]", "")
    page.focus("[name=city]")
    for key in ("u", "n", "r", "Shift+U", "Control+Alt+u", "Control+Alt+n", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("[name=city]")).to_be_focused()
    page.focus("[name=summary]")
    page.keyboard.press("Enter")
    page.keyboard.type("nur")
    expect(page.locator("[name=summary]")).to_have_value("\nnur")
    page.wait_for_timeout(300)
    assert page.url == address
    assert page.input_value("[name=city]").startswith("unrU")
    expect(page.locator(".decide details[open]")).to_have_count(0)
    assert statuses() == ["pending", "pending"]


@LANGUAGES
def test_alt_r_opens_the_panel_in_which_ctrl_enter_rejects(
    drafts: list[Draft], opened: Callable[..., Page], language: str
) -> None:
    page = opened(language)
    page.focus("[name=city]")
    page.keyboard.press("Alt+r")
    expect(page.locator("[name=reason]")).to_be_focused()
    page.select_option("[name=reason]", "duplicate")
    page.focus("[name=note]")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{drafts[1].get_absolute_url()}")
    assert statuses() == ["rejected", "pending"]


@LANGUAGES
def test_alt_n_leaves_the_draft_as_it_is(
    drafts: list[Draft], opened: Callable[..., Page], language: str
) -> None:
    page = opened(language)
    page.keyboard.press("Alt+n")
    page.wait_for_url(f"**{drafts[1].get_absolute_url()}")
    assert statuses() == ["pending", "pending"]


@LANGUAGES
def test_enter_on_the_link_to_the_register_leads_into_its_box(
    opened: Callable[..., Page], language: str
) -> None:
    Person.objects.create(name_ar="منى الورشفاني")
    page = opened(language)
    row = page.locator("[data-rows=participants] > [data-list] > [data-row]").nth(1)
    row.locator("details").evaluate("box => { box.open = false }")
    summary = row.locator("details > summary")
    summary.focus()
    page.keyboard.press("Enter")
    box = page.locator("[name='participants-1-link_words']")
    expect(box).to_be_focused()
    page.keyboard.type("الورش")
    expect(box).to_have_value("الورش")
    expect(page.locator("[name='participants-1-name']")).to_have_value(AMBASSADOR)
    expect(row.locator("[role=option]", has_text="منى الورشفاني")).to_be_visible()
    page.keyboard.press("Escape")
    summary.press("Enter")
    expect(box).to_be_hidden()
    expect(summary).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@LANGUAGES
def test_a_name_of_the_register_is_chosen_and_the_draft_approved(
    drafts: list[Draft], opened: Callable[..., Page], language: str, scripts: bool
) -> None:
    person = Person.objects.create(name_ar="كنجي موراكامي")
    page = opened(language, scripts=scripts)
    if scripts:
        page.focus("[name='participants-1-link_words']")
        expect(page.locator("mark.is-active")).to_have_text([AMBASSADOR])
        page.keyboard.press("ArrowDown")
        page.locator("[role=option]", has_text="كنجي موراكامي").click()
    else:
        choice = page.locator("[name='participants-1-link']")
        expect(choice).to_have_value("")
        choice.select_option("كنجي موراكامي")
        for tick in page.locator("[name=looked]").all():
            tick.check()
    page.fill("[name=city]", "مصراتة")
    page.click("button[data-key=approve]")
    page.wait_for_url(f"**{drafts[1].get_absolute_url()}")
    engagement = Engagement.objects.get()
    assert engagement.city == "مصراتة"
    assert engagement.participations.get(person=person).name == AMBASSADOR
    expect(page.locator(f"#review a[href='/people/{person.pk}/']")).to_have_text("كنجي موراكامي")
