"""Signing in as people do: password and code, passkey, letter, the ministry's own provider; in both languages."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import expect

from accounts import tasks
from accounts.sessions import SessionStore
from config import oidc
from engagements.models import Action, AuditEntry, User
from engagements.permissions import Role
from tests import oidc_provider
from tests.browser.conftest import PASSWORD, PATIENCE_MS
from tests.browser.test_pages import violations
from tests.mail_server import MailServer, start_mail_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from pytest_django.fixtures import Settings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "a new one that is long enough"


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def stranger(site: str, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Opens a window in which nobody is signed in, in Arabic or English."""
    contexts = []

    def opened(language: str) -> Page:
        context = browser.new_context(base_url=site, locale="en-GB")
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        context.add_cookies([{"name": "django_language", "value": language, "url": site}])
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def arrive(page: Page, path: str) -> None:
    """Waits for the page at this path, whatever its question; `next` in another page's question is none."""
    page.wait_for_url(lambda url: urlsplit(url).path == path)


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/?next=/countries/")
    page.fill("[name=username]", Role.EDITOR.value)
    page.fill("[name=password]", password)
    page.click("main form button >> nth=0")


def leave_alone(page: Page) -> None:
    """As if signing in were longer ago than it counts."""
    (key,) = (one["value"] for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    session = SessionStore(key)
    for record in session["account_authentication_methods"]:
        record["at"] -= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1
    session.save()


def prove(page: Page, path: str) -> None:
    """Opens what has to be proven before, long after signing in, and types the password for it."""
    leave_alone(page)
    page.goto(path)
    arrive(page, "/accounts/reauthenticate/")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button >> nth=0")
    arrive(page, path)


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_password_and_code(stranger: Callable[[str], Page], language: str, direction: str) -> None:
    page = stranger(language)
    page.goto("/accounts/login/")
    assert violations(page) == []
    sign_in(page, "not this one")
    expect(page.locator("html")).to_have_attribute("dir", direction)
    expect(page.get_by_role("alert").first).to_be_visible()
    sign_in(page)
    arrive(page, "/countries/")
    prove(page, "/accounts/2fa/totp/activate/")
    secret = page.locator(".secret code").inner_text()
    expect(page.locator("svg.qr")).to_be_visible()
    assert violations(page) == []
    page.fill("[name=code]", code_of(secret))
    page.click("main form .btn--main")
    arrive(page, "/accounts/2fa/recovery-codes/")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    assert violations(page) == []
    with page.expect_download() as waiting:
        page.click("a[href$='/download/']")
    written = waiting.value.path().read_text(encoding="utf-8").splitlines()
    assert [line for line in written if line.isdigit()] == codes
    page.goto("/accounts/logout/")
    page.click("main form button >> nth=0")
    arrive(page, "/accounts/login/")
    sign_in(page)
    arrive(page, "/accounts/2fa/authenticate/")
    assert violations(page) == []
    page.fill("[name=code]", codes[3])
    page.click("main form button >> nth=0")
    arrive(page, "/countries/")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_passkey_is_made_named_used_and_removed(stranger: Callable[[str], Page], language: str) -> None:
    page = stranger(language)
    chrome = page.context.new_cdp_session(page)
    chrome.send("WebAuthn.enable")
    chrome.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(page)
    arrive(page, "/countries/")
    prove(page, "/accounts/2fa/passkeys/add/")
    page.fill("[name=name]", "هاتف المكتب")
    page.click("main form button >> nth=0")
    arrive(page, "/accounts/2fa/recovery-codes/")
    kept = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    assert (kept.user.username, kept.wrap().name) == (Role.EDITOR, "هاتف المكتب")
    page.goto("/accounts/logout/")
    page.click("main form button >> nth=0")
    arrive(page, "/accounts/login/")
    # No name, no password: the passkey is both factors.
    page.goto("/accounts/login/?next=/countries/")
    page.click("form[data-passkey=enter] button")
    arrive(page, "/countries/")
    assert AuditEntry.objects.filter(action=Action.SIGNED_IN, note="passkey").count() == 1
    # As the second step after a password, too.
    page.goto("/accounts/logout/")
    page.click("main form button >> nth=0")
    arrive(page, "/accounts/login/")
    # Where the site is called by a number no passkey can be used: nothing is offered that does nothing.
    port = urlsplit(page.url).port
    page.goto(f"http://127.0.0.1:{port}/accounts/login/")
    expect(page.locator("[data-ways]")).to_be_hidden()
    page.goto("/accounts/login/")
    expect(page.locator("[data-ways]")).to_be_visible()
    sign_in(page)
    arrive(page, "/accounts/2fa/authenticate/")
    page.click("form[data-passkey=prove] button")
    arrive(page, "/countries/")
    prove(page, f"/accounts/2fa/passkeys/{kept.pk}/remove/")
    page.click("main form button >> nth=0")
    arrive(page, "/accounts/2fa/")
    assert not Authenticator.objects.filter(user__username=Role.EDITOR).exists()
    assert AuditEntry.objects.filter(action=Action.SECOND_FACTOR_REMOVED).count() == 1


@pytest.fixture
def server(site: str, settings: Settings, tmp_path: Path) -> Iterator[MailServer]:
    server = start_mail_server(tmp_path)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.smtp_port
    settings.DEFAULT_FROM_EMAIL, settings.SITE_ADDRESS = "sijill@ministry.example", site
    yield server
    server.stop()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_password_is_reset_by_letter(
    server: MailServer, stranger: Callable[[str], Page], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    posted: list[str] = []
    monkeypatch.setattr("accounts.posting.reset", posted.append)
    address = "huda@ministry.example"
    User.objects.filter(username=Role.EDITOR).update(email=address, language=language)
    page = stranger(language)
    page.goto("/accounts/login/")
    page.click("a[href='/accounts/password/reset/']")
    page.fill("[name=email]", address)
    page.click("main form button >> nth=0")
    arrive(page, "/accounts/password/reset/done/")
    assert posted == [address]
    # What a worker does with it; that workers take what is posted, the tests of letters show.
    tasks.send_reset_letters(posted[0])
    with server.mailbox() as box:
        (letter,) = list(box.fetch(mark_seen=False))
    found = re.search(r"http://\S+", letter.text)
    assert found
    page.goto(found[0])
    page.fill("[name=password1]", NEW)
    page.fill("[name=password2]", NEW)
    page.click("main form button >> nth=0")
    arrive(page, "/accounts/password/reset/key/done/")
    sign_in(page, NEW)
    arrive(page, "/countries/")


@pytest.fixture
def provider(
    site: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The ministry's provider runs, and Sijill knows it."""
    callback = f"{site}/accounts/oidc/ministry/login/callback/"
    running = oidc_provider.start_provider(tmp_path, callback)
    monkeypatch.setenv("SIJILL_OIDC_CLIENT", oidc_provider.CLIENT)
    monkeypatch.setenv("SIJILL_OIDC_SECRET", oidc_provider.SECRET)
    settings.SOCIALACCOUNT_PROVIDERS = oidc.provider(running.url, "دخول الوزارة")
    yield
    running.stop()


def come_by_provider(page: Page, name: str) -> None:
    page.goto("/accounts/login/?next=/countries/")
    show_there(page, name)


def show_there(page: Page, name: str) -> None:
    page.click("a[href^='/accounts/oidc/']")
    page.fill("[name=name]", name)
    page.fill("[name=password]", oidc_provider.PASSWORD)
    page.click("button")


def test_the_ministrys_own_sign_in(provider: None, stranger: Callable[[str], Page]) -> None:
    address, _verified = oidc_provider.PEOPLE["known"]
    page = stranger("en")
    come_by_provider(page, "known")
    expect(page.locator("main")).to_contain_text("There is no account for you")
    user = User.objects.get(username=Role.EDITOR)
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    for _ in range(2):
        page = stranger("ar")
        come_by_provider(page, "known")
        arrive(page, "/countries/")
    assert SocialAccount.objects.get().user_id == user.pk
    assert AuditEntry.objects.filter(action=Action.SIGNED_IN, note="provider", actor=user).count() == 2
    assert AuditEntry.objects.filter(action=Action.PROVIDER_LINKED).count() == 1
    leave_alone(page)
    page.goto("/accounts/password/set/")
    arrive(page, "/accounts/sign-in-again/")
    assert violations(page) == []
    show_there(page, "known")  # the provider knows this browser, and asks all the same
    arrive(page, "/accounts/password/set/")
    expect(page.locator("[name=password1]")).to_be_visible()
    page = stranger("en")
    come_by_provider(page, "unverified")
    expect(page.locator("main")).to_contain_text("does not say that your e-mail address is verified")
