"""The pages of accounts, for administrators: the list, and one account with everything that can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.listing import members as members_asked
from accounts.listing import second_factors
from accounts.member_forms import EmailForm, MembersForm, PersonForm, RoleForm
from accounts.member_letters import changed_address_letter, sent
from accounts.models import Invitation
from accounts.presenting import open_work, signed_in
from accounts.services.members import Particulars, change_email, change_group, change_person, change_role
from accounts.services.new_password import may_be_handed, new_password_path
from accounts.services.second_factors import remove_all
from accounts.services.sessions import end_session, end_sessions
from accounts.services.unlocking import clear_failures, must_wait
from engagements.auditing.lines import lines_of
from engagements.errors import Refusal
from engagements.lists import querystring
from engagements.models import ApiToken, AuditEntry, CalendarFeed, User
from engagements.permissions import Permission, require
from engagements.proving import require_proof
from engagements.services.calendar_feeds import revoke_feed
from engagements.services.tokens import revoke_token

if TYPE_CHECKING:
    from typing import Any

    from django import forms
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 50
_TRAIL = 50


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """All accounts, filtered; the deactivated ones last."""
    require(request, Permission.ADMINISTER)
    form = MembersForm(request.GET)
    pages = Paginator(members_asked(form), PAGE_SIZE)
    page = pages.get_page(form.asked("page"))
    context = {
        "form": form,
        "complaints": form.complaints,
        "page": page,
        "total": pages.count,
        "query": querystring.changed(request.GET, page=None),
        "invited": Invitation.objects.waiting().count(),
        "now": timezone.now(),
    }
    return render(request, "accounts/members.html", context)


@never_cache
@require_safe
def member(request: HttpRequest, number: int) -> HttpResponse:
    """One account, with everything that is known of it."""
    user = require(request, Permission.ADMINISTER)
    return _page(request, get_object_or_404(User, pk=number), user)


@require_POST
def person(request: HttpRequest, number: int) -> HttpResponse:
    """Changes name and language."""
    user = require(request, Permission.ADMINISTER)
    found = get_object_or_404(User, pk=number)
    form = PersonForm(found, request.POST)
    if not form.is_valid():
        return _page(request, found, user, person=form)
    if change_person(account=found, person=Particulars(**form.cleaned_data), by=user, now=timezone.now()):
        messages.success(request, _("The account was changed."))
    return redirect("member", number)


@require_POST
def email(request: HttpRequest, number: int) -> HttpResponse:
    """Sets the address without a confirmation from it; a letter goes to the old one."""
    user = require(request, Permission.ADMINISTER)
    require_proof(request)
    found = get_object_or_404(User, pk=number)
    form = EmailForm(found, request.POST)
    if form.is_valid():
        try:
            asked = form.cleaned_data["email"]
            before = change_email(account=found, email=asked, by=user, now=timezone.now())
        except Refusal as refusal:
            form.add_error("email", str(refusal))
        else:
            if before is not None:
                messages.success(request, _("The account was changed."))
            if before:
                sent(changed_address_letter(found, before))
            return redirect("member", number)
    return _page(request, found, user, email=form)


@require_POST
def rights(request: HttpRequest, number: int) -> HttpResponse:
    """Changes the role and the restricted group, from the account's next request on."""
    user = require(request, Permission.ADMINISTER)
    found = get_object_or_404(User, pk=number)
    form = RoleForm(found, request.POST)
    if form.is_valid():
        now, asked = timezone.now(), form.cleaned_data
        try:
            changed = change_role(account=found, role=asked["role"], by=user, now=now)
            member = asked["in_restricted_group"]
            changed = change_group(account=found, member=member, by=user, now=now) or changed
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            if changed:
                messages.success(request, _("The rights of the account were changed; they hold at once."))
            return redirect("member", number)
    return _page(request, found, user, rights=form)


@require_POST
def sessions_end(request: HttpRequest, number: int) -> HttpResponse:
    """Ends one session, or all of the account."""
    user = require(request, Permission.ADMINISTER)
    found, now, mark = get_object_or_404(User, pk=number), timezone.now(), request.POST.get("session", "")
    if mark:
        ended = end_session(of=found, mark=mark, by=user, now=now)
    else:
        ended = bool(end_sessions(of=found, by=user, now=now))
    if ended:
        messages.success(request, _("The account is signed out there."))
    return redirect("member", number)


@require_POST
def token_end(request: HttpRequest, number: int, token: int) -> HttpResponse:
    """Revokes a token of the API."""
    user = require(request, Permission.ADMINISTER)
    require_proof(request)
    found = get_object_or_404(User, pk=number)
    theirs = get_object_or_404(ApiToken.objects.of(found), pk=token)
    if revoke_token(token=theirs, by=user, now=timezone.now()):
        messages.success(request, _("The token «%(name)s» was revoked.") % {"name": theirs.name})
    return redirect("member", number)


@require_POST
def calendar_end(request: HttpRequest, number: int) -> HttpResponse:
    """Revokes the calendar address."""
    user = require(request, Permission.ADMINISTER)
    require_proof(request)
    found = get_object_or_404(User, pk=number)
    if revoke_feed(of=found, by=user, now=timezone.now()):
        messages.success(request, _("The calendar address was revoked; it opens nothing any more."))
    return redirect("member", number)


@require_POST
def factors_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Removes the second factors of somebody who has lost theirs."""
    user = require(request, Permission.ADMINISTER)
    require_proof(request)
    found = get_object_or_404(User, pk=number)
    if remove_all(of=found, by=user, now=timezone.now()):
        told = _("The second factors were taken away; the account is signed out everywhere.")
        messages.success(request, told)
    return redirect("member", number)


@require_POST
def unlock(request: HttpRequest, number: int) -> HttpResponse:
    """Clears the counts of failed attempts to sign in."""
    user = require(request, Permission.ADMINISTER)
    found = get_object_or_404(User, pk=number)
    clear_failures(of=found, by=user, now=timezone.now())
    messages.success(request, _("Who waits after failed attempts need wait no more."))
    return redirect("member", number)


@never_cache
@require_POST
def password_link(request: HttpRequest, number: int) -> HttpResponse:
    """Makes a link for a new password and shows it, this once."""
    user = require(request, Permission.ADMINISTER)
    require_proof(request)
    found = get_object_or_404(User, pk=number)
    try:
        path = new_password_path(of=found, by=user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("member", number)
    site = settings.SITE_ADDRESS or request.build_absolute_uri("/").rstrip("/")
    return _page(request, found, user, link=site + path)


def _page(request: HttpRequest, found: User, user: User, link: str = "", **given: forms.Form) -> HttpResponse:
    """The page of an account. `given` is the form that was refused, if any, under its name in the template."""
    now = timezone.now()
    context: dict[str, Any] = {
        "member": found,
        "own": found.pk == user.pk,
        "person": PersonForm(found),
        "email": EmailForm(found),
        "rights": RoleForm(found),
        "sessions": signed_in(found, now, request.session.session_key),
        "factors": second_factors().filter(user=found).count(),
        "tokens": [(each, each.state(now)) for each in ApiToken.objects.of(found)],
        "feed": CalendarFeed.objects.filter(user=found).first(),
        "must_wait": must_wait(found, now),
        "link": link,
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        "linkable": may_be_handed(found, user),
        "open": open_work(found, user, now),
        "lines": lines_of(AuditEntry.objects.filter(subject_type="user", subject_id=found.pk)[:_TRAIL]),
    }
    return render(request, "accounts/member.html", context | given, status=400 if given else 200)
