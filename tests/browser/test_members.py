"""Somebody comes and leaves: invited by a letter, in by the link in it, out when the account is closed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Invitation, Session
from engagements.models import Commitment, Engagement, User
from engagements.permissions import Role
from tests.mail_server import HOST, USER, start_mail_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from imap_tools import MailMessage
    from playwright.sync_api import Browser, Page
    from pytest_django.fixtures import Settings

    from tests.mail_server import MailServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a sentence that nobody guesses"


@pytest.fixture
def post(site: str, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    """The site sends its letters to a real mail server."""
    server = start_mail_server(tmp_path_factory.mktemp("mail"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, server.smtp_port
    settings.DEFAULT_FROM_EMAIL, settings.SITE_ADDRESS = "register@lana.example", site
    yield server
    server.stop()


def received(server: MailServer) -> list[MailMessage]:
    with server.mailbox() as box:
        return list(box.fetch(mark_seen=False))


def test_somebody_is_invited_joins_works_and_leaves(
    post: MailServer, site: str, browser: Browser, signed_in: Callable[..., Page]
) -> None:
    admin = signed_in(Role.ADMIN, "en")
    admin.goto("/members/invitations/")
    admin.fill("#id_email", USER)
    admin.select_option("#id_role", "manager")
    admin.select_option("#id_language", "en")
    admin.locator("main form .btn--main").click()
    expect(admin.get_by_text(f"The invitation was sent to {USER}.")).to_be_visible()
    (letter,) = received(post)
    assert letter.subject == "Sijill: an account for you"
    link = next(word for word in letter.text.split() if "/join/" in word)
    assert link in letter.html
    assert link.startswith(site)

    context = browser.new_context(base_url=site)
    context.add_cookies([{"name": "django_language", "value": "en", "url": site}])
    hers = context.new_page()
    hers.goto(link)
    hers.fill("#id_first_name", "آمال")
    hers.fill("#id_last_name", "الورشفاني")
    hers.fill("#id_username", "amal")
    hers.fill("#id_password", PASSWORD)
    hers.fill("#id_again", PASSWORD)
    hers.locator("main form .btn--main").click()
    expect(hers.get_by_text("Your account is made. Sign in as «amal».")).to_be_visible()
    hers.fill("[name=username]", "amal")
    hers.fill("[name=password]", PASSWORD)
    hers.locator("main form .btn--main").first.click()
    hers.wait_for_url(f"{site}/")
    hers.goto("/account/")
    expect(hers.locator(".status--ok", has_text="This one")).to_be_visible()
    amal = User.objects.get(username="amal")
    assert (amal.role, amal.email) == ("manager", USER)
    assert Invitation.objects.get().account == amal

    one = Engagement.objects.create(
        kind="meeting", title="لقاء", date=date(2026, 11, 18), approved_by=amal, approved_at=timezone.now()
    )
    promise = Commitment.objects.create(engagement=one, kind="agreed", text="تدريب الفنيين", assignee=amal)
    admin.goto(f"/members/{amal.pk}/")
    admin.get_by_role("link", name="Deactivate").click()
    expect(admin.get_by_text("تدريب الفنيين")).to_be_visible()
    manager = User.objects.get(username="manager")
    admin.select_option("#id_follow_ups", str(manager.pk))
    admin.locator("main form .btn--late").click()
    expect(admin.get_by_text("is closed, and what was open is handed over.")).to_be_visible()
    promise.refresh_from_db()
    assert promise.assignee == manager
    assert not Session.objects.filter(account=amal).exists()

    hers.goto("/countries/")
    hers.wait_for_url("**/accounts/login/**")
    hers.fill("[name=username]", "amal")
    hers.fill("[name=password]", PASSWORD)
    hers.locator("main form .btn--main").first.click()
    hers.wait_for_load_state()
    hers.goto("/countries/")
    hers.wait_for_url("**/accounts/login/**")
    context.close()
