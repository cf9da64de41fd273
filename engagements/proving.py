"""Asks for proof of identity before sensitive actions, so that a stolen session is not enough for them.

django-allauth asks for the password, a code or a passkey, whichever the account has (docs/accounts.md), and then
repeats the same request, so that nothing typed is lost. Whoever signed in or proved it a short while ago is not
asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.decorators import reauthentication_required

if TYPE_CHECKING:
    from django.http import HttpRequest


def require_proof(request: HttpRequest) -> None:
    """Raises ReauthenticationRequired if the last proof is older than ACCOUNT_REAUTHENTICATION_TIMEOUT.

    The middleware of django-allauth answers that exception with the page that asks.
    """
    _shown(request)


@reauthentication_required
def _shown(request: HttpRequest) -> None:
    """Nothing else is to be done."""
