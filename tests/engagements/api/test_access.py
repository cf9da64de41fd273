"""For whom what the API tells exists, and that it can only be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from engagements.models import Engagement
from tests.engagements.api.conftest import LISTS, SECRET, body, every_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engagements.conftest import Register

ROLES = ["viewer", "editor", "registrar", "manager", "admin"]
MAY_SEE = {"manager", "admin"}


@pytest.mark.parametrize("role", ROLES)
def test_what_is_restricted_exists_for_those_alone_who_may_see_it(
    hidden: Engagement, as_role: Callable[[str], Client], role: str
) -> None:
    client = as_role(role)
    for path in every_address(hidden):
        response = client.get(path)
        of_one = any(part.isdigit() for part in path.split("/"))
        assert response.status_code == (200 if role in MAY_SEE or not of_one else 404), path
        said = SECRET in response.content.decode()
        if role not in MAY_SEE:
            assert not said, path
        elif not path.endswith(("/countries", "/countries/JP", "/topics")):
            assert said, path
    totals = [body(client, path)["total"] for path in LISTS]
    assert totals == [2 if role in MAY_SEE else 1] * len(LISTS)
    for name in ("partner", "person"):
        secret = {"partner": hidden.partners.get().pk, "person": hidden.participations.get().person_id}[name]
        asked = client.get(f"/api/v1/engagements?{name}={secret}")
        assert asked.status_code == (200 if role in MAY_SEE else 400)
    figures = {row["code"]: row["engagements"] for row in body(client, "/countries")["results"]}
    assert figures["JP"] == (2 if role in MAY_SEE else 1)


def test_nobody_gets_nothing(hidden: Engagement) -> None:
    for path in every_address(hidden):
        response = Client().get(path)
        assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json"), path
        assert response["WWW-Authenticate"].startswith("Bearer")
        assert "results" not in response.json()


def test_it_can_only_be_read_and_sets_no_cookie(register: Register, as_role: Callable[[str], Client]) -> None:
    client = as_role("admin")
    for method in ("post", "put", "patch", "delete"):
        response = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/engagements")
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert response.json()["status"] == 405
    assert client.options("/api/v1/engagements").status_code == 204
    got, head = client.get("/api/v1/engagements"), client.head("/api/v1/engagements")
    assert (head.status_code, head["ETag"], head.content) == (200, got["ETag"], b"")
    again = client.get("/api/v1/engagements", headers={"If-None-Match": got["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", got["ETag"])
    register.engagement()
    assert client.get("/api/v1/engagements", headers={"If-None-Match": got["ETag"]}).status_code == 200
    for response in (got, head, again):
        assert "private" in response["Cache-Control"]
        assert not response.cookies
    for path in ("/api/v1/", "/api/v1/nowhere", "/api/v1/engagements/x"):
        assert client.get(path)["Content-Type"] == "application/problem+json"
