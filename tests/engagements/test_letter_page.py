"""The page on which somebody asks for the weekly letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engagements.models import Subscription, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register

LETTERS = "/account/letters/"


@pytest.mark.parametrize("role", ["viewer", "editor", "manager", "registrar", "admin"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_everybody_may_ask_for_it(
    register: Register, as_role: Callable[[str], Client], role: str, language: str
) -> None:
    client = as_role(role)
    User.objects.filter(username=role).update(email="a@lana.example")
    client.cookies["django_language"] = language
    assert client.get(LETTERS).status_code == 200
    asked = {"wanted": "on", "days": "30"}
    assert client.post(LETTERS, asked).status_code == 302
    mine = Subscription.objects.get()
    assert (mine.user.username, mine.days) == (role, [30])
    assert client.post(LETTERS, asked | {"days": "60"}).status_code == 302
    assert Subscription.objects.get().days == [60]
    assert client.post(LETTERS, {"days": "30"}).status_code == 302
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    ("email", "days", "wrong"),
    [("", "30", "__all__"), ("a@lana.example", "0", "days"), ("a@lana.example", "9999", "days")],
    ids=range(3),
)
def test_what_is_wrong_is_told(
    register: Register, as_role: Callable[[str], Client], email: str, days: str, wrong: str
) -> None:
    client = as_role("viewer")
    User.objects.filter(username="viewer").update(email=email)
    answer = client.post(LETTERS, {"wanted": "on", "days": days})
    assert answer.status_code == 400
    assert answer.context["form"].errors.keys() == {wrong}
    assert not Subscription.objects.exists()


def test_an_account_needs_a_login(client: Client, db: None) -> None:
    assert client.get(LETTERS).status_code == 302
