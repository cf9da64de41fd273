"""The buttons for signing in through the ministry's provider of OpenID Connect, if one is set up (`SIJILL_OIDC_*`)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Button:
    href: str
    label: str


def buttons() -> list[Button]:
    """One button for each configured provider; there is at most one."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return [Button(reverse("openid_connect_login", args=[app["provider_id"]]), app["name"]) for app in apps]
