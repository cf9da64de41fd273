"""Decides many drafts of the queue at once: a list to confirm, then a report of what was done and what was not."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from engagements.lists.querystring import as_number, whole
from engagements.models import Country
from engagements.permissions import Permission, require
from ingest.forms.reject import RejectForm
from ingest.models import Draft, RejectReason
from ingest.queue.pages import queue
from ingest.services import bulk
from ingest.views.drafts import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from engagements.models import User
    from ingest.views.drafts import Row

APPROVE, REJECT = "approve", "reject"
_REPORT = "decided_together"
"""Where the session keeps the report until the next one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A draft in the list to confirm. `why` says why it cannot be decided together with others; empty if it can."""

    row: Row
    people: list[str]
    why: str


@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest, what: str) -> HttpResponse:
    """Asks before many drafts are decided, and decides them.

    GET asks about the whole list, POST about the ticked drafts, POST with `confirmed` decides.
    """
    user = require(request, Permission.REVIEW)
    if what not in (APPROVE, REJECT):
        raise Http404
    ticked = request.POST.getlist("draft")
    numbers = [number for each in ticked if (number := as_number(each)) is not None]
    if len(numbers) < len(ticked):
        return HttpResponseBadRequest()
    if request.method == "POST" and not numbers:
        return redirect(_list(request))
    form = RejectForm(request.POST if "confirmed" in request.POST else None)
    if "confirmed" in request.POST and (what == APPROVE or form.is_valid()):
        return _decide(request, what, numbers, form, user)
    return _ask(request, what, numbers, form, user)


def _ask(
    request: HttpRequest, what: str, numbers: Sequence[int], form: RejectForm, user: User
) -> HttpResponse:
    """The page that asks: about the ticked drafts, or about the first ones of the whole list."""
    now = timezone.now()
    rows = Draft.objects.visible_to(user).select_related(
        "release__source", "claimed_by", "endorsed_by", "decided_by"
    )
    rows = rows.with_precision().defer("release__source__text")
    asked = queue(request.GET, user=user, now=now)
    total = len(numbers)
    if not numbers:
        total = asked.qs.count()
        numbers = list(asked.order.sort(asked.qs).values_list("pk", flat=True)[: bulk.MOST])
    drafts = list(asked.order.sort(rows.filter(pk__in=numbers[: bulk.MOST])))
    judge = bulk.obstacles if what == APPROVE else bulk.busy
    why = judge(drafts, by=user, now=now)
    names = {country.pk: country.name for country in Country.objects.all()}
    lines = [
        Line(row, _people(row.draft), why.get(row.draft.pk, ""))
        for row in rows_of(drafts, names, user=user, now=now)
    ]
    context = {
        "what": what,
        "lines": [line for line in lines if not line.why],
        "left_out": [line for line in lines if line.why],
        "total": total,
        "most": bulk.MOST,
        "form": form,
        "back": _list(request),
        "query": whole(request.GET),
    }
    return render(request, "ingest/many.html", context, status=422 if form.is_bound else 200)


def _people(draft: Draft) -> list[str]:
    """The people that the proposal names, by name or by office."""
    people = draft.proposal.get("participants") or ()
    return [
        str(each.get("name") or each.get("role")) for each in people if each.get("name") or each.get("role")
    ]


def _decide(
    request: HttpRequest, what: str, numbers: Sequence[int], form: RejectForm, user: User
) -> HttpResponse:
    now = timezone.now()
    if what == APPROVE:
        outcomes = bulk.approve_all(numbers, by=user, now=now)
    else:
        reason, note = RejectReason(form.cleaned_data["reason"]), form.cleaned_data["note"]
        outcomes = bulk.reject_all(numbers, reason=reason, note=note, by=user, now=now)
    request.session[_REPORT] = {"what": what, "outcomes": [asdict(outcome) for outcome in outcomes]}
    query = whole(request.GET)
    return redirect(reverse("drafts_many_done") + query)


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """What became of the drafts that the editor last decided together."""
    user = require(request, Permission.REVIEW)
    report = request.session.get(_REPORT)
    if not report:
        return redirect(_list(request))
    outcomes = report["outcomes"]
    numbers = [each["number"] for each in outcomes if not each["why"]]
    mine = Draft.objects.visible_to(user).filter(pk__in=numbers, decided_by=user).select_related("engagement")
    decided = {draft.pk: draft for draft in mine.defer("proposal")}
    context = {
        "what": report["what"],
        "done": [(each, decided.get(each["number"])) for each in outcomes if not each["why"]],
        "not_done": [each for each in outcomes if each["why"]],
        "back": _list(request),
    }
    return render(request, "ingest/many_done.html", context)


def _list(request: HttpRequest) -> str:
    """The address of the list that the editor came from."""
    return reverse("drafts") + whole(request.GET)
