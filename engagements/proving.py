"""What only somebody does who lately showed who they are: whoever took a session from them does not get that far.

django-allauth asks: the password, a code, a passkey, whatever the account has (docs/accounts.md). Afterwards it goes on
with the very request, so nothing that was typed is lost. Whoever has just signed in is not asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.decorators import reauthentication_required

if TYPE_CHECKING:
    from django.http import HttpRequest


def require_proof(request: HttpRequest) -> None:
    """Raises ReauthenticationRequired, which the library's middleware answers, if it is longer ago than
    ACCOUNT_REAUTHENTICATION_TIMEOUT."""
    _shown(request)


@reauthentication_required
def _shown(request: HttpRequest) -> None:
    """Nothing else is to be done."""
