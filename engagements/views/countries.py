"""Countries: all of them, and one with its timeline."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from engagements import facets, figures, querystring, timeline
from engagements.asking import CountriesForm
from engagements.filters import EngagementFilter
from engagements.models import (
    Commitment,
    CommitmentStatus,
    Country,
    Engagement,
    Kind,
    Partner,
    Person,
    Source,
    Topic,
)
from engagements.paging import TIMELINE, page_of
from engagements.permissions import Permission, require
from engagements.wording import listed
from engagements.world import SORTS, countries_of_the_world

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from engagements.models.engagement_queries import EngagementQuerySet

PAGE_SIZE = 30
TOP = 5


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """Every country with an engagement, or all that match a name."""
    user = require(request, Permission.READ)
    today = timezone.localdate()
    form = CountriesForm(request.GET)
    text, sort = form.asked("q"), form.asked("sort") or "engagements"
    world = []
    if not form.complaints:
        world = countries_of_the_world(user=user, today=today, text=text, sort=sort)
    context = {
        "rows": world,
        "complaints": form.complaints,
        "text": text,
        "sort": sort,
        "sorts": [(name, querystring.changed(request.GET, sort=name)) for name in SORTS],
        "met": sum(1 for row in world if row.engagements),
        "silent": [row for row in world if row.silent],
        "today": today,
    }
    return render(request, "engagements/countries.html", context)


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    """One country: its figures and its timeline, filtered by what the address says."""
    user = require(request, Permission.READ)
    if code != code.upper():
        return redirect("country", code.upper())
    land = get_object_or_404(Country, pk=code)
    today = timezone.localdate()
    rows = Engagement.objects.visible_to(user)
    rows = rows.within_home() if land.pk == settings.HOME_COUNTRY else rows.with_country(land.pk)
    asked = EngagementFilter(request.GET, rows)
    page = page_of(asked.qs.for_timeline(), request.GET, order=TIMELINE, size=PAGE_SIZE)
    context: dict[str, Any] = {
        "country": land,
        "page": page,
        "years": timeline.years(page.rows, asked.qs),
        "figures": figures.figures(rows, today),
        "strip": figures.strip(rows, today),
        "form": asked.form,
        "complaints": asked.complaints,
        "tokens": _tokens(request.GET, asked),
        "since": request.GET.get("since", ""),
        "until": request.GET.get("until", ""),
        "today": today,
        "everything": querystring.changed(request.GET, kind=None),
        "open_commitments": _open(rows, today),
        "people": figures.most_met_people(rows, TOP),
        "partners": figures.most_met_partners(rows, TOP),
    }
    return render(request, "engagements/country.html", context | _facets(request.GET, rows))


def _open(rows: EngagementQuerySet, today: date) -> list[Commitment]:
    return list(Commitment.objects.filter(engagement__in=rows.order_by()).open().for_list()[:TOP])


def _facets(query: QueryDict, rows: EngagementQuerySet) -> dict[str, Any]:
    """The choices of each filter, counted under the other filters."""
    names = [(person.pk, person.name) for person in _people(rows)]
    bodies = [(partner.pk, partner.name) for partner in _partners(rows)]
    outlets = Source.objects.filter(engagements__in=rows.order_by()).exclude(outlet="")
    return {
        "kinds": facets.choices(query, "kind", Kind.choices, _counts(query, rows, "kind", "kind")),
        "topics": facets.choices(
            query,
            "topic",
            [(topic.pk, topic.name) for topic in Topic.objects.all()],
            _counts(query, rows, "topic", "topics"),
        ),
        "commitments": facets.choices(
            query,
            "commitment",
            CommitmentStatus.choices,
            _counts(query, rows, "commitment", "commitments__status"),
        ),
        "person_choices": facets.choices(query, "person", names),
        "partner_choices": facets.choices(query, "partner", bodies),
        "outlet_choices": facets.choices(
            query,
            "outlet",
            [(name, name) for name in sorted(set(outlets.values_list("outlet", flat=True)))],
        ),
    }


def _counts(query: QueryDict, rows: EngagementQuerySet, name: str, column: str) -> dict[Any, int]:
    """How many engagements each value of `column` has, as filtered by all but the filter `name`."""
    others = EngagementFilter(querystring.without(query, name), rows).qs.order_by()
    return dict(others.values_list(column).annotate(n=Count("pk", distinct=True)))


def _people(rows: EngagementQuerySet) -> list[Person]:
    return list(
        Person.objects.filter(
            participations__engagement__in=rows.order_by(), participations__side="partner"
        ).distinct()
    )


def _partners(rows: EngagementQuerySet) -> list[Partner]:
    return list(Partner.objects.filter(engagements__in=rows.order_by()).distinct())


def _tokens(query: QueryDict, asked: EngagementFilter) -> list[facets.Token]:
    words = []
    for name, value in asked.values.items():
        match name:
            case "kind" | "commitment":
                labels = dict((Kind if name == "kind" else CommitmentStatus).choices)
                shown = listed(str(labels[one]) for one in value)
            case "topic":
                shown = listed(value)
            case _:
                shown = date_format(value, "j F Y") if isinstance(value, date) else str(value)
        if shown:
            words.append(facets.token(query, f"{asked.filters[name].label}: {shown}", name))
    return words
