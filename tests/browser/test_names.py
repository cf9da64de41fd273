"""Merging two names, keeping spellings, going through duplicates: in both languages, by keyboard, without scripts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from engagements.duplicates.search import search
from engagements.models import (
    Commitment,
    Country,
    Engagement,
    Participation,
    Person,
    PersonMerge,
    PersonRuling,
    User,
)
from engagements.permissions import Role
from tests.browser.test_pages import foreign_words, violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PAIRS = [
    ("كينجي موراكامي", "كنجي موراكامى"),
    ("هدى سالم المصراتي", "هدى سلم المصراتي"),
    ("يوسف عبد السلام القماطي", "يوسف عبدالسلام القماطى"),
]


@pytest.fixture
def names(site: str) -> list[tuple[Person, Person]]:
    """Three pairs of names, each met once; the registrar; the search was done."""
    registrar = User.objects.create(username=Role.REGISTRAR.value, role=Role.REGISTRAR, first_name="نجاة")
    pairs = []
    for number, pair in enumerate(PAIRS):
        made = [met(name, number, registrar) for name in pair]
        pairs.append((made[0], made[1]))
    search("person", now=NOW)
    return pairs


def met(name: str, number: int, by: User) -> Person:
    person = Person.objects.create(name_ar=name, country_id="JP")
    engagement = Engagement.objects.create(
        kind="meeting",
        title=f"«{name}»",
        date=date(2026, 1, 1 + number),
        date_precision="day",
        approved_by=by,
        approved_at=NOW,
    )
    engagement.partner_countries.set(Country.objects.filter(pk="JP"))
    row: dict[str, Any] = {"engagement": engagement, "person": person, "name": name}
    Participation.objects.create(**row, role="«السفير»", side="partner", country_id="JP")
    Commitment.objects.create(
        engagement=engagement, kind="agreed", text="«وعد»", owner=name, owner_person=person
    )
    return person


def look_over(page: Page, language: str) -> None:
    """Nothing for axe, light and dark; nothing in the other language; nothing cut off."""
    assert foreign_words(page, language) == []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert violations(page) == []
    for width in (390, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@LANGUAGES
def test_two_names_become_one_and_two_again(
    names: list[tuple[Person, Person]], signed_in: Callable[..., Page], language: str
) -> None:
    first, second = names[0]
    page = signed_in(Role.REGISTRAR, language)
    page.goto(f"/people/{first.pk}/")
    page.locator(f"a[href='/people/{first.pk}/merge/']").click()
    field = page.locator("main [name=q][role=combobox]")
    field.press_sequentially("هدى سلم")
    expect(page.get_by_role("option").first).to_contain_text("هدى سلم المصراتي")
    look_over(page, language)
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("هدى سلم المصراتي")
    with page.expect_navigation():
        field.press("Enter")
    expect(page.locator("main .brief__t a").first).to_have_text("هدى سلم المصراتي")
    page.goto(f"/people/{first.pk}/merge/{second.pk}/")
    look_over(page, language)
    page.locator("[name=name_ar][value=theirs]").check()
    with page.expect_navigation():
        page.locator("main form .btn--main").click()
    expect(page.locator("h1")).to_have_text(second.name_ar)
    page.goto(f"/people/{second.pk}/")
    expect(page).to_have_url(page.url.rsplit("/people/", 1)[0] + f"/people/{first.pk}/")
    look_over(page, language)
    page.locator(f"a[href='{PersonMerge.objects.get().get_absolute_url()}']").click()
    expect(page.locator(".btn--late")).to_be_visible()
    look_over(page, language)
    with page.expect_navigation():
        page.locator(".btn--late").click()
    expect(page.locator("h1")).to_have_text(second.name_ar)
    assert not PersonMerge.objects.exists()
    assert Person.objects.current().filter(pk=second.pk).exists()


@LANGUAGES
def test_many_are_decided_by_keyboard(
    names: list[tuple[Person, Person]], signed_in: Callable[..., Page], language: str
) -> None:
    page = signed_in(Role.REGISTRAR, language)
    page.goto("/duplicates/")
    pairs = page.locator("[data-pair]")
    expect(pairs).to_have_count(3)
    look_over(page, language)
    page.keyboard.press("j")
    expect(pairs.first).to_be_focused()
    words = pairs.nth(1).get_attribute("aria-label") or ""
    page.keyboard.press("n")
    expect(pairs).to_have_count(2)
    expect(pairs.first).to_be_focused()
    expect(pairs.first).to_have_attribute("aria-label", words)
    page.keyboard.press("j")
    expect(pairs.nth(1)).to_be_focused()
    page.keyboard.press("l")
    expect(pairs).to_have_count(1)
    expect(pairs.first).to_be_focused()
    assert sorted(PersonRuling.objects.values_list("verdict", flat=True)) == ["different", "later"]
    page.locator("[data-undo] button").click()
    expect(pairs).to_have_count(2)
    assert PersonRuling.objects.count() == 1
    with page.expect_navigation():
        page.keyboard.press("s")
    expect(page.locator("dl.facts-list")).to_be_visible()
    with page.expect_navigation():
        page.locator("main form .btn--main").click()
    expect(pairs).to_have_count(1)
    assert PersonMerge.objects.count() == 1
    page.goto("/duplicates/?state=different")
    look_over(page, language)


def test_decided_and_merged_without_scripts(
    names: list[tuple[Person, Person]], signed_in: Callable[..., Page]
) -> None:
    page = signed_in(Role.REGISTRAR, "en", scripts=False)
    page.goto("/duplicates/?kind=person")
    pairs = page.locator("[data-pair]")
    expect(pairs).to_have_count(3)
    pairs.first.locator("[name=verdict][value=different]").click()
    expect(pairs).to_have_count(2)
    page.locator("[data-undo] button").click()
    expect(pairs).to_have_count(3)
    with page.expect_navigation():
        pairs.first.locator("[data-do=same]").click()
    with page.expect_navigation():
        page.locator("main form .btn--main").click()
    expect(pairs).to_have_count(2)
    assert PersonMerge.objects.count() == 1


@LANGUAGES
def test_spellings_are_kept(
    names: list[tuple[Person, Person]], signed_in: Callable[..., Page], language: str
) -> None:
    first, second = names[0]
    page = signed_in(Role.REGISTRAR, language)
    page.goto(f"/people/{first.pk}/spellings/")
    page.fill("[name=text]", second.name_ar)
    page.locator("main form .btn--main").click()
    expect(page.locator("[name=anyway]")).to_be_visible()
    look_over(page, language)
    page.locator("[name=anyway]").check()
    page.locator("main form .btn--main").click()
    expect(page.locator(".notice--ok")).to_be_visible()
    look_over(page, language)
    with page.expect_navigation():
        page.locator("tbody a.btn").click()
    look_over(page, language)
    page.fill("[name=reason]", "«لغيره»")
    page.locator("[name=remove]").click()
    expect(page.locator(".notice--ok")).to_be_visible()
    assert not first.aliases.exists()
