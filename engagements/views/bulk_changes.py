"""Changing many follow-ups at once: the form, a preview, one confirmation, the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagements.errors import Conflict
from engagements.fields import mark_first_error
from engagements.follow_ups.filters import follow_ups_asked
from engagements.follow_ups.forms import WishForm
from engagements.lists.paging import DUE
from engagements.lists.querystring import as_number, changed
from engagements.models import BulkChange, Commitment, CommitmentStatus
from engagements.permissions import Permission, require
from engagements.services.bulk_changes import (
    MOST,
    Planned,
    Wish,
    change_many,
    plan,
    undo_many,
    with_open_steps,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from engagements.models import User
    from engagements.models.commitment_queries import CommitmentQuerySet


@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest) -> HttpResponse:
    """GET is about the first MOST rows of the filtered list, POST about the ticked ones. POST with `wish` shows a
    preview; with `confirmed` it changes each row that is still as it was shown.
    """
    user = require(request, Permission.MANAGE_COMMITMENTS)
    ticked = [as_number(each) for each in request.POST.getlist("number")]
    if None in ticked:
        return HttpResponseBadRequest()
    if request.method == "POST" and not ticked:
        return redirect(_list(request))
    asks = bool({"wish", "confirmed"} & set(request.POST))
    form = WishForm(request.POST if asks else None)
    if "confirmed" in request.POST and form.is_valid():
        seen = _seen(request.POST.getlist("seen"))
        if seen is None:
            return HttpResponseBadRequest()
        bulk = change_many(seen=seen, wish=form.wish(), by=user, now=timezone.now())
        return redirect(f"{bulk.get_absolute_url()}?{urlencode({'next': _list(request)})}")
    total, rows = _rows(request, user, [number for number in ticked if number is not None])
    ready = asks and form.is_valid()
    planned = _planned(rows, form.wish()) if ready else []
    ready = ready and not _asks_for_more(form, planned)
    if form.errors:
        mark_first_error(form)
    context = {
        "form": form,
        "rows": rows,
        "total": total,
        "most": MOST,
        "ready": ready,
        "changing": [one for one in planned if one.changes],
        "refused": [one for one in planned if one.why],
        "same": [one for one in planned if not one.changes and not one.why],
        "statuses": dict(CommitmentStatus.choices),
        "back": _list(request),
        "query": changed(request.GET),
    }
    status = 422 if asks and not ready else 200
    return render(request, "engagements/follow_ups_many.html", context, status=status)


def _planned(rows: list[Commitment], wish: Wish) -> list[Planned]:
    return plan(rows, wish, stepping=with_open_steps(rows, wish))


def _asks_for_more(form: WishForm, planned: list[Planned]) -> bool:
    """Adds what is missing (reason or steps) as errors to the form, if nothing can be changed without it."""
    missing = {one.field: one.why for one in planned if one.field in {"reason", "steps"}}
    for name, why in missing.items():
        form.add_error(name, why)
    return bool(missing) and not any(one.changes for one in planned)


def _rows(request: HttpRequest, user: User, ticked: list[int]) -> tuple[int, list[Commitment]]:
    """The number of rows meant, and the first MOST of them in the order of the list."""
    rows: CommitmentQuerySet = Commitment.objects.visible_to(user).filter(pk__in=ticked[:MOST])
    total = len(ticked)
    if not ticked:
        asked = follow_ups_asked(request.GET, user, timezone.localdate())
        if asked.complaints:
            raise Http404
        rows = asked.qs
        total = rows.order_by().count()
    return total, list(DUE.sort(rows.with_owners().select_related("engagement"))[:MOST])


def _seen(written: Iterable[str]) -> dict[int, str] | None:
    """`{id: version that was shown}` from values like `12:3f…`; None if one is malformed."""
    seen: dict[int, str] = {}
    for each in written:
        number, colon, version = each.partition(":")
        key = as_number(number)
        if key is None or not colon:
            return None
        seen[key] = version
    return seen


@require_safe
def done(request: HttpRequest, number: int) -> HttpResponse:
    """The result of a change of many, and the button that undoes it."""
    user = require(request, Permission.MANAGE_COMMITMENTS)
    bulk = get_object_or_404(BulkChange.objects.select_related("by", "undone_by"), pk=number)
    why = {one["number"]: one["why"] for one in bulk.refused}
    numbers = [one["number"] for one in bulk.changes]
    known = Commitment.objects.visible_to(user).in_bulk([*numbers, *why])
    context = {
        "bulk": bulk,
        "done": [known[each] for each in numbers if each in known and each not in bulk.left],
        "left": [known[each] for each in bulk.left if each in known],
        "refused": [(known[each], reason) for each, reason in why.items() if each in known],
        "back": _back(request.GET.get("next", "")),
    }
    return render(request, "engagements/follow_ups_changed.html", context)


@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Undoes a change of many, once."""
    user = require(request, Permission.MANAGE_COMMITMENTS)
    bulk = get_object_or_404(BulkChange, pk=number)
    try:
        undo_many(bulk=bulk, by=user, now=timezone.now())
    except Conflict as conflict:
        context = {"message": str(conflict), "href": bulk.get_absolute_url()}
        return render(request, "409.html", context, status=409)
    back = _back(request.POST.get("next", ""))
    return redirect(f"{bulk.get_absolute_url()}?{urlencode({'next': back})}")


def _list(request: HttpRequest) -> str:
    """The URL of the list from which the change began."""
    return reverse("follow_ups") + changed(request.GET)


def _back(wanted: str) -> str:
    home = reverse("follow_ups")
    return wanted if wanted.startswith(f"{home}?") else home
