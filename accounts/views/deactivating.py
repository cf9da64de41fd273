"""Closing an account and handing over what it has open; opening it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.member_forms import HandOverForm
from accounts.models import Invitation
from accounts.presenting import open_work, signed_in
from accounts.services.deactivating import deactivate as close
from accounts.services.deactivating import reactivate as open_again
from engagements.errors import Refusal
from engagements.models import ApiToken, CalendarFeed, Subscription, User
from engagements.permissions import Permission, require

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: HttpRequest, number: int) -> HttpResponse:
    """The open work, with a choice of who takes it over. POST closes the account and hands the work over."""
    user = require(request, Permission.ADMINISTER)
    found, now = get_object_or_404(User, pk=number, is_active=True), timezone.now()
    work = open_work(found, user, now)
    posted = request.POST if request.method == "POST" else None
    form = HandOverForm(found, [each.kind for each in work], posted)
    if form.is_valid():
        try:
            close(account=found, takers=form.takers(), by=user, now=now)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            told = _("The account of %(name)s is closed, and what was open is handed over.")
            messages.success(request, told % {"name": found.display_name})
            return redirect("member", number)
    context = {
        "member": found,
        "own": found.pk == user.pk,
        "form": form,
        "rows": [(each, form[each.kind]) for each in work],
        "sessions": len(signed_in(found, now)),
        "tokens": ApiToken.objects.of(found).filter(revoked_at=None).count(),
        "feed": CalendarFeed.objects.filter(user=found).exists(),
        "letters": Subscription.objects.filter(user=found).count(),
        "invitations": Invitation.objects.waiting().filter(by=found).count(),
    }
    return render(request, "accounts/deactivate.html", context, status=400 if form.errors else 200)


@require_POST
def reactivate(request: HttpRequest, number: int) -> HttpResponse:
    """Lets the account be signed in with again."""
    user = require(request, Permission.ADMINISTER)
    found = get_object_or_404(User, pk=number)
    try:
        if open_again(account=found, by=user, now=timezone.now()):
            messages.success(request, _("The account can be signed in with again."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("member", number)
