"""The page to sign in at."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView

from accounts.oidc import buttons


class SignIn(LoginView):
    """django-allauth's, with a button for each provider that is set up."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"provider_buttons": buttons()}
