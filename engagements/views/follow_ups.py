"""What was promised: the list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements import facets, querystring, tallies
from engagements.follow_ups.filters import VIEWS, follow_ups_asked, view_of
from engagements.models import Commitment, CommitmentKind, CommitmentStatus, Country
from engagements.paging import DUE, counted, page_of
from engagements.permissions import Permission, require
from engagements.saving import beside
from engagements.wording import listed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from engagements.follow_ups.filters import CommitmentFilter
    from engagements.models import User

PAGE_SIZE = 50
SOME = 1000
"""What a ready list holds is counted up to here, unless the database keeps its number."""


@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    user = require(request, Permission.READ)
    today = timezone.localdate()
    asked = follow_ups_asked(request.GET, user, today)
    page = page_of(asked.qs.for_list(), request.GET, order=DUE, size=PAGE_SIZE, cap=SOME)
    context = {
        "page": page,
        "today": today,
        "form": asked.form,
        "complaints": asked.complaints,
        "views": _views(request.GET, user, today),
        "panels": _panels(request.GET, asked, user),
        "tokens": _tokens(request.GET, asked),
        "hidden": [(name, value) for name in ("view",) for value in request.GET.getlist(name)],
        "export_query": querystring.changed(request.GET),
        "beside": None if asked.complaints else beside(user, request.path, request.GET, today),
        "may_change": user.may(Permission.MANAGE_COMMITMENTS),
        "may_export": user.may(Permission.EXPORT),
    }
    return render(request, "engagements/follow_ups.html", context)


def _views(query: QueryDict, user: User, today: date) -> list[facets.Choice]:
    rows = Commitment.objects.visible_to(user)
    current = query.get("view", "")
    kept = tallies.follow_ups(user, today)
    everything = facets.Choice("", _("All"), "?", not current, kept["all"])
    return [everything] + [
        facets.Choice(
            name,
            str(label),
            f"?view={name}",
            name == current,
            kept[name] if name in kept else counted(view_of(rows, name, user=user, today=today), SOME),
        )
        for name, label in VIEWS
    ]


def _panels(query: QueryDict, asked: CommitmentFilter, user: User) -> list[facets.Panel]:
    form = asked.form
    kinds = facets.choices(query, "kind", CommitmentKind.choices)
    statuses = facets.choices(query, "status", CommitmentStatus.choices)
    return [
        facets.Panel("country", _("Country"), _countries(query, user), many=True),
        facets.Panel("status", _("Status"), statuses, many=True),
        facets.Panel("kind", _("Kind"), kinds, many=True),
        facets.Panel("owner", _("Who must act"), fields=[form["owner"]]),
        facets.Panel("due", _("Due date"), fields=[form["due_since"], form["due_until"]]),
    ]


def _countries(query: QueryDict, user: User) -> list[facets.Choice]:
    """The countries that follow-ups are about."""
    about = tallies.shelves_with(user, "promised")
    codes = [shelf.removeprefix("c") for shelf in about]
    options = sorted((country.name, country.pk) for country in Country.objects.filter(pk__in=codes))
    return facets.choices(query, "country", [(code, name) for name, code in options])


def _tokens(query: QueryDict, asked: CommitmentFilter) -> list[facets.Token]:
    words: list[facets.Token] = []
    for name, value in asked.values.items():
        if name == "view":
            continue
        match name:
            case "country":
                shown = listed(value)
            case "kind" | "status":
                labels = dict((CommitmentKind if name == "kind" else CommitmentStatus).choices)
                shown = listed(str(labels[one]) for one in value)
            case _:
                shown = date_format(value, "j F Y") if isinstance(value, date) else str(value)
        if shown:
            words.append(facets.token(query, f"{asked.filters[name].label}: {shown}", name))
    return words
