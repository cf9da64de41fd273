"""Second factors: set up, asked for, needed by roles, taken away."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client, TestCase
from django.utils import timezone

from accounts.services.second_factors import remove_all
from engagements.models import Action, AuditEntry, FeedScope, User
from engagements.permissions import Refused, Role
from engagements.services.calendar_feeds import issue_feed
from engagements.services.tokens import issue_token

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

PASSWORD = "a long enough one"
SECRET = re.compile(r"<code id=\"key\" dir=\"ltr\">((?:<span>[A-Z2-7]{4}</span>){8})</code>")
TAG = re.compile(r"</?span>")
CODES = re.compile(r"<li><code>(\d{8})</code></li>")

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return User.objects.create_user("walid", password=PASSWORD, role=Role.ADMIN)


def code_of(secret: str, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def enter(name: str = "walid") -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.post("/accounts/login/", {"username": name, "password": PASSWORD})
    return client


def leave_alone(client: Client, seconds: int = 601) -> None:
    """As if all that somebody showed were so much longer ago."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= seconds
    session.save()


def kinds_of(user: User) -> set[str]:
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def prove(client: Client) -> None:
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302


def add_app(client: Client) -> str:
    """The secret of the app that was added."""
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert '<svg class="qr"' in page
    (shown,) = SECRET.findall(page)
    secret = TAG.sub("", shown)
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret, -1)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    return secret


def test_an_app_is_added_asked_for_and_each_code_opens_once(admin: User) -> None:
    client = enter()
    leave_alone(client)
    assert client.get("/accounts/2fa/totp/activate/")["Location"].startswith("/accounts/reauthenticate/")
    prove(client)
    secret = add_app(client)
    codes = CODES.findall(client.get("/accounts/2fa/recovery-codes/").content.decode())
    assert len(codes) == 10
    kept = {row.type: row.data for row in Authenticator.objects.filter(user=admin)}
    assert secret not in str(kept)
    assert kinds_of(admin) == {"totp", "recovery_codes"}
    code = code_of(secret)
    for wanted in (302, 200):
        again = enter()
        assert again.get("/").status_code == 302
        answer = again.post("/accounts/2fa/authenticate/", {"code": code})
        assert answer.status_code == wanted
        assert again.get("/account/").status_code == (200 if wanted == 302 else 302)
    for wanted in (302, 200):
        assert enter().post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == wanted
    notes = list(AuditEntry.objects.filter(action=Action.SIGNED_IN).values_list("note", flat=True))
    assert sorted(notes) == ["password", "password + recovery code", "password + totp"]
    assert AuditEntry.objects.filter(action=Action.SECOND_FACTOR_ADDED, note="totp").count() == 1


def test_whoever_has_just_signed_in_is_not_asked_again(admin: User) -> None:
    client = enter()
    leave_alone(client, seconds=590)
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    leave_alone(client, seconds=11)
    assert client.get("/accounts/2fa/totp/activate/").status_code == 302
    unknown = Client()
    unknown.force_login(admin)
    assert unknown.get("/accounts/2fa/totp/activate/").status_code == 302, "nobody knows how they came in"


def test_the_file_of_recovery_codes_says_whose_and_what_for(admin: User) -> None:
    client = enter()
    add_app(client)
    codes = CODES.findall(client.get("/accounts/2fa/recovery-codes/").text)
    answer = client.get("/accounts/2fa/recovery-codes/download/")
    lines = answer.text.splitlines()
    assert [line for line in lines if line.isdigit()] == codes
    today = timezone.localdate()
    for words in ("رموز الاسترداد", "Recovery codes", "Account: walid", "http://testserver/", f"{today:%Y}"):
        assert words in answer.text
    assert "recovery-codes.txt" in answer["Content-Disposition"]


def test_codes_cannot_be_guessed(admin: User) -> None:
    client = enter()
    prove(client)
    secret = add_app(client)
    thief = Client()
    thief.cookies["django_language"] = "en"
    thief.post("/accounts/login/", {"username": "walid", "password": PASSWORD})
    wrong = str((int(code_of(secret)) + 500_000) % 1_000_000).zfill(6)
    for _ in range(5):
        page = thief.post("/accounts/2fa/authenticate/", {"code": wrong})
    assert "The next one is possible at" in page.content.decode()
    assert thief.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 200
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"username": "walid", "password": PASSWORD})
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302


def test_a_role_that_needs_one_can_do_nothing_before(admin: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({Role.ADMIN})
    now = timezone.now()
    _token, secret = issue_token(by=admin, name="reports", expires_at=None, now=now)
    _feed, address = issue_feed(by=admin, scope=FeedScope.MINE, now=now)
    program = Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": "en"})
    client = enter()
    for path in ("/", "/countries/", "/account/", "/admin/"):
        assert client.get(path)["Location"] == "/accounts/2fa/", path
    assert client.post("/releases/upload/").status_code == 403
    assert "Your role needs a second factor" in client.get("/accounts/2fa/").content.decode()
    refused = program.get("/api/v1/topics")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    assert client.get("/api/v1/topics").status_code == 403
    calendar = Client().get(f"/calendar/{address}.ics")
    assert (calendar.status_code, calendar["Content-Type"]) == (403, "text/plain; charset=utf-8")
    prove(client)
    add_app(client)
    assert client.get("/countries/").status_code == 200
    assert program.get("/api/v1/topics").status_code == 200
    assert Client().get(f"/calendar/{address}.ics").status_code == 200


def test_other_roles_go_on_without(settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({Role.ADMIN})
    User.objects.create_user("huda", password=PASSWORD, role=Role.EDITOR)
    assert enter("huda").get("/countries/").status_code == 200


def test_an_administrator_takes_them_away_after_a_loss(admin: User) -> None:
    User.objects.create_user("huda", password=PASSWORD, role=Role.EDITOR)
    huda = enter("huda")
    prove(huda)
    add_app(huda)
    user = User.objects.get(username="huda")
    with pytest.raises(Refused):
        remove_all(of=user, by=user, now=timezone.now())
    assert remove_all(of=user, by=admin, now=timezone.now())
    assert not kinds_of(user)
    assert huda.get("/countries/").status_code == 302
    entry = AuditEntry.objects.get(action=Action.SECOND_FACTOR_REMOVED)
    assert (entry.actor_id, entry.subject_id) == (admin.pk, user.pk)


def test_a_secret_kept_under_an_earlier_key_is_still_read(admin: User, settings: Settings) -> None:
    client = enter()
    prove(client)
    secret = add_app(client)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one, long enough for this purpose and all others"
    again = enter()
    assert again.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302
