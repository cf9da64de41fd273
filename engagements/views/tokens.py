"""One's own API tokens: making, showing once, revoking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from engagements.api.token_forms import TokenForm
from engagements.errors import Refusal
from engagements.models import ApiToken
from engagements.permissions import Permission, require
from engagements.proving import require_proof
from engagements.services.tokens import issue_token, revoke_token

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens. Only the answer to the POST that makes one ever shows its secret."""
    user = require(request, Permission.READ)
    now = timezone.now()
    form = TokenForm(request.POST if request.method == "POST" else None)
    secret, refused = "", False
    if request.method == "POST":
        require_proof(request)
        refused = True
        if form.is_valid():
            try:
                _token, secret = issue_token(
                    by=user, name=form.cleaned_data["name"], expires_at=form.expires_at(now), now=now
                )
                form, refused = TokenForm(), False
            except Refusal as refusal:
                form.add_error(None, str(refusal))
    rows = [(token, token.state(now)) for token in ApiToken.objects.of(user)]
    context = {"form": form, "secret": secret, "rows": rows}
    return render(request, "engagements/tokens.html", context, status=400 if refused else 200)


@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Revokes a token; 404 for one of another account."""
    user = require(request, Permission.READ)
    require_proof(request)
    token = get_object_or_404(ApiToken.objects.of(user), pk=number)
    if revoke_token(token=token, by=user, now=timezone.now()):
        messages.success(request, _("The token «%(name)s» was revoked.") % {"name": token.name})
    return redirect("tokens")
