"""One follow-up: how it stands, and its changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from engagements.errors import Conflict, Refusal
from engagements.forms import CommitmentForm
from engagements.models import Commitment
from engagements.permissions import Permission, require
from engagements.services.commitments import change_commitment

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def follow_up(request: HttpRequest, number: int) -> HttpResponse:
    """One follow-up, to be changed. POST changes it and goes back to where the change began."""
    user = require(request, Permission.MANAGE_COMMITMENTS)
    commitment = get_object_or_404(Commitment.objects.visible_to(user).for_list(), pk=number)
    back = _back(request, commitment)
    form = CommitmentForm(commitment, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["version"] != commitment.version:
                raise Conflict(_("Somebody else changed this follow-up in the meantime."))
            change_commitment(commitment=commitment, change=form.change(), by=user, now=timezone.now())
        except Conflict as conflict:
            return _conflict(request, conflict, commitment, form)
        except Refusal as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("The follow-up was changed."))
            return redirect(back)
    context: dict[str, Any] = {
        "commitment": commitment,
        "form": form,
        "back": back,
        "today": timezone.localdate(),
    }
    return render(
        request, "engagements/follow_up.html", context, status=400 if request.method == "POST" else 200
    )


def _back(request: HttpRequest, commitment: Commitment) -> str:
    """The page that the change began on, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and wanted.startswith("/") else commitment.get_absolute_url()


def _conflict(
    request: HttpRequest, conflict: Conflict, commitment: Commitment, form: CommitmentForm
) -> HttpResponse:
    """409: how it stands now, and what was typed, so that nothing is lost."""
    now = CommitmentForm(Commitment.objects.get(pk=commitment.pk))
    typed = [
        (field.label, form[field.name].value(), now[field.name].value())
        for field in form
        if field.name not in {"version", "assignee"}
    ]
    context = {
        "message": str(conflict),
        "href": request.path,
        "typed": [(label, mine, theirs) for label, mine, theirs in typed if mine],
    }
    return render(request, "engagements/follow_up_conflict.html", context, status=409)
