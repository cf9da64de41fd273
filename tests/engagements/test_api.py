"""The API: the lists of the pages for programs, to whom they exist, a page at a time, as described."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import translation
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from engagements.models import Engagement, Partner, Person
from engagements.services.recording import CommitmentRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engagements.conftest import Register

SECRET = "الغضنفر"
ROLES = ["viewer", "editor", "registrar", "manager", "admin"]
MAY_SEE = {"manager", "admin"}
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


@pytest.mark.parametrize("role", ["viewer", "manager"])
def test_filters_give_what_the_page_gives(
    register: Register, as_role: Callable[[str], Client], role: str
) -> None:
    for number in range(6):
        met(
            register,
            f"رقم {number}",
            kind="visit" if number % 2 else "meeting",
            date=date(2026, 1, 1 + number) if number else None,
            date_precision="day" if number else "none",
            topics=("mining", "energy") if number < 3 else ("mining",),
            partner_countries=("JP", "IT") if number < 5 else ("IT",),
        )
    Engagement.objects.filter(title__endswith="رقم 4").update(confidentiality="restricted")
    client = as_role(role)
    partner, person = Partner.objects.first(), Person.objects.first()
    assert partner
    assert person
    asked = ["", "kind=visit", "kind=visit&kind=meeting&topic=energy", "since=2026-01-03", "until=2026-01-04"]
    asked += [f"partner={partner.pk}", f"person={person.pk}", "q=رقم 2", "commitment=open&kind=meeting"]
    pages = ["countries/JP", "topics/mining", f"partners/{partner.pk}", f"people/{person.pk}"]
    for page in pages:
        for query in asked:
            context: Any = client.get(f"/{page}/?{query}").context
            shown = [one.pk for one in context["page"].rows]
            assert numbers(client, f"/{page}/engagements?{query}") == shown, (page, query)
    for query in asked:
        everywhere = numbers(client, f"/engagements?{query}")
        assert everywhere == numbers(client, f"/countries/IT/engagements?{query}"), query
    for query in (
        "",
        "country=JP",
        "view=overdue",
        "view=unassigned",
        "due_since=2027-01-01&q=رقم 1",
        "status=done",
    ):
        follow_ups: Any = client.get(f"/follow-ups/?{query}").context
        shown = [one.pk for one in follow_ups["page"].rows]
        assert numbers(client, f"/commitments?{query}") == shown, query
    for query in ("", "q=رقم 3"):
        listed: Any = client.get(f"/partners/?{query}").context
        for name in ("partners", "people"):
            assert set(numbers(client, f"/{name}?{query}")) == {one.pk for one in listed[name]}
    for query in ("", "q=japan", "sort=name"):
        world: Any = client.get(f"/countries/?{query}").context
        codes = [row["code"] for row in body(client, f"/countries?{query}")["results"]]
        assert codes == [row.country.pk for row in world["rows"]]


@pytest.mark.parametrize("path", LISTS)
def test_pages_are_stable_while_records_arrive(
    register: Register, as_role: Callable[[str], Client], path: str
) -> None:
    for number in range(5):
        met(register, f"رقم {number}", date=date(2026, 1, 1 + number // 2))
    client = as_role("viewer")
    at_once = numbers(client, f"{path}?limit=200")
    assert len(at_once) == 5
    found: list[int] = []
    address: str | None = f"{path}?limit=2"
    while address:
        page = body(client, address)
        found += [row["id"] for row in page["results"]]
        assert page["total"] >= 5
        address = page["next"]
        if address:
            assert urlsplit(address).netloc == "testserver"
        met(register, f"جديد {len(found)}", date=date(2026, 2, 1))
    # What came meanwhile stands before the newest, or behind the last number; nothing is shown twice or left out.
    assert found[: len(at_once)] == at_once
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("kind=nonsense", "nonsense"),
        ("colour=red", "colour"),
        ("since=yesterday", "From"),
        ("limit=0", "Rows of a page"),
        ("limit=900", "Rows of a page"),
        ("partner=999999", "Partner"),
    ],
)
def test_what_is_not_understood_gives_the_complaints_and_no_rows(
    register: Register, as_role: Callable[[str], Client], query: str, said: str
) -> None:
    register.engagement()
    client = as_role("viewer")
    client.cookies["django_language"] = "en"
    for path in ("/engagements", "/countries/JP/engagements"):
        response = client.get(f"/api/v1{path}?{query}")
        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
        assert said in " ".join(response.json()["errors"])
        assert "results" not in response.json()
    client.cookies["django_language"] = "ar"
    with translation.override("ar"):
        assert client.get(f"/api/v1/engagements?{query}").json()["title"] == translation.gettext(
            "The request was not understood"
        )


@pytest.mark.parametrize(
    "path", ["/commitments?view=x", "/partners?x=1", "/people?after=x", "/countries?sort=x"]
)
def test_other_lists_complain_too(vocabularies: None, as_role: Callable[[str], Client], path: str) -> None:
    response = as_role("viewer").get(f"/api/v1{path}")
    assert (response.status_code, len(response.json()["errors"])) == (400, 1)


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
