"""Asks the API, and something restricted beside something open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from engagements.models import Engagement
from engagements.services.recording import CommitmentRecord

if TYPE_CHECKING:
    from tests.engagements.conftest import Register

SECRET = "الغضنفر"
LISTS = [
    "/engagements",
    "/countries/JP/engagements",
    "/topics/mining/engagements",
    "/commitments",
    "/partners",
    "/people",
]


def body(client: Client, path: str) -> dict[str, Any]:
    path = path.removeprefix("http://testserver/api/v1")
    response = client.get(f"/api/v1{path}")
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def numbers(client: Client, path: str) -> list[int]:
    return [row["id"] for row in body(client, path)["results"]]


def met(register: Register, name: str, **values: Any) -> Engagement:
    return register.engagement(
        **{
            "title": f"لقاء {name}",
            "topics": ("mining",),
            "organizations": (f"شركة {name}",),
            "participants": (
                register.participant(f"سالم {name}", evidence=(register.quotation("name", "كينجي"),)),
            ),
            "commitments": (CommitmentRecord("agreed", f"تسليم {name}", "", date(2027, 1, 1)),),
            "evidence": (register.quotation("date", "الأربعاء", "2026-11-18"),),
        }
        | values
    )


@pytest.fixture
def hidden(register: Register) -> Engagement:
    """A restricted engagement with a partner and a person of its own, beside an open one."""
    met(register, "المعروف")
    found = met(register, SECRET)
    Engagement.objects.filter(pk=found.pk).update(confidentiality="restricted")
    return found


def every_address(hidden: Engagement) -> list[str]:
    """Each address of the description, with the numbers of what is hidden."""
    schema = Client().get("/api/v1/openapi.json").json()
    of = {
        "/api/v1/engagements": hidden.pk,
        "/api/v1/commitments": hidden.commitments.get().pk,
        "/api/v1/partners": hidden.partners.get().pk,
        "/api/v1/people": hidden.participations.get().person_id,
    }
    found = []
    for path in schema["paths"]:
        kind = path.partition("/{")[0]
        code = "JP" if "countries" in path else "mining"
        found.append(path.replace("{number}", str(of.get(kind, 0))).replace("{code}", code))
    return found
