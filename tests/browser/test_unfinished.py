"""What is typed on the review page is kept by itself, and who has a draft open is seen by others."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Route, expect

from engagements.models import AuditEntry, Engagement, Source, User
from engagements.permissions import Role
from ingest.models import Draft, DraftWork
from ingest.services import review
from tests.browser.conftest import PASSWORD
from tests.browser.test_pages import violations
from tests.browser.waiting import wait_until
from tests.ingest.conftest import decision, hand_made_draft, submit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from pytest_django.fixtures import Settings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])
SAVED = {"ar": re.compile(r"حُفظ \d\d:\d\d"), "en": re.compile(r"Saved \d\d:\d\d")}
OTHER = "أنس القماطي"
TYPED_BACK = """field => {
    for (const words of ["x", field.value]) {
        field.value = words;
        field.dispatchEvent(new Event("input", {bubbles: true}));
        field.dispatchEvent(new Event("change", {bubbles: true}));
    }
}"""


@pytest.fixture
def drafts(site: str) -> list[Draft]:
    """Three drafts that wait, with nothing to look at before they are approved."""
    release = submit(User.objects.get(username=Role.EDITOR.value))
    return [hand_made_draft(release, index, participants=[]) for index in range(3)]


@pytest.fixture
def opened(drafts: list[Draft], signed_in: Callable[..., Page]) -> Callable[..., Page]:
    def open_first(language: str = "en", role: Role = Role.EDITOR, *, scripts: bool = True) -> Page:
        page = signed_in(role, language, scripts=scripts)
        page.goto(drafts[0].get_absolute_url())
        return page

    return open_first


def kept(draft: Draft, name: str = "city") -> list[str]:
    """What the register has of the editor's unfinished form."""
    work = DraftWork.objects.filter(draft=draft, by__username=Role.EDITOR.value).first()
    return work.fields[name] if work else []


def holder(draft: Draft) -> str:
    draft.refresh_from_db()
    return draft.claimed_by.username if draft.claimed_by else ""


@LANGUAGES
def test_what_is_typed_is_saved_by_itself_and_is_there_again(
    drafts: list[Draft], opened: Callable[..., Page], language: str
) -> None:
    page = opened(language)
    page.fill("[name=city]", "مصراتة")
    expect(page.locator("[data-work]")).to_have_text(SAVED[language])
    assert kept(drafts[0]) == ["مصراتة"]
    page.reload()
    expect(page.locator("#unfinished")).to_be_visible()
    page.wait_for_timeout(300)
    assert holder(drafts[0]) == Role.EDITOR.value
    expect(page.locator("[name=city]")).to_have_value("مصراتة")
    page.locator("#unfinished button").click()
    expect(page.locator("[name=city]")).to_have_value("طرابلس")
    expect(page.locator("#unfinished")).to_have_count(0)
    assert not DraftWork.objects.exists()


def test_who_loads_the_page_anew_at_once_sees_what_was_typed(
    drafts: list[Draft], opened: Callable[..., Page]
) -> None:
    page = opened()

    # What the page sends as it is left takes longer than the new page.
    def late(route: Route) -> None:
        time.sleep(0.4)
        route.continue_()

    page.route("**/work/", late)
    page.fill("[name=city]", "مصراتة")
    page.reload()
    expect(page.locator("[name=city]")).to_have_value("مصراتة")
    expect(page.locator("#unfinished")).to_be_visible()
    assert kept(drafts[0]) == ["مصراتة"]


def test_looking_and_typing_it_back_leaves_nothing_unfinished(
    drafts: list[Draft], opened: Callable[..., Page]
) -> None:
    page = opened()
    for _ in range(4):
        page.keyboard.press("Alt+u")
    # At one blow: on a slow machine what stands there between the two would be saved.
    page.locator("[name=city]").evaluate(TYPED_BACK)
    page.wait_for_timeout(2500)
    page.goto("/drafts/")
    page.wait_for_timeout(300)
    assert not DraftWork.objects.exists()


