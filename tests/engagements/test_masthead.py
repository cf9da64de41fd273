"""What everybody and what administrators reach from every page, and whom a demonstration lets in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from engagements.management.commands.create_demo_accounts import ACCOUNTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["viewer", "admin"])
def test_the_menu_leads_to_permissions_and_administrators_to_the_status(
    as_role: Callable[[str], Client], role: str
) -> None:
    page = as_role(role).get(reverse("notices")).content.decode()
    assert f'href="{reverse("permissions")}"' in page
    assert (f'href="{reverse("status")}"' in page) == (role == "admin")


def test_the_sign_in_page_of_a_demonstration_names_every_account(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    client.cookies["django_language"] = "en"
    page = client.get(reverse("account_login")).content.decode()
    assert all(f" {name}" in page.partition("Sign in as")[2] for name, *_rest in ACCOUNTS)
