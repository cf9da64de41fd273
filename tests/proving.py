"""A browser of the tests in which somebody has shown who they are, just now or some time ago."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.contrib.auth import SESSION_KEY

if TYPE_CHECKING:
    from django.test import Client


def has_proven(client: Client, seconds_ago: int = 0) -> Client:
    """As after signing in by the page, which `force_login` leaves out."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - seconds_ago}]
    session["account_authentication_methods_user"] = session[SESSION_KEY]
    session.save()
    return client
