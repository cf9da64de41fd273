"""Nobody changes how an account is reached or opened by a session alone: who has it shows anew who they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from engagements.models import ApiToken, CalendarFeed, User
from engagements.permissions import Role
from tests.accounts.members import person, signed_in
from tests.accounts.test_members import with_mail
from tests.proving import has_proven

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

PASSWORD = "a long enough one"
NEW = "huda@ministry.example"
LONG_AGO = 601

pytestmark = pytest.mark.django_db


@pytest.fixture
def huda(settings: Settings) -> User:
    with_mail(settings)
    account = person("huda", Role.ADMIN)
    account.set_password(PASSWORD)
    account.save()
    return account


def left_alone(account: User, language: str = "ar") -> Client:
    """A browser in which somebody signed in longer ago than that counts."""
    client = signed_in(account)
    client.cookies["django_language"] = language
    has_proven(client, LONG_AGO)
    return client


def asked_for(client: Client, path: str, data: dict[str, Any]) -> str:
    """Where one is led that asks who one is; nothing is done yet."""
    answer = client.post(path, data)
    assert answer.status_code == 302, path
    where = str(answer["Location"])
    assert where == f"/accounts/reauthenticate/?next={path.replace('/', '%2F')}"
    return where


def proves(client: Client, where: str) -> Any:
    return client.post(where, {"password": PASSWORD})


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_session_alone_makes_no_token_and_nothing_typed_is_lost(huda: User, language: str) -> None:
    client = left_alone(huda, language)
    where = asked_for(client, "/account/tokens/", {"name": "تقارير", "days": "30"})
    assert client.get(where).status_code == 200
    refused = client.post(where, {"password": "another one"})
    assert refused.status_code == 200
    assert not ApiToken.objects.exists()
    page = proves(client, where).content.decode()
    (kept,) = ApiToken.objects.all()
    assert kept.name == "تقارير"
    assert re.search(r'value="sijill_[\w-]{43}"', page)
    assert client.post(f"/account/tokens/{kept.pk}/revoke/").status_code == 302, "proven for ten minutes"
    kept.refresh_from_db()
    assert kept.revoked_at


def test_a_session_alone_revokes_no_token(huda: User) -> None:
    has_proven(client := signed_in(huda))
    client.post("/account/tokens/", {"name": "x"})
    kept = ApiToken.objects.get()
    has_proven(client, LONG_AGO)
    for path in (f"/account/tokens/{kept.pk}/revoke/", f"/members/{huda.pk}/tokens/{kept.pk}/revoke/"):
        where = asked_for(client, path, {})
    kept.refresh_from_db()
    assert not kept.revoked_at
    assert proves(client, where)["Location"] == f"/members/{huda.pk}/"
    kept.refresh_from_db()
    assert kept.revoked_at


def test_a_session_alone_gives_the_account_no_other_address(huda: User, mailoutbox: list[Any]) -> None:
    client = left_alone(huda)
    where = asked_for(client, "/account/email/", {"email": NEW})
    assert mailoutbox == []
    assert proves(client, where)["Location"] == "/account/"
    assert [letter.to for letter in mailoutbox] == [[NEW]]
    where = asked_for(left_alone(huda), f"/members/{huda.pk}/email/", {"email": NEW})
    huda.refresh_from_db()
    assert huda.email == "huda@lana.example", "an administrator changes their own as little"


def test_a_session_alone_makes_no_calendar_address(huda: User) -> None:
    client = left_alone(huda)
    where = asked_for(client, "/account/calendar/", {"do": "make", "scope": "mine"})
    assert not CalendarFeed.objects.exists()
    assert b".ics" in proves(client, where).content
    has_proven(client, LONG_AGO)
    assert (
        client.post("/account/calendar/", {"do": "choose", "scope": "all"})["Location"]
        == "/account/calendar/"
    )
    asked_for(client, "/account/calendar/", {"do": "revoke", "scope": "mine"})
    assert CalendarFeed.objects.exists()


def test_a_session_alone_opens_no_way_into_another_account(huda: User) -> None:
    """What an administrator hands out, and what would let somebody else in at their account."""
    client, anas = left_alone(huda), person("anas")
    for path in ("password", "factors/remove", "email"):
        asked_for(client, f"/members/{anas.pk}/{path}/", {"email": NEW})
    anas.refresh_from_db()
    assert anas.email == "anas@lana.example"


@pytest.mark.parametrize(
    "path",
    ["totp/activate/", "passkeys/add/", "recovery-codes/generate/", "passkeys/1/edit/", "passkeys/1/remove/"],
)
def test_a_session_alone_changes_no_second_factor(huda: User, path: str) -> None:
    client = left_alone(huda)
    for answer in (client.get(f"/accounts/2fa/{path}"), client.post(f"/accounts/2fa/{path}", {"name": "x"})):
        assert answer["Location"].startswith("/accounts/reauthenticate/")


def test_who_has_just_signed_in_is_not_asked(huda: User, mailoutbox: list[Any]) -> None:
    client = Client()
    client.post("/accounts/login/", {"username": "huda", "password": PASSWORD})
    assert client.post("/account/tokens/", {"name": "x"}).status_code == 200
    assert client.post("/account/calendar/", {"do": "make", "scope": "mine"}).status_code == 200
    assert client.post("/account/email/", {"email": NEW})["Location"] == "/account/"
    assert len(mailoutbox) == 1


def test_who_signs_in_by_the_provider_alone_is_sent_there(huda: User, settings: Settings) -> None:
    """Nothing else is known of them: without this the library would ask nothing."""
    huda.set_unusable_password()
    huda.save()
    client = left_alone(huda)
    for path, page in (
        ("/account/email/", "/account/"),
        ("/account/tokens/7/revoke/", "/account/tokens/"),
        (f"/members/{huda.pk}/email/", f"/members/{huda.pk}/"),
        ("/account/tokens/", "/account/tokens/"),
        ("/accounts/password/set/", "/accounts/password/set/"),
    ):
        answer = client.post(path, {"email": NEW, "name": "x", "password1": NEW, "password2": NEW})
        assert answer["Location"].startswith("/accounts/sign-in-again/?next="), path
        settings.SOCIALACCOUNT_PROVIDERS = {}
        assert "oidc" not in client.get(answer["Location"]).content.decode()
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": [{"provider_id": "ministry", "name": "دخول الوزارة"}]}
        }
        shown = client.get(answer["Location"]).content.decode()
        back = page.replace("/", "%2F")
        assert f'href="/accounts/oidc/ministry/login/?next={back}&amp;auth_params=prompt%3Dlogin"' in shown
    elsewhere = client.get("/accounts/sign-in-again/?next=https://evil.example/").content.decode()
    assert "login/?next=%2Faccount%2F&amp;" in elsewhere
    assert not ApiToken.objects.exists()
    huda.refresh_from_db()
    assert not huda.has_usable_password()
    has_proven(client)
    assert client.post("/account/tokens/", {"name": "x"}).status_code == 200