def test_who_leaves_at_once_loses_nothing(drafts: list[Draft], opened: Callable[..., Page]) -> None:
    page = opened()
    page.fill("[name=city]", "مصراتة")
    page.keyboard.press("Alt+n")
    page.wait_for_url(f"**{drafts[1].get_absolute_url()}")
    wait_until(lambda: kept(drafts[0]) and not holder(drafts[0]), page)
    assert kept(drafts[0]) == ["مصراتة"]
    assert (holder(drafts[0]), holder(drafts[1])) == ("", Role.EDITOR.value)
    page.go_back()
    page.wait_for_url(f"**{drafts[0].get_absolute_url()}")
    expect(page.locator("[name=city]")).to_have_value("مصراتة")


def test_who_changes_the_language_in_the_middle_goes_on_where_they_were(opened: Callable[..., Page]) -> None:
    page = opened()
    page.fill("[name=city]", "Gharyan")
    page.locator(".language button").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("[name=city]")).to_have_value("Gharyan")


def test_a_page_that_is_closed_gives_the_draft_back(drafts: list[Draft], opened: Callable[..., Page]) -> None:
    page = opened()
    assert holder(drafts[0]) == Role.EDITOR.value
    page.fill("[name=city]", "مصراتة")
    beside = page.context.new_page()
    page.close(run_before_unload=True)
    wait_until(lambda: kept(drafts[0]) and not holder(drafts[0]), beside)
    assert kept(drafts[0]) == ["مصراتة"]


@LANGUAGES
def test_a_connection_that_is_away_is_told_and_saving_goes_on(
    drafts: list[Draft], opened: Callable[..., Page], language: str
) -> None:
    page = opened(language)
    away: list[str] = []

    def cut(route: Route) -> None:
        away.append(route.request.url)
        route.abort()

    page.route("**/work/", cut)
    page.fill("[name=city]", "مصراتة")
    told = page.locator("[data-work]")
    expect(told).to_have_class(re.compile("is-late"))
    expect(told).to_contain_text("لم يُحفظ" if language == "ar" else "Not saved")
    assert not kept(drafts[0])
    wait_until(lambda: len(away) >= 2, page)
    page.unroute("**/work/")
    expect(told).to_have_text(SAVED[language])
    expect(told).not_to_have_class(re.compile("is-late"))
    assert kept(drafts[0]) == ["مصراتة"]


def test_who_is_signed_out_meanwhile_signs_in_beside_it_and_goes_on(
    drafts: list[Draft], opened: Callable[..., Page], site: str
) -> None:
    page = opened()
    page.context.clear_cookies(name="sessionid")
    page.fill("[name=city]", "مصراتة")
    told = page.locator("[data-work]")
    expect(told).to_contain_text("signed out")
    beside = page.context.new_page()
    beside.goto("/accounts/login/")
    beside.fill("[name=username]", Role.EDITOR.value)
    beside.fill("[name=password]", PASSWORD)
    beside.click("main form button")
    beside.wait_for_url(f"{site}/")
    expect(told).to_have_text(SAVED["en"])
    assert kept(drafts[0]) == ["مصراتة"]


def test_a_form_that_is_sent_after_the_session_ended_is_sent_again(
    signed_in: Callable[..., Page], site: str
) -> None:
    page = signed_in(Role.EDITOR, "en")
    page.goto("/releases/upload/")
    page.fill("[name=text]", "Tripoli, 1 May 2026")
    page.context.clear_cookies(name="sessionid")
    page.locator("[data-paste]").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in another window").click()
    beside = opened.value
    beside.fill("[name=username]", Role.EDITOR.value)
    beside.fill("[name=password]", PASSWORD)
    beside.click("main form button")
    beside.wait_for_url(f"{site}/")
    page.get_by_role("button", name="Send it again").click()
    expect(page).to_have_url(re.compile(r"/releases/\d+/$"))
    assert Source.objects.count() == 1


