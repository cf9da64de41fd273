"""Refusals are pages."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from engagements.models import Unit, User
from engagements.permissions import Role


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("ar", "رُفض هذا الطلب"), ("en", "has refused this request")])
def test_a_form_without_its_token_is_refused_with_a_page(language: str, words: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["django_language"] = language
    response = client.post("/accounts/login/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert words in response.content.decode()


OF_ANOTHER_WINDOW = {"csrfmiddlewaretoken": "a" * 64, "name_ar": "إدارة «المعادن»", "name_en": "<Minerals>"}


@pytest.fixture
def registrar() -> Client:
    client = Client(enforce_csrf_checks=True)
    client.cookies["django_language"] = "en"
    client.force_login(User.objects.create_user("registrar", role=Role.REGISTRAR))
    client.get("/units/")
    return client


@pytest.mark.django_db
def test_a_form_with_the_token_from_before_signing_in_keeps_what_it_sent_and_is_taken_again(
    registrar: Client,
) -> None:
    answer = registrar.post("/units/", OF_ANOTHER_WINDOW, headers={"Origin": "http://testserver"})
    page = answer.content.decode()
    assert (answer.status_code, Unit.objects.count()) == (403, 0)
    assert "Not sent yet" in page
    assert "إدارة «المعادن»" in page
    assert "&lt;Minerals&gt;" in page
    token = re.search(r'action="/units/".*?name="csrfmiddlewaretoken" value="(\w+)"', page, re.DOTALL)
    assert token
    again = OF_ANOTHER_WINDOW | {"csrfmiddlewaretoken": token[1]}
    assert registrar.post("/units/", again, headers={"Origin": "http://testserver"}).status_code == 302
    assert Unit.objects.get().name_en == "<Minerals>"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"},
    ],
)
def test_what_no_page_of_ours_sent_is_not_offered_to_be_sent_again(
    registrar: Client, headers: dict[str, str]
) -> None:
    page = registrar.post("/units/", OF_ANOTHER_WINDOW, headers=headers).content.decode()
    assert "has refused this request" in page
    assert 'name="name_en"' not in page


@pytest.mark.django_db
def test_a_form_with_a_password_is_typed_again_by_whoever_knows_it(registrar: Client) -> None:
    form = {"csrfmiddlewaretoken": "a" * 64, "username": "registrar", "password": "not to be written down"}
    page = registrar.post("/accounts/login/", form, headers={"Origin": "http://testserver"}).content.decode()
    assert "has refused this request" in page
    assert "not to be written down" not in page


@pytest.mark.django_db
def test_the_style_guide_is_for_staff() -> None:
    client = Client()
    assert client.get("/styleguide/").status_code == 302
    client.force_login(User.objects.create_user("staff"))
    assert client.get("/styleguide/").status_code == 200
