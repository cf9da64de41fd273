"""The list of follow-ups worked by keyboard, by mouse and without scripts, in both languages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from engagements.models import BulkChange, Commitment, Country, Engagement, User
from engagements.permissions import Role
from tests.browser.test_pages import foreign_words, violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])
ALL_IN_SIGHT = (
    "[...document.querySelectorAll('.table-box')].every((box) => box.scrollWidth <= box.clientWidth)"
)


@pytest.fixture
def three(site: str) -> list[Commitment]:
    """Three follow-ups that are open, due one after the other, of two countries."""
    made = []
    for number, country in enumerate(("JP", "IT", "JP")):
        engagement = Engagement.objects.create(
            kind="meeting",
            title=f"«لقاء {number}»",
            date=date(2026, 1, 1 + number),
            date_precision="day",
            city="طرابلس",
            country_id="LY",
            approved_by=User.objects.get(username=Role.ADMIN.value),
            approved_at="2026-01-10T09:00Z",
        )
        engagement.partner_countries.add(Country.objects.get(pk=country))
        made.append(
            Commitment.objects.create(
                engagement=engagement,
                kind="agreed",
                text=f"«وعد {number}»",
                due_on=date(2030, 1, 1 + number),
                due_basis="set",
            )
        )
    return made


def row(page: Page, commitment: Commitment) -> str:
    return f'[data-row="{commitment.pk}"]'


@LANGUAGES
def test_a_list_is_worked_by_keyboard(
    three: list[Commitment], signed_in: Callable[..., Page], language: str
) -> None:
    page = signed_in(Role.MANAGER, language)
    page.goto("/follow-ups/")
    expect(page.locator("[data-keys]")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator(f"{row(page, three[0])} th a")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(f"{row(page, three[1])} .pick")).to_be_checked()
    page.keyboard.press("s")
    status = page.locator(f"{row(page, three[1])} select")
    expect(status).to_be_focused()
    assert foreign_words(page, language) == []
    assert violations(page) == []
    status.select_option("in_progress")
    page.locator(f"{row(page, three[1])} .cell-form .btn--main").click()
    expect(page.locator(f'{row(page, three[1])} [data-cell="status"] [data-edit]')).to_be_focused()
    expect(page.locator(f"{row(page, three[1])} .pick")).to_be_checked()
    assert Commitment.objects.get(pk=three[1].pk).status == "in_progress"
    page.keyboard.press("k")
    expect(page.locator(f"{row(page, three[0])} th a")).to_be_focused()
    page.keyboard.press("d")
    expect(page.locator(f"{row(page, three[0])} input[type=date]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(f'{row(page, three[0])} [data-cell="due"] [data-edit]')).to_be_focused()
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#keys-help")).to_be_visible()
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#keys-help")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/follow-ups/{three[1].pk}/**")


def test_a_refused_value_stays_in_the_cell_with_its_reason(
    three: list[Commitment], signed_in: Callable[..., Page]
) -> None:
    page = signed_in(Role.MANAGER, "ar")
    page.goto("/follow-ups/")
    here = page.locator(row(page, three[0]))
    here.locator('[data-cell="due"] [data-edit]').click()
    here.locator("input[type=date]").fill("2031-05-05")
    here.locator(".cell-form .btn--main").click()
    expect(here.locator(".has-error textarea")).to_be_focused()
    expect(here.locator("input[type=date]")).to_have_value("2031-05-05")
    here.locator("textarea").fill("تأجل الاجتماع")
    here.locator(".cell-form .btn--main").click()
    expect(here.locator(".cell-form")).to_have_count(0)
    assert Commitment.objects.get(pk=three[0].pk).due_on == date(2031, 5, 5)


@LANGUAGES
def test_what_was_typed_stays_if_it_cannot_be_saved(
    three: list[Commitment], signed_in: Callable[..., Page], language: str
) -> None:
    page = signed_in(Role.MANAGER, language)
    page.goto("/follow-ups/")
    here = page.locator(row(page, three[0]))
    here.locator('[data-cell="owner"] [data-edit]').click()
    owner = here.locator(".cell-form input[name=owner]")
    owner.fill("«وزارة»")
    page.route("**/follow-ups/*/in-place/owner/", lambda route: route.abort())
    here.locator(".cell-form .btn--main").click()
    expect(here.locator("[role=alert][data-why=failed]")).to_be_visible()
    expect(owner).to_have_value("«وزارة»")
    assert foreign_words(page, language) == []
    page.unroute("**/follow-ups/*/in-place/owner/")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    here.locator(".cell-form .btn--main").click()
    expect(here.locator("[role=alert][data-why=out]")).to_be_visible()
    expect(here.locator("[role=alert]")).to_have_count(1)
    expect(owner).to_have_value("«وزارة»")
    assert foreign_words(page, language) == []
    # Signing in gives another token, so that of the open form is void.
    session = next(cookie["value"] for cookie in cookies if cookie["name"] == "sessionid")
    page.context.clear_cookies(name="csrftoken")
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.url}])
    here.locator(".cell-form .btn--main").click()
    expect(here.locator(".cell-form")).to_have_count(0)
    assert Commitment.objects.get(pk=three[0].pk).owner == "«وزارة»"


@LANGUAGES
def test_a_half_typed_value_is_not_left_for_another(
    three: list[Commitment], signed_in: Callable[..., Page], language: str
) -> None:
    page = signed_in(Role.MANAGER, language)
    page.goto("/follow-ups/")
    first, second = (page.locator(row(page, one)) for one in three[:2])
    first.locator('[data-cell="owner"] [data-edit]').click()
    expect(first.locator(".cell-form")).to_be_visible()
    second.locator('[data-cell="due"] [data-edit]').click()
    expect(second.locator(".cell-form")).to_be_visible()
    expect(first.locator(".cell-form")).to_have_count(0)
    expect(second.locator("textarea")).to_have_attribute("aria-required", "true")
    second.locator("textarea").fill("«سبب»")
    first.locator('[data-cell="owner"] [data-edit]').click()
    expect(second.locator("[role=alert][data-why=unfinished]")).to_be_visible()
    expect(second.locator("input[type=date]")).to_be_focused()
    expect(second.locator("textarea")).to_have_value("«سبب»")
    expect(first.locator(".cell-form")).to_have_count(0)
    assert foreign_words(page, language) == []
    assert violations(page) == []
    second.locator("[data-leave]").click()
    first.locator('[data-cell="owner"] [data-edit]').click()
    expect(first.locator(".cell-form")).to_be_visible()


@LANGUAGES
@pytest.mark.parametrize("width", [1440, 390])
def test_filters_and_groups_come_in_place(
    three: list[Commitment], signed_in: Callable[..., Page], language: str, width: int
) -> None:
    page = signed_in(Role.MANAGER, language, width)
    page.goto("/follow-ups/")
    page.evaluate("window.here = true")
    page.locator('.choices a[href="?group=country"]').click()
    expect(page.locator(".table__group")).to_have_count(2)
    assert page.evaluate("window.here") is True
    assert page.url.endswith("?group=country")
    assert foreign_words(page, language) == []
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if width == 1440:
        page.set_viewport_size({"width": 1024, "height": 900})
        assert page.evaluate(ALL_IN_SIGHT), "the status stands beyond the edge of the table"
    page.goto("/follow-ups/?country=JP&view=all")
    expect(page.locator("[data-row]")).to_have_count(2)


@LANGUAGES
@pytest.mark.parametrize("scripts", [True, False])
def test_ticked_rows_are_changed_together_and_taken_back(
    three: list[Commitment], signed_in: Callable[..., Page], language: str, scripts: bool
) -> None:
    page = signed_in(Role.MANAGER, language, scripts=scripts)
    page.goto("/follow-ups/")
    for one in three[:2]:
        page.locator(f"{row(page, one)} .pick").check()
    page.locator("#many button").click()
    page.locator("[name=status]").select_option("done")
    page.locator("[name=wish]").click()
    confirm = page.locator("[name=confirmed]")
    expect(confirm).to_be_visible()
    if scripts:
        assert foreign_words(page, language) == []
        assert violations(page) == []
    confirm.click()
    page.wait_for_url("**/follow-ups/many/*/**")
    assert Commitment.objects.filter(status="done").count() == 2
    page.locator("form[action$='undo/'] button").click()
    expect(page.locator("form[action$='undo/']")).to_have_count(0)
    assert Commitment.objects.filter(status="done").count() == 0
    assert BulkChange.objects.get().left == []


def test_without_scripts_a_value_leads_to_the_page_of_the_follow_up(
    three: list[Commitment], signed_in: Callable[..., Page]
) -> None:
    page = signed_in(Role.MANAGER, "ar", scripts=False)
    page.goto("/follow-ups/")
    page.locator(f'{row(page, three[0])} [data-cell="status"] [data-edit]').click()
    page.wait_for_url(f"**/follow-ups/{three[0].pk}/**")
    expect(page.locator("h1")).to_be_visible()
