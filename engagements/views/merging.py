"""Merging two engagements that are the same: finding the other, comparing, merging, undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.errors import Conflict, Refusal
from engagements.merging.finding import found
from engagements.merging.forms import FindForm, MergeForm
from engagements.merging.preview import preview_of
from engagements.models import Engagement, Merge
from engagements.permissions import Permission, require
from engagements.services import undoing
from engagements.services.merging import Unification, merge_engagements

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from engagements.models import User


@require_safe
def find(request: HttpRequest, number: int) -> HttpResponse:
    """The search for the other engagement: at first those near the same day."""
    user = require(request, Permission.MERGE)
    engagement = _engagement(user, number)
    country = engagement.partner_countries.first()
    usual = {"near": engagement.date, "country": country.pk if country else ""}
    form = FindForm(request.GET or usual)
    others = [one for one in found(user, form) if one != engagement]
    context = {"engagement": engagement, "form": form, "others": others}
    return render(request, "engagements/merge_find.html", context)


def merge(request: HttpRequest, number: int, other: int) -> HttpResponse:
    """A preview of merging engagement `other` into `number`. POST merges and goes to the survivor."""
    user = require(request, Permission.MERGE)
    survivor, merged = _engagement(user, number), _engagement(user, other)
    if survivor == merged:
        return redirect("merge_find", number)
    try:
        preview = preview_of(survivor, merged)
    except Refusal as refusal:
        return _refused(request, survivor, str(refusal))
    form = MergeForm(preview, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        unification = Unification(form.pairs("person-"), form.pairs("commitment-"))
        try:
            merge_engagements(
                survivor=survivor,
                merged=merged,
                unification=unification,
                version=form.cleaned_data["version"],
                by=user,
                now=timezone.now(),
            )
        except (Conflict, Refusal) as error:
            return _refused(request, survivor, str(error), href=request.path)
        messages.success(request, _("The two engagements are one now."))
        return redirect(survivor)
    context = {
        "survivor": survivor,
        "merged": merged,
        "preview": preview,
        "form": form,
        "people": [(pair, form[f"person-{pair.row.pk}"]) for pair in preview.people],
        "commitments": [(pair, form[f"commitment-{pair.row.pk}"]) for pair in preview.commitments],
        "today": timezone.localdate(),
    }
    return render(request, "engagements/merge.html", context, status=422 if form.is_bound else 200)


def merge_undo(request: HttpRequest, number: int) -> HttpResponse:
    """Whether the merge can be undone, and why not. POST undoes it."""
    user = require(request, Permission.MERGE)
    rows = Merge.objects.select_related("engagement", "merged", "source", "by")
    visible = Engagement.objects.visible_to(user)
    merge = get_object_or_404(rows.filter(source=None, engagement__in=visible), pk=number)
    if request.method == "POST":
        try:
            engagement = undoing.undo(merge=merge, by=user, now=timezone.now())
        except (Conflict, Refusal) as error:
            return _refused(request, merge.engagement, str(error))
        messages.success(request, _("The merge was undone: both engagements are as they were."))
        return redirect(engagement)
    context = {
        "merge": merge,
        "engagement": merge.engagement,
        "obstacles": undoing.obstacles(merge),
        "back": merge.engagement.get_absolute_url(),
    }
    return render(request, "engagements/undo.html", context)


def _engagement(user: User, number: int) -> Engagement:
    return get_object_or_404(Engagement.objects.visible_to(user), pk=number)


def _refused(request: HttpRequest, engagement: Engagement, words: str, href: str = "") -> HttpResponse:
    context = {"message": words, "href": href or engagement.get_absolute_url()}
    return render(request, "409.html", context, status=409)
