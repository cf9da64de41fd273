"""The pages about the API: usable by everybody, at every width, the token shown where one can copy it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from engagements.permissions import Role
from tests.browser.test_pages import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_tokens_and_the_page_about_the_addresses(
    site: str, signed_in: Callable[..., Page], language: str
) -> None:
    page = signed_in(Role.VIEWER, language, width=390)
    page.goto("/account/tokens/")
    page.locator("[name=name]").fill("تقارير")
    page.locator("form.sheet button").click()
    secret = page.locator("#secret")
    expect(secret).to_be_focused()
    assert secret.input_value().startswith("sijill_")
    for path in ("/account/tokens/", "/api/"):
        if path == "/api/":
            page.goto(path)
        assert not violations(page), path
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, path
