"""Disagreements between sources: the list, and settling one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagements.errors import Conflict, Refusal
from engagements.lists.asking import ListForm
from engagements.lists.paging import TIMELINE, page_of
from engagements.models import Engagement
from engagements.permissions import Permission, require
from engagements.record.disagreement import disagreements
from engagements.record.quoting import veiled
from engagements.record.settle_form import SettleForm
from engagements.record.values import disputes_of
from engagements.services import settling

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from engagements.models import User
    from engagements.record.disagreement import Disagreement
    from engagements.record.values import Dispute

PAGE_SIZE = 30


@require_safe
def conflicts(request: HttpRequest) -> HttpResponse:
    """Engagements with unsettled disagreements between their sources."""
    user = require(request, Permission.READ)
    form = ListForm(request.GET)
    rows = Engagement.objects.visible_to(user).disputed()
    page = page_of(rows.for_page(), request.GET, order=TIMELINE, size=PAGE_SIZE)
    context = {
        "page": page,
        "complaints": form.complaints,
        "rows": []
        if form.complaints
        else [(one, [point for point in disputes_of(veiled(one, user)) if point.open]) for one in page.rows],
    }
    return render(request, "engagements/conflicts.html", context)


def settle(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """One disagreement. POST settles it and goes back to the engagement."""
    user = require(request, Permission.REVIEW)
    engagement, point, dispute = _dispute(user, number, key)
    form = SettleForm(
        dispute,
        point.field,
        request.POST if request.method == "POST" else None,
        chosen=request.GET.get("value", ""),
    )
    if request.method == "POST":
        if form.overtaken:
            return _overtaken(request, engagement, _("What the sources say was changed in the meantime."))
        if form.is_valid():
            try:
                settling.settle(
                    engagement=engagement,
                    key=key,
                    value=form.value(),
                    seen=point.values,
                    note=form.cleaned_data["note"],
                    by=user,
                    now=timezone.now(),
                )
            except Conflict as conflict:
                return _overtaken(request, engagement, str(conflict))
            except Refusal as refusal:
                form.add_error(refusal.field or None, str(refusal))
            else:
                messages.success(request, _("The disagreement was settled."))
                return redirect(engagement)
    context = {"engagement": engagement, "dispute": dispute, "form": form}
    return render(request, "engagements/settle.html", context, status=422 if form.is_bound else 200)


@require_POST
def reopen(request: HttpRequest, number: int, key: str) -> HttpResponse:
    user = require(request, Permission.REVIEW)
    engagement, point, _dispute_shown = _dispute(user, number, key)
    try:
        if point.settlement is None:
            raise Conflict(_("Somebody else opened it again in the meantime."))
        settling.reopen(settlement=point.settlement, by=user, now=timezone.now())
    except (Conflict, Refusal) as error:
        return _overtaken(request, engagement, str(error))
    messages.success(request, _("The disagreement is open again."))
    return redirect(engagement)


def _dispute(user: User, number: int, key: str) -> tuple[Engagement, Disagreement, Dispute]:
    engagement = get_object_or_404(Engagement.objects.visible_to(user).for_page(), pk=number)
    veiled(engagement, user)
    points = [point for point in disagreements(engagement) if point.key == key]
    shown = [dispute for dispute in disputes_of(engagement) if dispute.key == key]
    if not points:
        raise Http404
    return engagement, points[0], shown[0]


def _overtaken(request: HttpRequest, engagement: Engagement, words: str) -> HttpResponse:
    context = {"message": words, "href": engagement.get_absolute_url()}
    return render(request, "409.html", context, status=409)
