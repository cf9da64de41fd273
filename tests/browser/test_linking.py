"""Links of the review page by typing: wholly by keyboard, in both languages, and without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from engagements.models import Engagement, Partner, Person, User
from engagements.permissions import Role
from ingest.models import Draft
from tests.browser.test_pages import violations
from tests.ingest.conftest import hand_made_draft, submit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])
AMBASSADOR = "كينجي موراكامي"
BODY = "الشركة الاهلية للاسمنت المساهمة"


@pytest.fixture
def draft(site: str) -> Draft:
    """With the ambassador written twice, and a company."""
    release = submit(User.objects.get(username=Role.EDITOR.value))
    someone: dict[str, Any] = {"role_evidence": [0, 5], "name_evidence": [0, 5]}
    people = [
        {"name": AMBASSADOR, "role": "السفير"},
        {"name": "كينجي موراكاما", "role": "سفير اليابان"},
        {"name": "سالم الورفلي", "role": "الوزير"},
    ]
    return hand_made_draft(
        release,
        participants=[person | someone for person in people],
        organizations=[BODY],
        organizations_evidence=[[0, 5]],
    )


@pytest.fixture
def drafts(draft: Draft) -> list[Draft]:
    return [draft]


def box(page: Page, row: str) -> Locator:
    """The field in which one types whom a row means; its panel is opened."""
    found = page.locator(f"[name='{row}-link_words']")
    page.evaluate(
        "(name) => { document.querySelector(name).closest('details').open = true }", f"[name='{row}-link']"
    )
    return found


def suggested(page: Page) -> Locator:
    """What the open list shows."""
    return page.locator("[role=listbox] [role=option]:visible")


def approve(page: Page) -> Engagement:
    """By the key; once more, if it asks about guesses."""
    asking = page.locator("[name=all_the_same]")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    if asking.count():
        expect(asking).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.locator(".notice--ok")).to_be_visible()
    return Engagement.objects.get()


@LANGUAGES
def test_somebody_is_linked_by_typing(draft: Draft, opened: Callable[..., Page], language: str) -> None:
    person = Person.objects.create(name_ar="كنجي موراكامي", name_en="Kenji Murakami", country_id="JP")
    page = opened(language)
    field = box(page, "participants-2")
    field.focus()
    page.keyboard.type("Murak" if language == "en" else "موراك")
    options = suggested(page)
    expect(options).to_have_count(2)  # and a new name
    expect(options.first).to_contain_text("Japan" if language == "en" else "اليابان")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "-")
    page.keyboard.press("Enter")
    expect(field).to_have_value(person.name_en if language == "en" else person.name_ar)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")
    engagement = approve(page)
    assert engagement.participations.get(name="سالم الورفلي").person == person
    assert [alias.text for alias in person.aliases.all()] == ["سالم الورفلي"]


def test_a_key_leads_from_a_row_to_its_link(draft: Draft, opened: Callable[..., Page]) -> None:
    Person.objects.create(name_ar="كنجي موراكامي", name_en="Kenji Murakami", country_id="JP")
    page = opened("en")
    page.locator("[name='participants-2-role']").focus()
    page.keyboard.press("Alt+KeyI")
    expect(page.locator("[name='participants-2-link_words']")).to_be_focused()
    page.keyboard.type("Murak")
    expect(suggested(page)).to_have_count(2)  # and a new name


def test_the_spelling_is_not_remembered_without_its_tick(draft: Draft, opened: Callable[..., Page]) -> None:
    partner = Partner.objects.create(kind="company", name_ar="الشركة الأهلية للأسمنت")
    page = opened("en")
    field = box(page, "organizations-0")
    tick = page.locator("[name='organizations-0-remember'][type=checkbox]")
    expect(tick).to_be_hidden()
    expect(field).to_have_attribute("placeholder", "↓ الشركة الأهلية للأسمنت")
    field.focus()
    page.keyboard.press("ArrowDown")
    expect(suggested(page).first).to_have_text("الشركة الأهلية للأسمنت Company")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(tick).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(tick).not_to_be_checked()
    engagement = approve(page)
    assert list(engagement.partners.all()) == [partner]
    assert not partner.aliases.exists()


def test_a_new_entry_though_the_name_is_known_and_back(draft: Draft, opened: Callable[..., Page]) -> None:
    known = Person.objects.create(name_ar="سالم الورفلي")
    page = opened("en")
    field, line = box(page, "participants-2"), page.locator("[data-known]")
    expect(line).to_contain_text("سالم الورفلي")
    field.focus()
    page.keyboard.press("ArrowDown")
    expect(suggested(page).last).to_have_text("A new entry of its own")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(field).to_have_value("A new entry of its own")
    expect(line).to_be_hidden()
    field.fill("")
    expect(line).to_be_visible()
    expect(page.locator("[name='participants-2-link']")).to_have_value("")
    page.keyboard.press("ArrowDown")
    expect(suggested(page).last).to_have_text("A new entry of its own")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    engagement = approve(page)
    assert engagement.participations.get(name="سالم الورفلي").person != known


def test_who_is_written_twice_is_offered_to_the_other_row(draft: Draft, opened: Callable[..., Page]) -> None:
    person = Person.objects.create(name_ar="كنجي موراكامي")
    page = opened("en")
    field = box(page, "participants-0")
    field.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    offer = page.get_by_role("button", name="كنجي موراكامي")
    expect(offer).to_have_count(1)
    offer.press("Enter")
    expect(page.locator("[name='participants-1-link']")).to_have_value(str(person.pk))
    expect(page.locator("[name='participants-1-link_words']")).to_be_focused()
    expect(offer).to_have_count(0)
    engagement = approve(page)
    assert engagement.participations.filter(person=person).count() == 1
    assert {alias.text for alias in person.aliases.all()} == {AMBASSADOR, "كينجي موراكاما"}


@LANGUAGES
def test_a_country_by_its_code_or_a_mistyped_name(opened: Callable[..., Page], language: str) -> None:
    page = opened(language)
    country = page.locator("[name=country]")
    for typed in ("jp", "jappan", "اليبان"):
        country.fill("")
        country.press_sequentially(typed)
        expect(suggested(page).first).to_contain_text("Japan" if language == "en" else "اليابان")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(country).to_have_value("Japan" if language == "en" else "اليابان")
        expect(suggested(page)).to_have_count(0)


def test_the_keys_of_the_page_stay_its_own(draft: Draft, opened: Callable[..., Page]) -> None:
    page = opened("en")
    field = box(page, "participants-2")
    field.focus()
    page.keyboard.type("Libya")
    page.wait_for_timeout(600)
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value("Libya")
    country = page.locator("[name=country]")
    country.focus()
    country.fill("ly")
    expect(suggested(page)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(suggested(page)).to_have_count(0)
    expect(country).to_have_value("ly")
    page.keyboard.press("Alt+ArrowDown")
    expect(country).not_to_be_focused()
    assert Draft.objects.get().status == "pending"


def test_a_row_that_is_added_can_be_linked(draft: Draft, opened: Callable[..., Page]) -> None:
    person = Person.objects.create(name_ar="هدى المصراتي")
    page = opened("en")
    add = page.locator("[data-rows=participants] [data-add]")
    for number in (3, 4):
        add.click()
        page.fill(f"[name='participants-{number}-name']", f"ضيف {number}")
    field = box(page, "participants-4")
    field.focus()
    page.keyboard.type("huda masrat")
    expect(suggested(page).first).to_contain_text("هدى المصراتي")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    engagement = approve(page)
    assert engagement.participations.get(name="ضيف 4").person == person


@LANGUAGES
def test_without_scripts(draft: Draft, opened: Callable[..., Page], language: str) -> None:
    alike = Person.objects.create(name_ar="كنجي موراكامي")
    other = Person.objects.create(name_ar="هدى المصراتي")
    page = opened(language, scripts=False)
    page.select_option("[name='participants-0-link']", str(alike.pk))
    page.locator("[name='participants-0-remember'][type=checkbox]").uncheck()
    page.locator("details:has([name='participants-2-link']) summary").click()
    page.fill("[name='participants-2-link_words']", str(other.pk))
    with page.expect_navigation():
        page.click("button[data-key=approve]")
    if page.locator("[name=all_the_same]").count():
        page.click("[name=all_the_same]")
    expect(page.locator(".notice--ok")).to_be_visible()
    people = {row.name: row.person for row in Engagement.objects.get().participations.all()}
    assert (people[AMBASSADOR], people["سالم الورفلي"]) == (alike, other)
    assert (alike.aliases.count(), other.aliases.count()) == (0, 1)


@LANGUAGES
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_for_axe_in_an_open_list(
    draft: Draft, opened: Callable[..., Page], language: str, scheme: Any
) -> None:
    Person.objects.create(name_ar="كنجي موراكامي", country_id="JP")
    page = opened(language)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    box(page, "participants-0").focus()
    page.keyboard.press("ArrowDown")
    expect(suggested(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert violations(page) == []
