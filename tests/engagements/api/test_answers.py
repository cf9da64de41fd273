"""The API's answers are as it describes them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from engagements.models import Engagement, Partner
from tests.engagements.api.conftest import SECRET, body, every_address, met

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engagements.conftest import Register


def test_the_answers_are_as_described(hidden: Engagement, as_role: Callable[[str], Client]) -> None:
    client = as_role("manager")
    schema = client.get("/api/v1/openapi.json").json()
    validate(schema)
    assert schema["openapi"].startswith("3.1")
    shown: dict[str, str] = {}
    for path in every_address(hidden):
        shown[path] = client.get(path).json()
    for pattern, answer in zip(schema["paths"], shown.values(), strict=True):
        described = schema["paths"][pattern]["get"]["responses"]["200"]["content"]["application/json"][
            "schema"
        ]
        Draft202012Validator(described | {"components": schema["components"]}).validate(answer)
    refused = {400: "/engagements?kind=x", 404: "/engagements/0", 401: "", 405: ""}
    problem = {"$ref": "#/components/schemas/Problem", "components": schema["components"]}
    for status, path in refused.items():
        asker = client if path else Client()
        response = (asker.post if status == 405 else asker.get)(f"/api/v1{path or '/engagements'}")
        assert (response.status_code, response.json()["status"]) == (status, status)
        Draft202012Validator(problem).validate(response.json())


def test_one_engagement_with_evidence_and_sources(
    hidden: Engagement, as_role: Callable[[str], Client]
) -> None:
    found = body(as_role("manager"), f"/engagements/{hidden.pk}")
    (source,) = found["sources"]
    text = hidden.sources.get().text
    assert source["id"] == hidden.sources.get().pk
    assert {one["field"] for one in found["evidence"]} >= {"date", "name"}
    for one in found["evidence"]:
        assert text[one["start"] : one["end"]] == one["quote"]
    assert found["restricted"] is True
    line = found["commitments"][0]
    assert {"owner_unit_id", "rating", "reference"} <= line.keys()
    assert found["commitments"][0]["due_on"] == "2027-01-01"


@pytest.mark.parametrize(
    ("day", "precision", "value"),
    [
        (date(2024, 5, 31), "day", "2024-05-31"),
        (date(2024, 5, 1), "month", "2024-05"),
        (date(2024, 1, 1), "year", "2024"),
        (None, "none", None),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(
    register: Register, as_role: Callable[[str], Client], day: date | None, precision: str, value: str | None
) -> None:
    number = register.engagement(date=day, date_precision=precision).pk
    when = body(as_role("viewer"), f"/engagements/{number}")["date"]
    assert (when["value"], when["precision"]) == (value, precision)
    assert when["first_day"] == (day.isoformat() if day else None)


def test_what_was_merged_leads_to_what_it_now_is(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    kept, gone = met(register, "الأول"), met(register, "الثاني")
    Engagement.objects.filter(pk=gone.pk).update(merged_into=kept)
    into, was = kept.partners.get(), gone.partners.get()
    Partner.objects.filter(pk=was.pk).update(merged_into=into)
    client = as_role("viewer")
    moved = {
        f"/engagements/{gone.pk}": f"/engagements/{kept.pk}",
        f"/partners/{was.pk}": f"/partners/{into.pk}",
        f"/partners/{was.pk}/engagements?kind=visit": f"/partners/{into.pk}/engagements?kind=visit",
    }
    for before, after in moved.items():
        response = client.get(f"/api/v1{before}")
        assert (response.status_code, response["Location"]) == (302, f"/api/v1{after}")


def test_a_fault_of_ours_is_told_as_the_other_problems_are(
    as_role: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*asked: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("engagements.api.lists.partners", fail)
    response = as_role("viewer").get("/api/v1/partners")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert response.json()["status"] == 500
    assert SECRET not in response.content.decode()
    assert SECRET in caplog.text
