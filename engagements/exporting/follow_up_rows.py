"""Reads the rows of a file of follow-ups without making model instances: a hundred thousand take a few seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, IntegerField, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat, JSONObject, NullIf, Trim

from engagements.lists.among import among
from engagements.lists.paging import DUE, chunks
from engagements.models import Commitment, Engagement, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.db.models import QuerySet

    from engagements.models.commitment_queries import CommitmentQuerySet

CHUNK = 4000


class FollowUp(NamedTuple):
    """A follow-up as it is read. `countries` are codes; `cited` are the sources (`id`, `outlet`, `title`, `day`), or
    None if they were not asked for.
    """

    number: int
    text: str
    kind: str
    status: str
    rating: str
    reference: str
    owner: str
    assignee: str
    due_on: date | None
    due_basis: str
    closed_on: date | None
    engagement: int
    title: str
    day: date | None
    precision: str
    hidden: bool
    countries: list[str]
    sources: int
    cited: list[dict[str, Any]] | None


def follow_up_chunks(asked: CommitmentQuerySet, *, language: str, cited: bool) -> Iterator[list[FollowUp]]:
    """The rows of the list in its order, in chunks; names are in `language` where the register has them in it."""
    rows = Commitment.objects.order_by().values_list(*_expressions(language, cited=cited))
    in_order: QuerySet[Any] = asked.values_list("pk", "due_on", named=True)
    for keys in chunks(in_order, order=DUE, size=CHUNK):
        # Keys and rows are read by two queries: with the joins in the first, the planner would not start with the
        # earliest due dates.
        found = {row[0]: FollowUp._make(row) for row in rows.filter(among("pk", [key.pk for key in keys]))}
        yield [found[key.pk] for key in keys if key.pk in found]


def _expressions(language: str, *, cited: bool) -> list[Any]:
    """The columns and expressions for the fields of FollowUp, in their order."""
    names = ("name_en", "name_ar") if language == "en" else ("name_ar", "name_en")
    owners = ("owner_unit", "owner_partner", "owner_person")
    linked = [NullIf(F(f"{who}__{name}"), Value("")) for who in owners for name in names]
    assignee = NullIf(Trim(Concat("assignee__first_name", Value(" "), "assignee__last_name")), Value(""))
    countries = Engagement.partner_countries.through.objects.filter(engagement=OuterRef("engagement_id"))
    sources = Engagement.sources.through.objects.filter(engagement=OuterRef("engagement_id")).order_by()
    number = sources.values("engagement").values(number=Count("pk"))
    return [
        *("pk", "text", "kind", "status", "rating", "reference"),
        Coalesce(*linked, "owner", output_field=TextField()),
        Coalesce(assignee, "assignee__username", Value(""), output_field=TextField()),
        *("due_on", "due_basis", "closed_on", "engagement_id"),
        *("engagement__title", "engagement__date", "engagement__date_precision", "hidden"),
        ArraySubquery(countries.order_by("country_id").values("country_id")),
        Coalesce(Subquery(number), Value(0), output_field=IntegerField()),
        _cited() if cited else Value(None, TextField()),
    ]


def _cited() -> ArraySubquery:
    sources = Source.objects.filter(engagements=OuterRef("engagement_id")).order_by("-published_on", "-id")
    return ArraySubquery(
        sources.values(told=JSONObject(id="id", outlet="outlet", title="title", day="published_on"))
    )