@LANGUAGES
def test_two_who_open_one_draft_know_of_each_other(
    drafts: list[Draft], opened: Callable[..., Page], language: str
) -> None:
    first = opened(language)
    second = opened(language, Role.ADMIN)
    notice = second.locator("#holder")
    expect(notice).to_contain_text("هدى البوسيفي")
    notice.locator("button").click()
    expect(second.locator("#holder")).to_have_count(0)
    assert holder(drafts[0]) == Role.ADMIN.value
    first.fill("[name=city]", "مصراتة")
    expect(first.locator("[data-work]")).to_contain_text(OTHER)
    first.goto(drafts[0].get_absolute_url())
    first.locator("#holder a").click()
    first.wait_for_url(f"**{drafts[1].get_absolute_url()}")


def test_whoever_does_nothing_has_it_no_longer(
    drafts: list[Draft], opened: Callable[..., Page], settings: Settings
) -> None:
    settings.CLAIM_MINUTES = 0.1
    page = opened()

    def is_open() -> bool:
        drafts[0].refresh_from_db()
        return bool(drafts[0].claimant(timezone.now()))

    wait_until(lambda: not is_open(), page)
    page.keyboard.press("Alt+ArrowDown")
    wait_until(is_open, page)
    wait_until(lambda: not is_open(), page)


@LANGUAGES
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_double_click_is_one_decision(
    drafts: list[Draft], opened: Callable[..., Page], language: str, scripts: bool
) -> None:
    page = opened(language, scripts=scripts)
    # Nothing is decided before the second click: on a slow machine it would meet the button of the next page.
    with transaction.atomic():
        Draft.objects.select_for_update().get(pk=drafts[0].pk)
        page.dblclick("button[data-key=approve]")
    page.wait_for_url(f"**{drafts[1].get_absolute_url()}")
    page.wait_for_timeout(500)
    assert page.url.endswith(drafts[1].get_absolute_url())
    assert list(Draft.objects.order_by("pk").values_list("status", flat=True))[1:] == ["pending", "pending"]
    assert Engagement.objects.count() == 1
    assert AuditEntry.objects.filter(subject_type="draft").count() == 1


@LANGUAGES
def test_without_scripts_a_button_keeps_it(
    drafts: list[Draft], opened: Callable[..., Page], language: str
) -> None:
    page = opened(language, scripts=False)
    page.fill("[name=city]", "مصراتة")
    page.locator("button[name=keep]").click()
    expect(page.locator("#unfinished")).to_be_visible()
    expect(page.locator("[name=city]")).to_have_value("مصراتة")
    assert kept(drafts[0]) == ["مصراتة"]


@LANGUAGES
def test_somebody_was_faster(drafts: list[Draft], opened: Callable[..., Page], language: str) -> None:
    page = opened(language)
    page.fill("[name=city]", "مصراتة")
    other = User.objects.get(username=Role.ADMIN.value)
    review.approve(draft=drafts[0], decision=decision(drafts[0], city="بنغازي"), by=other, now=timezone.now())
    page.keyboard.press("Control+Enter")
    expect(page.locator("[role=alert]")).to_contain_text(OTHER)
    row = page.locator("table tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("بنغازي")
    expect(row).to_contain_text("مصراتة")
    expect(page.locator("#typed")).to_have_value(re.compile("مصراتة"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    page.emulate_media(color_scheme="light")
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy] + [role=status]")).not_to_be_empty()
    page.focus("[data-key=next]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{drafts[1].get_absolute_url()}")
    assert kept(drafts[0]) == ["مصراتة"]
    page.goto(drafts[0].get_absolute_url())
    page.locator("#unfinished summary").click()
    expect(page.locator("#typed")).to_have_value(re.compile("مصراتة"))
    assert violations(page) == []
