"""Inviting people, for administrators; and the page on which an invitation is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.joining_form import JoinForm
from accounts.member_forms import InviteForm
from accounts.member_letters import invitation_letter, sent
from accounts.models import Invitation
from accounts.services.invitations import accept, invite, note_sent, opened_by, send_again, withdraw
from engagements.errors import Refusal
from engagements.permissions import Permission, require
from engagements.reminding.mailing import configured

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SHOWN = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """The invitations. POST makes one and sends its letter; if no letter can be sent, the page shows the link, this
    once.
    """
    user = require(request, Permission.ADMINISTER)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made, secret = invite(**form.cleaned_data, by=user, now=timezone.now())
        except Refusal as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            return _sent(request, made, secret)
    return _page(request, form)


@never_cache
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Sends a new link; the old one becomes invalid."""
    user = require(request, Permission.ADMINISTER)
    found = get_object_or_404(Invitation.objects.select_related("by"), pk=number)
    try:
        secret = send_again(invitation=found, by=user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("invitations")
    return _sent(request, found, secret)


@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraws an invitation that waits."""
    user = require(request, Permission.ADMINISTER)
    found = get_object_or_404(Invitation, pk=number)
    try:
        withdraw(invitation=found, by=user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation of %(email)s was withdrawn.") % {"email": found.email})
    return redirect("invitations")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The page of an invitation: whoever has the link makes their account here and then signs in."""
    invitation = opened_by(token, timezone.now())
    if invitation is None:
        return render(request, "accounts/join.html", {"invitation": None}, status=404)
    form = JoinForm(invitation, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            account = accept(secret=token, joining=form.joining(), now=timezone.now())
        except Refusal as refusal:
            form.add_error(refusal.field or None, str(refusal))
        except ValidationError as error:
            form.add_error("password", error)
        else:
            told = _("Your account is made. Sign in as «%(username)s».")
            messages.success(request, told % {"username": account.username})
            return redirect(settings.LOGIN_URL)
    context = {"invitation": invitation, "form": form}
    return render(request, "accounts/join.html", context, status=400 if form.errors else 200)


def _sent(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    """Sends the letter. If no mail server takes it, the page shows the link, this once."""
    path = reverse("join", args=[secret])
    if sent(invitation_letter(invitation, settings.SITE_ADDRESS + path)):
        note_sent(invitation=invitation, now=timezone.now())
        messages.success(request, _("The invitation was sent to %(email)s.") % {"email": invitation.email})
        return redirect("invitations")
    link = (settings.SITE_ADDRESS or request.build_absolute_uri("/").rstrip("/")) + path
    return _page(request, InviteForm(), link=link, invited=invitation)


def _page(
    request: HttpRequest, form: InviteForm, link: str = "", invited: Invitation | None = None
) -> HttpResponse:
    now = timezone.now()
    rows = Invitation.objects.select_related("by", "account")[:_SHOWN]
    context = {
        "form": form,
        "link": link,
        "invited": invited,
        "configured": configured(),
        "rows": [(each, each.state(now)) for each in rows],
        "days": settings.INVITATION_DAYS,
    }
    return render(request, "accounts/invitations.html", context, status=400 if form.errors else 200)
