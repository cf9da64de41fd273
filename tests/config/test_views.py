"""Refusals are pages."""

from __future__ import annotations

import pytest
from django.test import Client

from engagements.models import User


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("ar", "رُفض هذا الطلب"), ("en", "has refused this request")])
def test_a_form_without_its_token_is_refused_with_a_page(language: str, words: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["django_language"] = language
    response = client.post("/accounts/login/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert words in response.content.decode()


@pytest.mark.django_db
def test_the_style_guide_is_for_staff() -> None:
    client = Client()
    assert client.get("/styleguide/").status_code == 302
    client.force_login(User.objects.create_user("staff"))
    assert client.get("/styleguide/").status_code == 200
