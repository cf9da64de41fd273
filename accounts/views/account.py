"""The page of one's own account: name, rights, address, sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import new_address
from accounts.listing import second_factors
from accounts.member_forms import PersonForm
from accounts.member_letters import changed_address_letter, new_address_letter, sent
from accounts.own_forms import NewAddressForm
from accounts.presenting import signed_in
from accounts.services.members import Particulars, change_email, change_person
from accounts.services.sessions import end_session, end_sessions
from engagements.errors import Refusal
from engagements.models import ApiToken, CalendarFeed
from engagements.permissions import ROLE_PERMISSIONS, Permission, require
from engagements.proving import require_proof
from engagements.reminding.mailing import configured

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from engagements.models import User


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The page of the signed-in account."""
    return _page(request, require(request, Permission.READ))


@require_POST
def person(request: HttpRequest) -> HttpResponse:
    """Changes one's own name and language."""
    user = require(request, Permission.READ)
    form = PersonForm(user, request.POST)
    if not form.is_valid():
        return _page(request, user, person=form)
    if change_person(account=user, person=Particulars(**form.cleaned_data), by=user, now=timezone.now()):
        messages.success(request, _("Your account was changed."))
    return redirect("account")


@require_POST
def email(request: HttpRequest) -> HttpResponse:
    """Sends a letter to a new address; the address changes when the link in it is confirmed."""
    user = require(request, Permission.READ)
    require_proof(request)
    form = NewAddressForm(user, request.POST)
    if form.is_valid():
        asked = form.cleaned_data["email"]
        href = settings.SITE_ADDRESS + reverse("account_email_confirm", args=[new_address.token(user, asked)])
        if sent(new_address_letter(user, asked, href)):
            told = _("A letter went to %(email)s. The address counts when you open the link in it.")
            messages.success(request, told % {"email": asked})
            return redirect("account")
        form.add_error("email", _("The letter could not be sent, so nothing was changed. Try again later."))
    return _page(request, user, email=form)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def email_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link in that letter. GET asks; POST changes the address and sends a letter to the old one."""
    meant = new_address.meant_by(token)
    done = False
    if meant is not None and request.method == "POST":
        user, asked = meant
        try:
            before = change_email(account=user, email=asked, by=user, now=timezone.now())
        except Refusal:
            meant = None
        else:
            done = True
            if before:
                sent(changed_address_letter(user, before))
    context = {"email": meant[1] if meant else "", "done": done}
    return render(request, "accounts/new_address.html", context, status=200 if meant else 404)


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Ends one of one's own sessions, or all but this one."""
    user, now, mark = require(request, Permission.READ), timezone.now(), request.POST.get("session", "")
    if mark:
        ended = end_session(of=user, mark=mark, by=user, now=now)
    else:
        ended = bool(end_sessions(of=user, by=user, now=now, but=request.session.session_key))
    if ended:
        messages.success(request, _("You are signed out there."))
    return redirect("account")


def _page(request: HttpRequest, user: User, **given: forms.Form) -> HttpResponse:
    """The page of the account. `given` is the form that was refused, if any, under its name in the template."""
    now = timezone.now()
    context = {
        "person": PersonForm(user),
        "email": NewAddressForm(user),
        "configured": configured(),
        "may_do": [each.label for each in Permission if each in ROLE_PERMISSIONS[user.role]],
        "sessions": signed_in(user, now, request.session.session_key),
        "factors": second_factors().filter(user=user).count(),
        "tokens": ApiToken.objects.of(user).living(now).count(),
        "feed": CalendarFeed.objects.filter(user=user).first(),
    }
    return render(request, "accounts/account.html", context | given, status=400 if given else 200)
