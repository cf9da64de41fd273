"""The list of follow-ups, and changing one value of one row in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements.errors import Conflict, Refusal
from engagements.follow_ups import panels, ready
from engagements.follow_ups.counting import FIRST, counts_of
from engagements.follow_ups.filters import follow_ups_asked
from engagements.follow_ups.forms import FIELDS, CellForm
from engagements.follow_ups.grouping import Group, grouped_page
from engagements.lists import querystring
from engagements.lists.paging import DUE, page_of
from engagements.models import Commitment, Country, Unit
from engagements.permissions import Permission, require
from engagements.saved_filters.listing import beside
from engagements.services.bulk_changes import MOST
from engagements.services.commitments import change_commitment
from engagements.templatetags.follow_ups import follow_up_row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.http import HttpRequest

    from engagements.follow_ups.filters import CommitmentFilter
    from engagements.models import User

PAGE_SIZE = 50
_KEPT = ("view", "group")


@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    user = require(request, Permission.READ)
    today = timezone.localdate()
    asked = follow_ups_asked(request.GET, user, today)
    counts = counts_of(asked)
    rows = asked.qs.for_rows()
    by = asked.values.get("group", "")
    if by:
        page, groups = grouped_page(rows, request.GET, by=by, size=PAGE_SIZE, total=counts.total)
    else:
        page = page_of(rows, request.GET, order=DUE, size=PAGE_SIZE, total=counts.total)
        groups = [Group("", page.total, page.rows)]
    may_change = user.may(Permission.MANAGE_COMMITMENTS)
    context = {
        "page": page,
        "groups": groups,
        "grouped": by,
        "ways": panels.groups(request.GET),
        "countries": _countries(page.rows),
        "today": today,
        "form": asked.form,
        "complaints": asked.complaints,
        "looked_at": FIRST if counts.bounded else None,
        "views": panels.views(request.GET, asked, _view_counts(asked, user, today)),
        "panels": panels.panels(request.GET, asked, counts),
        "tokens": panels.tokens(request.GET, asked),
        "hidden": [(name, value) for name in _KEPT for value in request.GET.getlist(name)],
        "query": querystring.changed(request.GET),
        "beside": None if asked.complaints else beside(user, request.path, request.GET, today),
        "may_change": may_change,
        "may_export": user.may(Permission.EXPORT),
        "next": quote(request.get_full_path(), safe=""),
        "units": Unit.objects.current() if may_change else (),
        "most": MOST,
    }
    return render(request, "engagements/follow_ups.html", context)


def _view_counts(asked: CommitmentFilter, user: User, today: date) -> Mapping[str, int]:
    """The counts of the ready views, which are kept for the whole list; none under filters, where ten more counts
    would be needed.
    """
    return ready.counts(user, today) if set(asked.values) <= {"view", "group"} else {}


def _countries(rows: list[Commitment]) -> dict[str, str]:
    """The names of the countries in these rows, by code."""
    codes = {code for row in rows for code in row.country_codes}
    return {country.pk: country.name for country in Country.objects.filter(pk__in=codes)}


@require_http_methods(["GET", "HEAD", "POST"])
def cell(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """One value of a row. GET returns the form that replaces it, POST the row after the change.

    If the change is refused, the answer is the form with what was typed (400; 409 if somebody else changed the row
    meanwhile). For scripts only; other requests are redirected to the follow-up's page.
    """
    user = require(request, Permission.MANAGE_COMMITMENTS)
    if name not in FIELDS:
        raise Http404
    commitment = get_object_or_404(Commitment.objects.visible_to(user).for_list(), pk=number)
    if request.headers.get("X-Requested-With") != "fetch":
        return redirect("follow_up", number)
    if request.method != "POST":
        return _cell(request, CellForm(commitment, name))
    form, status = CellForm(commitment, name, request.POST), 400
    if form.is_valid():
        try:
            if form.cleaned_data["version"] != commitment.version:
                raise Conflict(_("Somebody else changed this follow-up in the meantime."))
            change_commitment(commitment=commitment, change=form.change(), by=user, now=timezone.now())
        except Conflict as conflict:
            commitment, status = Commitment.objects.for_list().get(pk=number), 409
            form = CellForm(commitment, name, _as_of(request, commitment))
            form.full_clean()
            form.add_error(None, str(conflict))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return _row(request, user, number)
    return _cell(request, form, status)


def _as_of(request: HttpRequest, commitment: Commitment) -> QueryDict:
    """What was typed, with the present version: if it is sent again, it applies."""
    typed = request.POST.copy()
    typed["version"] = commitment.version
    return typed


def _cell(request: HttpRequest, form: CellForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "commitment": form.commitment, "name": form.name, "today": timezone.localdate()}
    return render(request, "engagements/includes/follow_up_cell.html", context, status=status)


def _row(request: HttpRequest, user: User, number: int) -> HttpResponse:
    """The row as it is now, and the ready views with their counts, which may have changed."""
    home, wanted = reverse("follow_ups"), request.POST.get("next", "")
    commitment = Commitment.objects.for_rows().get(pk=number)
    today = timezone.localdate()
    here = wanted if wanted.startswith(home) else home
    context = {
        "countries": _countries([commitment]),
        "today": today,
        "may_change": True,
        "next": quote(here, safe=""),
    }
    query = QueryDict(here.partition("?")[2])
    asked = follow_ups_asked(query, user, today)
    views = panels.views(query, asked, _view_counts(asked, user, today))
    tabs = render_to_string("engagements/includes/ready_views.html", {"views": views})
    return HttpResponse(follow_up_row(context, commitment) + mark_safe(tabs))  # noqa: S308 - a template of ours
