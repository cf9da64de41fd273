"""Making an approved engagement restricted, or open again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagements.confidentiality_form import ConfidentialityForm
from engagements.errors import Conflict
from engagements.models import Confidentiality, Engagement
from engagements.permissions import Permission, require
from engagements.services.classifying import classify, may_classify

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def confidentiality(request: HttpRequest, number: int) -> HttpResponse:
    """Asks for the reason and says what follows; POST changes the confidentiality. 404 for accounts outside the
    restricted group.
    """
    user = require(request, Permission.CLASSIFY)
    found = get_object_or_404(Engagement.objects.visible_to(user), pk=number)
    if not may_classify(user):
        raise Http404
    open_now = found.confidentiality == Confidentiality.OPEN
    wanted = Confidentiality.RESTRICTED if open_now else Confidentiality.OPEN
    form = ConfidentialityForm(request.POST or None, initial={"as_what": wanted})
    if request.method == "POST" and form.is_valid():
        try:
            classify(
                engagement=found,
                as_what=Confidentiality(form.cleaned_data["as_what"]),
                reason=form.cleaned_data["reason"],
                by=user,
                now=timezone.now(),
            )
        except Conflict as conflict:
            answer = {"message": str(conflict), "href": found.get_absolute_url()}
            return render(request, "409.html", answer, status=409)
        messages.success(request, _("How confidential the engagement is was changed."))
        return redirect(found)
    context = {"engagement": found, "form": form, "open_now": open_now}
    return render(request, "engagements/confidentiality.html", context, status=422 if form.is_bound else 200)
