"""OWASP A01, A07: nobody is taken for somebody else, nor gets what is not theirs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core import signing
from django.test import Client
from django.urls import reverse

from engagements.models import Engagement, SavedFilter, User
from engagements.permissions import Role

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from tests.attacks.conftest import World

pytestmark = pytest.mark.django_db


def test_a_session_of_before_signing_in_is_another_one_after_it(world: World, settings: Settings) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "attackerchosenattackerchosen1234"
    client.post("/accounts/login/", {"username": "viewer", "password": "a long enough one"})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "attackerchosenattackerchosen1234"


@pytest.mark.parametrize("value", ["", "x" * 4000, "../../etc/passwd", "a\x00b", "0" * 32, "<script>"])
def test_a_session_that_somebody_made_up_is_none(world: World, settings: Settings, value: str) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = value
    assert client.get("/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["django_language", "messages", "csrftoken"])
def test_other_cookies_that_somebody_made_up_do_no_harm(world: World, name: str) -> None:
    client = world.client()
    client.cookies[name] = "<script>alert(1)</script>/../..%00"
    answer = client.get("/")
    assert answer.status_code == 200
    assert b"<script>alert(1)" not in answer.content


def test_a_message_that_somebody_made_up_is_not_shown(world: World) -> None:
    client = world.client()
    client.cookies[CookieStorage.cookie_name] = signing.Signer(key="another key").sign("[[0, 25, 'made up']]")
    assert b"made up" not in client.get("/").content


def test_signing_in_and_asking_for_a_new_password_tell_nobody_who_has_an_account(world: World) -> None:
    pages = []
    for username in ("viewer", "nobody-of-this-name"):
        answer = Client().post("/accounts/login/", {"username": username, "password": "wrong wrong wrong"})
        page = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", answer.content.decode())
        pages.append((answer.status_code, page.replace(username, "")))
    assert pages[0] == pages[1]
    asked = [
        Client().post(reverse("account_reset_password"), {"email": f"{who}@example.org"})
        for who in ("viewer", "nobody")
    ]
    assert asked[0].status_code == asked[1].status_code
    assert asked[0].headers.get("Location") == asked[1].headers.get("Location")


@pytest.mark.parametrize(
    "written",
    ["ＶＩＥＷＥＲ", "viewer\u200b", "viewer ", "vi\u0435wer", "VIEWER\u0301", "viewer'--", "viewer%"],
)
def test_a_name_that_only_looks_alike_signs_nobody_in(world: World, written: str) -> None:
    client = Client()
    client.post("/accounts/login/", {"username": written, "password": "a long enough one "})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "field", ["role", "is_staff", "is_superuser", "in_restricted_group", "permissions", "groups"]
)
def test_nobody_gives_himself_more_by_a_field_of_a_form(world: World, field: str) -> None:
    client = world.client(Role.VIEWER)
    same = ("role", "is_staff", "is_superuser", "in_restricted_group")
    mine = User.objects.filter(pk=world.users[Role.VIEWER].pk)
    before = mine.values(*same).get()
    for path in (
        "/account/",
        "/account/letters/",
        "/account/email/",
        "/language/",
        "/account/calendar/",
        "/join/x/",
    ):
        client.post(path, {field: "admin", "email": "new@example.org", "language": "ar", "first_name": "x"})
    assert mine.values(*same).get() == before


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1--", "x" * 500, "é", "null", "Bearer"])
def test_a_token_that_somebody_made_up_opens_nothing(world: World, token: str) -> None:
    assert (
        Client().get("/api/v1/engagements", headers={"authorization": f"Bearer {token}"}).status_code == 401
    )
    assert Client().get(f"/calendar/{token or '-'}.ics").status_code in {404, 429}


def test_a_token_of_the_api_reads_and_does_nothing_else(world: World) -> None:
    headers = {"authorization": f"Bearer {world.token}"}
    assert Client().get("/api/v1/engagements", headers=headers).status_code == 200
    assert Client().post("/api/v1/engagements", {"title": "x"}, headers=headers).status_code == 405
    assert Client().get("/engagements/", headers=headers).status_code in {302, 404}
    assert Client().get("/", headers=headers).status_code == 302


@pytest.mark.parametrize("kind", ["engagement", "commitment", "api engagement", "search", "csv", "suggest"])
def test_what_is_restricted_does_not_exist_for_others(world: World, kind: str) -> None:
    Engagement.objects.update(confidentiality="restricted")
    client, number = world.client(Role.VIEWER), world.engagement.pk
    address = {
        "engagement": f"/engagements/{number}/",
        "commitment": f"/follow-ups/{world.commitment.pk}/",
        "api engagement": f"/api/v1/engagements/{number}",
        "search": "/search/?q=data-hacked",
        "csv": "/countries/JP/timeline.csv",
        "suggest": "/suggest/?q=name&kind=person",
    }[kind]
    answer = client.get(address)
    assert answer.status_code in {200, 403, 404}
    content = b"".join(answer) if answer.streaming else answer.content
    assert b"|title" not in content
    assert b"|commitment" not in content


def test_nobody_opens_or_deletes_the_saved_filter_of_another(world: World) -> None:
    saved = SavedFilter.objects.get()
    client = world.client(Role.MANAGER)
    assert client.get(f"/saved/{saved.pk}/").status_code == 404
    assert client.post(f"/saved/{saved.pk}/delete/").status_code == 404
    assert SavedFilter.objects.filter(pk=saved.pk).exists()
