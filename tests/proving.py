"""Browsers of the tests in which somebody is signed in, and has shown who they are, just now or some time ago."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.http import HttpRequest
from django.test import Client
from django.utils.crypto import get_random_string

from accounts.sessions import SessionStore

if TYPE_CHECKING:
    from engagements.models import User

_REAL = Client.force_login
_OWNER = "account_authentication_methods_user"


def has_proven(client: Client, seconds_ago: int = 0) -> Client:
    """As after signing in by the page, which `force_login` leaves out."""
    session = client.session
    session.update(_proof(session[SESSION_KEY], seconds_ago))
    session.save()
    return client


def browser_of(user: User, **how: Any) -> Client:
    """A browser of somebody who has just signed in."""
    client = Client(**how)
    _begin(client, user, _proof(str(user.pk), 0))
    return client


def quick_login(client: Client, user: User, backend: str | None = None) -> None:
    """`force_login` with one statement for its dozen: the row of the session, as signing in writes it.

    Where there is a session already, or another backend, Django's own decides what becomes of it.
    """
    if backend or settings.SESSION_COOKIE_NAME in client.cookies:
        _REAL(client, user, backend)
    else:
        _begin(client, user, {})


def _proof(owner: str, seconds_ago: int) -> dict[str, Any]:
    return {
        "account_authentication_methods": [{"method": "password", "at": time.time() - seconds_ago}],
        _OWNER: owner,
    }


def _begin(client: Client, user: User, more: dict[str, Any]) -> None:
    store = SessionStore()
    store.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        | more
    )
    # Given here, the key is not looked for among those that there are.
    store._session_key = get_random_string(32, VALID_KEY_CHARS)
    store.create_model_instance(dict(store.items())).save(force_insert=True)
    request = HttpRequest()
    request.session = store
    client._set_login_cookies(request)  # type: ignore[attr-defined]  # the stubs leave it out
