"""Signing in and out by password."""

from __future__ import annotations

import pytest
from django.test import Client

from engagements.models import User

PASSWORD = "a long enough one"

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody() -> User:
    return User.objects.create_user("huda", email="huda@ministry.example", password=PASSWORD)


@pytest.mark.parametrize("name", ["huda", "HUDA", "huda@ministry.example"])
def test_one_signs_in_by_username_or_e_mail_and_is_led_on(somebody: User, name: str) -> None:
    client = Client()
    form = {"username": name, "password": PASSWORD, "next": "/countries/"}
    answer = client.post("/accounts/login/", form)
    assert (answer.status_code, answer["Location"]) == (302, "/countries/")
    assert client.get("/countries/").status_code == 200


def test_nobody_is_led_elsewhere(somebody: User) -> None:
    form = {"username": "huda", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert Client().post("/accounts/login/", form)["Location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("huda", "wrong"), ("nobody", PASSWORD), ("huda", "")])
def test_the_same_is_said_whatever_was_wrong(somebody: User, name: str, password: str) -> None:
    client = Client()
    answer = client.post("/accounts/login/", {"username": name, "password": password})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_signing_out_is_asked_about_and_done_by_a_form(somebody: User) -> None:
    client = Client()
    client.force_login(somebody)
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_the_tables_have_no_way_in_of_their_own() -> None:
    answer = Client().get("/admin/login/?next=/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/admin/")
    assert Client().get("/accounts/signup/").status_code == 404
