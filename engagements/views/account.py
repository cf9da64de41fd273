"""One's own account: the weekly letter, asked for here and ended by a link in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from engagements.digest import HOUR, account_of, configured
from engagements.forms import DigestForm
from engagements.models import DigestSubscription
from engagements.permissions import Permission, require
from engagements.silence import USUAL_DAYS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The weekly letter: whether, where to, in which language, after how many days of silence."""
    user = require(request, Permission.READ)
    mine = DigestSubscription.objects.filter(user=user).first()
    now = {
        "wanted": mine is not None,
        "email": user.email,
        "language": mine.language if mine else get_language(),
        "days": mine.days if mine else USUAL_DAYS,
    }
    form = DigestForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        form.save(user)
        messages.success(request, _("Your choice was saved."))
        return redirect("account")
    context = {"form": form, "configured": configured(), "hour": HOUR}
    return render(request, "engagements/account.html", context, status=400 if form.errors else 200)


@csrf_exempt  # a mail program posts here by itself (RFC 8058); the address is signed
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def digest_end(request: HttpRequest, token: str) -> HttpResponse:
    """Ends the letters of the account that the address was made for: by POST; GET asks first."""
    number = account_of(token)
    if number is None:
        raise Http404
    if request.method == "POST":
        DigestSubscription.objects.filter(user=number).delete()
    return render(request, "engagements/digest_end.html", {"ended": request.method == "POST"})
