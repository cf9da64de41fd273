"""The page on which people choose their reminders and letters, and the link that ends letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from engagements.permissions import Permission, require
from engagements.reminding.forms import LettersForm
from engagements.reminding.mailing import configured, ended_by
from engagements.reminding.times import HOUR
from engagements.services.subscriptions import end_letters

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """The choice of reminders by kind, and of weekly letters."""
    user = require(request, Permission.READ)
    form = LettersForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your choice was saved."))
        return redirect("account_letters")
    context = {"form": form, "configured": configured(), "hour": HOUR}
    return render(request, "engagements/letters.html", context, status=400 if form.errors else 200)


@csrf_exempt  # a mail program posts here by itself (RFC 8058); the address is signed
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def letters_end(request: HttpRequest, token: str) -> HttpResponse:
    """Ends the letters of the kind and account in the token. GET asks; POST does it."""
    said = ended_by(token)
    if said is None:
        raise Http404
    number, kind = said
    if request.method == "POST":
        end_letters(number=number, kind=kind)
    return render(request, "engagements/letters_end.html", {"ended": request.method == "POST", "kind": kind})
