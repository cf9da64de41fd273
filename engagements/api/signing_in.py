"""Authentication of the API: a token in the Authorization header, or the session of somebody who is signed in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer, SessionAuth

from engagements.barriers import pass_barriers
from engagements.models import ApiToken
from engagements.services.tokens import digest_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from engagements.models import User

NOTED_EVERY = timedelta(minutes=1)
"""`last_used_at` of a token is written at most this often."""


class Token(HttpBearer):
    """If there is an Authorization header, it must be a valid token, even if a session comes with it."""

    def __call__(self, request: HttpRequest) -> User | None:
        if "Authorization" not in request.headers:
            return None
        scheme, _blank, secret = request.headers["Authorization"].partition(" ")
        if scheme.lower() != "bearer":
            raise AuthenticationError(message=_("The Authorization header has to be «Bearer» and a token."))
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> User:
        now = timezone.now()
        known = ApiToken.objects.living(now).select_related("user").filter(digest=digest_of(token)).first()
        if known is None:
            raise AuthenticationError(message=_("The token is unknown, expired or revoked."))
        pass_barriers(known.user)
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED_EVERY)
        if known.last_used_at is None or known.last_used_at < now - NOTED_EVERY:
            ApiToken.objects.filter(stale, pk=known.pk).update(last_used_at=now)
        request.user = known.user
        return known.user


class Session(SessionAuth):
    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        if not request.user.is_authenticated:
            return None
        pass_barriers(request.user)
        return request.user


WAYS = [Token(), Session(csrf=False)]
"""Without protection against CSRF: the API changes nothing."""
