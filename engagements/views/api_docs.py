"""The documentation of the API as a page, made from its OpenAPI description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.api.serving import described
from engagements.permissions import Permission, require

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

_SHOWN = (
    "EngagementLine",
    "When",
    "Participant",
    "CommitmentLine",
    "SourceLine",
    "EvidenceLine",
    "CountryLine",
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint. `parameters` are (name, type, meaning)."""

    path: str
    summary: str
    parameters: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Answered:
    """One schema of the answers. `fields` are (name, type, meaning)."""

    name: str
    fields: list[tuple[str, str, str]]


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    require(request, Permission.READ)
    schema = described()
    schemas = schema["components"]["schemas"]
    context = {
        "addresses": list(_endpoints(schema)),
        "answers": [Answered(name, list(_fields(schemas[name]))) for name in _SHOWN],
        "example": request.build_absolute_uri(reverse("api-v1:country_engagements", args=["JP"])),
    }
    return render(request, "engagements/api_docs.html", context)


def _endpoints(schema: dict[str, Any]) -> Iterator[Endpoint]:
    for path, methods in schema["paths"].items():
        operation = methods["get"]
        parameters = [
            (one["name"], _kind(one["schema"]), str(one.get("description", "")))
            for one in operation["parameters"]
            if one["in"] == "query"
        ]
        yield Endpoint(path, _(operation["summary"]), parameters)


def _fields(schema: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, one in schema["properties"].items():
        told = one.get("description", "")
        yield name, _kind(one), _(told) if told else ""


def _kind(schema: dict[str, Any]) -> str:
    """The type of a schema in short: «string · date», «CountryName[]», «integer · null», «visit | call»."""
    if "anyOf" in schema:
        return " · ".join(_kind(one) for one in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if schema.get("type") == "array":
        return f"{_kind(schema['items'])}[]"
    if "enum" in schema:
        return " | ".join(schema["enum"])
    return " · ".join(str(schema[key]) for key in ("type", "format") if key in schema)
