"""What an address of the register may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client


@pytest.mark.parametrize("code", ["%00", "%00%00", "JPN", "ZZ", "J1", "%D9%84%D9%8A"])
def test_what_is_no_code_of_a_country_is_not_found(as_role: Callable[[str], Client], code: str) -> None:
    assert as_role("viewer").get(f"/countries/{code}/").status_code == 404


@pytest.mark.parametrize("address", ["engagements", "partners", "people", "follow-ups", "drafts", "releases"])
@pytest.mark.parametrize("number", ["0", "99999999999999999999999"])
def test_a_number_that_no_record_has_is_not_found(
    as_role: Callable[[str], Client], address: str, number: str
) -> None:
    assert as_role("admin").get(f"/{address}/{number}/").status_code == 404
