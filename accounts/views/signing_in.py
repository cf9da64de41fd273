"""The page for signing in."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView

from accounts.oidc import buttons


class SignIn(LoginView):
    """django-allauth's page, with a button for each configured provider."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"provider_buttons": buttons()}
