"""The review queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.lists import facets
from engagements.lists.querystring import whole, without
from engagements.models import Country
from engagements.permissions import Permission, require
from engagements.wording import listed
from ingest.models import Draft, SuggestedPair
from ingest.queue import ready
from ingest.queue.filters import CHECKS, CLAIMS, SAME
from ingest.queue.ordering import SORTS
from ingest.queue.pages import page_of, queue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse, QueryDict

    from engagements.models import User
    from ingest.queue.filters import DraftFilter

PAGE_SIZE = 50
_WORDS = {"check": dict(CHECKS), "claim": dict(CLAIMS), "same": dict(SAME)}
_NO_TOKEN = ("view", "sort")
_DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Row:
    """A draft in a list.

    `holder` has it open and is not the user; `days` is how long it has waited; `likely`: the same event is suggested;
    `put_off` is the later day, if it was put off.
    """

    draft: Draft
    countries: list[str]
    holder: User | None
    days: int
    likely: bool
    put_off: bool


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """The review queue in the chosen order, and what the user decided lately."""
    user, now = require(request, Permission.REVIEW), timezone.now()
    asked = queue(request.GET, user=user, now=now)
    likely = asked.likely if asked.asks_likely else None
    counts = ready.counts(user=user, now=now, likely=likely)
    page = page_of(asked, request.GET, size=PAGE_SIZE, counts=counts)
    names = {country.pk: country.name for country in Country.objects.all()}
    rows = rows_of(page.rows, names, user=user, now=now, likely=likely)
    kept = without(request.GET, "after")
    context = {
        "page": page,
        "rows": rows,
        "first": next((row.draft for row in rows if row.holder is None), None),
        "decided": asked.viewed == _DECIDED,
        "complaints": asked.complaints,
        "views": _views(request.GET, counts),
        "panels": _panels(request.GET, asked, names),
        "tokens": _tokens(request.GET, asked),
        "hidden": [(name, value) for name in ("view", "release") for value in request.GET.getlist(name)],
        "query": whole(kept),
        "may_decide_many": asked.viewed != _DECIDED,
    }
    return render(request, "ingest/drafts.html", context)


def rows_of(
    drafts: Iterable[Draft],
    names: dict[str, str],
    *,
    user: User,
    now: datetime,
    likely: Collection[int] | None = None,
) -> list[Row]:
    """The drafts as rows of a list. `names` are countries' names by code.

    `likely` are the drafts for which the same event is suggested; without it, one query finds them.
    """
    shown, today = list(drafts), timezone.localdate(now)
    if likely is None:
        pairs = SuggestedPair.objects.open_to(user).filter(draft__in=[draft.pk for draft in shown])
        likely = set(pairs.values_list("draft", flat=True))
    return [
        Row(
            draft,
            [names.get(code, code) for code in draft.countries],
            holder if (holder := draft.claimant(now)) != user else None,
            # A draft that was made while the list is built must not have waited a negative time.
            max((today - timezone.localdate(draft.created_at)).days, 0),
            draft.waits and draft.pk in likely,
            bool(draft.postponed_until and draft.postponed_until > today),
        )
        for draft in shown
    ]


def _views(query: QueryDict, counts: dict[str, int]) -> list[facets.Choice]:
    """The tabs of ready-made filters, in the order chosen for the list."""
    current = query.get("view", "")
    sort = f"&sort={query['sort']}" if query.get("sort") in dict(SORTS) else ""
    return [
        facets.Choice(
            name, str(label), f"?view={name}{sort}" if name else f"?{sort[1:]}", name == current, count
        )
        for name, label, count in (
            (name, label, counts[name]) for name, label in [("", _("All")), *ready.VIEWS]
        )
    ]


def _panels(query: QueryDict, asked: DraftFilter, names: dict[str, str]) -> list[facets.Panel]:
    form = asked.form
    shown = Draft.objects.visible_to(asked.user).filter(asked.shown).order_by()
    outlets = shown.exclude(release__source__outlet="").values_list("release__source__outlet", flat=True)
    codes = {code for row in shown.values_list("countries", flat=True).distinct() for code in row}
    countries = sorted(((code, names[code]) for code in codes & names.keys()), key=lambda row: row[1])
    waiting = [form["days"], form["waiting_since"], form["waiting_until"]]

    def panel(name: str, options: Iterable[tuple[str, object]], *, many: bool = False) -> facets.Panel:
        choices = facets.choices(query, name, options)
        return facets.Panel(name, str(asked.filters[name].label), choices, many=many)

    return [
        panel("outlet", [(name, name) for name in sorted(set(outlets.distinct()))]),
        panel("country", countries, many=True),
        facets.Panel("date", _("Date"), fields=[form["since"], form["until"]]),
        panel("check", CHECKS),
        panel("same", SAME),
        facets.Panel("waiting", _("Waiting since"), fields=waiting),
        panel("claim", CLAIMS),
        panel("sort", SORTS),
    ]


def _tokens(query: QueryDict, asked: DraftFilter) -> list[facets.Token]:
    tokens = []
    for name, value in asked.values.items():
        if name in _NO_TOKEN:
            continue
        if name == "country":
            words = listed(value)
        elif name in _WORDS:
            words = str(_WORDS[name][value])
        else:
            words = date_format(value, "j F Y") if isinstance(value, date) else str(value)
        if words:
            tokens.append(facets.token(query, f"{asked.filters[name].label}: {words}", name))
    return tokens
