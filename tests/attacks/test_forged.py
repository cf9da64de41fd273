"""OWASP A01, A05: requests that another site forges, and answers that lead somewhere else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from engagements.models import Engagement
from engagements.permissions import Role
from tests.config.addresses import REFUSED, rows

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from tests.attacks.conftest import World

pytestmark = pytest.mark.django_db

_ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
_STANDS_FOR = {"int": "1", "country": "JP", "names": "partners", "slug": "mining"}


def filled(route: str) -> str:
    return "/" + _ARGUMENT.sub(lambda found: _STANDS_FOR.get(found[1] or "str", "csv"), route)


WRITTEN = sorted(route for route, row in rows().items() if row.write != REFUSED and row.whose != "secret")
"""Who knows a secret address needs no cookie, so there is nothing to forge: a mail program ends letters by one."""


def test_there_are_addresses_to_forge_requests_to() -> None:
    assert len(WRITTEN) > 60


@pytest.mark.parametrize("route", WRITTEN)
def test_no_form_is_taken_without_its_token(world: World, route: str) -> None:
    client = world.client(csrf=True)
    for headers in ({}, {"referer": "https://evil.example/"}, {"x-requested-with": "XMLHttpRequest"}):
        assert client.post(filled(route), {"a": "b"}, headers=headers).status_code == 403


def test_no_token_of_somebody_else_and_none_in_the_address_counts(world: World) -> None:
    client, other = world.client(csrf=True), world.client(Role.EDITOR, csrf=True)
    other.get("/releases/upload/")
    token = other.cookies["csrftoken"].value
    client.get("/releases/upload/")
    assert (
        client.post("/releases/upload/", {"text": "x", "csrfmiddlewaretoken": token[::-1]}).status_code == 403
    )
    assert client.post(f"/releases/upload/?csrfmiddlewaretoken={token}", {"text": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({"x-http-method-override": "POST"}, ""),
        ({"x-http-method-override": "DELETE"}, ""),
        ({"x-method-override": "POST"}, ""),
        ({}, "?_method=POST"),
    ],
)
def test_a_method_is_what_it_says(world: World, headers: dict[str, str], query: str) -> None:
    address = f"/releases/{world.release.pk}/retry/"
    assert world.client().get(address + query, headers=headers).status_code == 405


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "GETS"])
@pytest.mark.parametrize(
    "address", ["/", "/engagements/{engagement}/", "/drafts/{draft}/", "/api/v1/engagements"]
)
def test_other_methods_change_nothing(world: World, method: str, address: str) -> None:
    before = Engagement.objects.values_list("pk", "title").order_by("pk")
    expected = list(before)
    answer = world.client().generic(method, world.path(address))
    assert answer.status_code in {200, 405}
    assert list(before.all()) == expected
    if method == "TRACE":
        assert b"sessionid" not in answer.content


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "\t//evil.example",
    "/\r\nLocation: https://evil.example/",
    "http:///evil.example",
    "https://testserver@evil.example/",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_address_of_elsewhere_is_gone_to(world: World, target: str) -> None:
    for client, path, data in (
        (
            Client(),
            "/accounts/login/",
            {"username": "viewer", "password": "a long enough one", "next": target},
        ),
        (Client(), "/language/", {"language": "en", "next": target}),
        (world.client(), "/notices/read/", {"next": target}),
        (world.client(), f"/follow-ups/{world.commitment.pk}/follow/", {"next": target, "back": target}),
        (world.client(), f"/drafts/{world.draft.pk}/hold/", {"back": target}),
    ):
        answer = client.post(
            path, data, headers={"referer": target.strip()} if target.startswith("http") else {}
        )
        place = answer.headers.get("Location", "/")
        assert not re.match(r"[a-z]*:|[\\/]{2}|/\\", place, re.IGNORECASE), (path, place)
        assert not set(place) & set("\r\n\t")
    # Where the page of a follow-up goes back to, by its own link and after it was saved.
    page = world.client().get(f"/follow-ups/{world.commitment.pk}/", {"next": target})
    assert re.match(r"/(?![\\/])", page.context["back"])


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:443", "testserver@evil.example", "testserver:x", ""]
)
def test_a_host_that_is_not_ours_is_not_answered(world: World, host: str) -> None:
    for path in ("/accounts/login/", "/", "/healthz"):
        answer = Client(headers={"host": host}).get(path)
        assert answer.status_code == 400
        assert b"evil.example" not in answer.content


@pytest.mark.parametrize(
    "header", ["x-forwarded-host", "x-host", "forwarded", "x-original-url", "x-rewrite-url"]
)
def test_no_other_header_names_the_host_or_the_page(world: World, header: str, settings: Settings) -> None:
    client = world.client()
    plain = client.get("/api/")
    answer = client.get("/api/", headers={header: "evil.example"})
    assert answer.status_code == plain.status_code == 200
    assert b"evil.example" not in answer.content


def test_a_letter_leads_to_the_site_and_not_to_the_host_that_asked(world: World, settings: Settings) -> None:
    settings.SITE_ADDRESS, settings.ALLOWED_HOSTS = "https://register.example", ["*"]
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example", "sijill@register.example"
    Client(headers={"host": "evil.example"}).post(
        reverse("account_reset_password"), {"email": "editor@example.org"}
    )
    assert [letter for letter in mail.outbox if "evil.example" in f"{letter.body}{letter.subject}"] == []
