"""The account page, notices and the button that follows: nothing for axe to find, and what each of them does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from engagements.models import Commitment, Country, Engagement, Following, Notice, Subscription, User
from engagements.permissions import Role
from engagements.services.commitments import CommitmentChange, change_commitment
from engagements.services.notices import write_reminders
from tests.browser.test_pages import COLOURS, violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def told(site: str) -> Commitment:
    """The viewer was reminded of four that are overdue, and told of a change of another, which is given back."""
    now, editor = timezone.now(), User.objects.get(username="editor")
    viewer, manager = User.objects.get(username="viewer"), User.objects.get(username="manager")
    one = Engagement.objects.create(
        kind="meeting", title="لقاء", date=timezone.localdate(now), approved_by=editor, approved_at=now
    )
    one.partner_countries.set([Country.objects.get(pk="JP")])
    due = timezone.localdate(now) - timedelta(days=9)
    for kind in ("overdue", "changed"):
        Subscription.objects.create(user=viewer, kind=kind, in_app=True)
    for number in range(4):
        Commitment.objects.create(
            engagement=one,
            kind="agreed",
            text=f"تدريب الفنيين {number}",
            due_on=due,
            due_basis="set",
            assignee=viewer,
        )
    write_reminders(now=now - timedelta(hours=2))
    changed = Commitment.objects.create(
        engagement=one, kind="agreed", text="إعداد دراسة الجدوى", assignee=viewer
    )
    change_commitment(
        commitment=changed,
        change=CommitmentChange(status="in_progress", owner="", assignee=viewer, due_on=None),
        by=manager,
        now=now - timedelta(hours=1),
    )
    return changed


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_for_axe_to_find(
    told: Commitment, signed_in: Callable[..., Page], language: str, width: int
) -> None:
    page = signed_in(Role.VIEWER, language, width=width)
    many = Notice.objects.filter(kind="overdue").order_by("pk")[0]
    found: dict[str, object] = {}
    for address in ("/account/letters/", "/notices/", many.get_absolute_url(), "/notices/?after=1~1"):
        page.emulate_media(color_scheme="light")
        page.goto(address)
        if wrong := violations(page):
            found[address] = wrong
        page.emulate_media(color_scheme="dark")
        if wrong := violations(page, options=COLOURS):
            found[f"{address} dark"] = wrong
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[f"{address} {width}"] = "scrolls sideways"
    assert found == {}


def test_notices_are_read_and_what_one_is_told_is_chosen(
    told: Commitment, signed_in: Callable[..., Page]
) -> None:
    page = signed_in(Role.VIEWER, "en")
    page.goto("/")
    expect(page.locator(".bell .count")).to_contain_text("5")
    page.locator(".bell").click()
    page.wait_for_url("**/notices/")
    expect(page.locator(".told > li.is-unread")).to_have_count(2)
    page.locator(".told > li", has_text="4 follow-ups are overdue").get_by_role("button").click()
    expect(page.locator(".bell .count")).to_contain_text("1")
    page.locator(".told a", has_text=told.text).click()
    page.wait_for_url(f"**{told.get_absolute_url()}")
    expect(page.locator(".bell .count")).to_have_count(0)
    page.goto("/account/letters/")
    page.locator("#id_due_soon_in_app").check()
    page.locator("#id_leads").fill("14, 3")
    page.locator("main form .btn--main").click()
    expect(page.get_by_text("Your choice was saved.")).to_be_visible()
    assert Subscription.objects.get(kind="due_soon").days == [14, 3]


def test_a_follow_up_is_followed_and_no_more(told: Commitment, signed_in: Callable[..., Page]) -> None:
    page = signed_in(Role.EDITOR, "en")
    page.goto(told.get_absolute_url())
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page.get_by_role("button", name="Follow no more")).to_be_visible()
    assert [one.commitment for one in Following.objects.all()] == [told]
    page.get_by_role("button", name="Follow no more").click()
    expect(page.get_by_role("button", name="Follow", exact=True)).to_be_visible()
    assert not Following.objects.exists()
