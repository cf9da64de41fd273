"""Tokens of the API: made, shown once, used, gone."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from engagements.errors import Refusal
from engagements.models import ApiToken, AuditEntry, Engagement, User
from engagements.services.tokens import MOST, issue_token

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.engagements.conftest import Register

ADDRESS = "/account/tokens/"
SECRET = re.compile(r'value="(sijill_[\w-]{43})"')


def asking(secret: str, language: str = "en") -> Client:
    """A program: no cookies, only the token."""
    return Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": language})


def status(secret: str) -> int:
    return asking(secret).get("/api/v1/topics").status_code


@pytest.fixture
def token(account: Callable[..., User]) -> tuple[ApiToken, str]:
    return issue_token(by=account("viewer"), name="تقارير", expires_at=None, now=timezone.now())


def test_a_token_is_shown_once_and_kept_as_a_hash(as_role: Callable[[str], Client]) -> None:
    client = as_role("viewer")
    made = client.post(ADDRESS, {"name": "تقارير الوزارة", "days": "30"})
    (secret,) = SECRET.findall(made.content.decode())
    assert "no-store" in made["Cache-Control"]
    kept = ApiToken.objects.get()
    assert (kept.name, kept.user.username) == ("تقارير الوزارة", "viewer")
    assert (kept.digest, secret.startswith(kept.prefix)) == (sha256(secret.encode()).hexdigest(), True)
    assert kept.expires_at == kept.created_at + timedelta(days=30)
    again = client.get(ADDRESS).content.decode()
    assert secret not in again
    assert kept.prefix in again
    assert status(secret) == 200
    entry = AuditEntry.objects.get(subject_type="apitoken")
    assert (entry.action, entry.actor_name) == ("issued", kept.user.display_name)
    assert secret not in f"{entry.subject_label}{entry.changes}"


def test_a_token_reads_what_its_account_may(register: Register, account: Callable[..., User]) -> None:
    hidden = register.engagement()
    Engagement.objects.filter(pk=hidden.pk).update(confidentiality="restricted")
    for role, found in (("viewer", 0), ("manager", 1)):
        _token, secret = issue_token(by=account(role), name="x", expires_at=None, now=timezone.now())
        response = asking(secret).get("/api/v1/engagements")
        assert response.json()["total"] == found
        assert not response.cookies
        assert asking(secret).post("/api/v1/engagements").status_code == 405
        assert asking(secret).get("/countries/").status_code == 302, "a token opens no page"


def test_when_it_was_used_last_is_noted_once_a_minute(token: tuple[ApiToken, str]) -> None:
    kept, secret = token
    assert status(secret) == 200
    kept.refresh_from_db()
    used = kept.last_used_at
    assert used is not None
    assert status(secret) == 200
    kept.refresh_from_db()
    assert kept.last_used_at == used
    ApiToken.objects.update(last_used_at=used - timedelta(minutes=2))
    assert status(secret) == 200
    kept.refresh_from_db()
    assert kept.last_used_at is not None
    assert kept.last_used_at >= used


def test_a_revoked_token_opens_nothing(token: tuple[ApiToken, str], as_role: Callable[[str], Client]) -> None:
    kept, secret = token
    assert as_role("manager").post(f"{ADDRESS}{kept.pk}/revoke/").status_code == 404
    assert status(secret) == 200
    client = as_role("viewer")
    assert client.get(f"{ADDRESS}{kept.pk}/revoke/").status_code == 405
    for _twice in range(2):
        assert client.post(f"{ADDRESS}{kept.pk}/revoke/").status_code == 302
    assert status(secret) == 401
    assert [entry.action for entry in AuditEntry.objects.order_by("id")] == ["issued", "revoked"]
    assert client.get("/audit/").status_code == 403
    assert "تقارير" in as_role("admin").get("/audit/").content.decode()


def _expire(token: ApiToken, now: datetime) -> None:
    ApiToken.objects.filter(pk=token.pk).update(created_at=now - timedelta(days=2), expires_at=now)


def _deactivate(token: ApiToken, now: datetime) -> None:
    User.objects.filter(pk=token.user_id).update(is_active=False)


@pytest.mark.parametrize("ends", [_expire, _deactivate])
def test_a_token_ends_with_its_time_and_its_account(
    token: tuple[ApiToken, str], ends: Callable[[ApiToken, datetime], None]
) -> None:
    kept, secret = token
    ends(kept, timezone.now())
    assert status(secret) == 401


@pytest.mark.parametrize("header", ["Bearer", "Bearer x", "Basic dmlld2VyOng=", "sijill_x", ""])
def test_a_header_that_is_no_token_is_refused_whatever_session_comes_with_it(
    as_role: Callable[[str], Client], header: str
) -> None:
    client = as_role("viewer")
    assert client.get("/api/v1/topics").status_code == 200
    response = client.get("/api/v1/topics", headers={"Authorization": header})
    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")


@pytest.mark.parametrize(
    ("asked", "language"), [("en", "en"), ("en-GB,ar;q=0.5", "en"), ("fr", "ar"), ("ar", "ar")]
)
def test_programs_are_answered_in_the_language_that_they_ask_for(
    token: tuple[ApiToken, str], asked: str, language: str
) -> None:
    response = asking(token[1], asked).get("/api/v1/engagements?kind=x")
    assert response["Content-Language"] == language
    assert response.json()["errors"][0].startswith("Kind" if language == "en" else "النوع")


def test_an_account_has_so_many_and_no_more(
    account: Callable[..., User], as_role: Callable[[str], Client]
) -> None:
    user, now = account("viewer"), timezone.now()
    for number in range(MOST):
        issue_token(by=user, name=f"رقم {number}", expires_at=None, now=now)
    with pytest.raises(Refusal):
        issue_token(by=user, name="x", expires_at=None, now=now)
    response = as_role("viewer").post(ADDRESS, {"name": "x", "days": ""})
    assert (response.status_code, ApiToken.objects.count()) == (400, MOST)
    assert not SECRET.search(response.content.decode())


def test_a_token_needs_a_name(as_role: Callable[[str], Client]) -> None:
    assert as_role("viewer").post(ADDRESS, {"name": " ", "days": "x"}).status_code == 400
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_about_it_names_every_address(as_role: Callable[[str], Client], language: str) -> None:
    client = as_role("viewer")
    client.cookies["django_language"] = language
    page = client.get("/api/").content.decode()
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        assert f"GET {path}<" in page
    assert not re.search(r"(?:src|href)=\"https?://", page), "all that the page is made of is ours"
    assert Client().get("/api/").status_code == 302
