"""Asking for the link to a new password, where letters can be sent; elsewhere, whom to ask instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account import views as allauth_views
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from engagements.reminding.mailing import configured

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def password_reset(request: HttpRequest) -> HttpResponseBase:
    if not configured():
        return render(request, "account/password_reset_without_mail.html")
    return allauth_views.password_reset(request)
