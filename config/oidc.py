"""django-allauth's setting for one provider of OpenID Connect, from the environment."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from config import environment

PROVIDER = "ministry"
"""Its name in addresses: `/accounts/oidc/ministry/login/callback/` is what the provider has to know."""
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def provider(server: str, button: str) -> dict[str, Any]:
    """Nothing without a server. Raises SettingError if it is reached without TLS, or client and secret are missing.

    The signature of what the provider says is not looked at where it comes over our own connection to it (OpenID
    Connect Core 3.1.3.7): so that connection has to be one by TLS.
    """
    if not server:
        return {}
    url = urlsplit(server)
    if url.scheme != "https" and url.hostname not in _LOOPBACK:
        raise environment.SettingError(
            f"SIJILL_OIDC_SERVER is {server!r}; an address with https:// is expected"
        )
    app = {
        "provider_id": PROVIDER,
        "name": button,
        "client_id": environment.text("SIJILL_OIDC_CLIENT"),
        "secret": environment.text("SIJILL_OIDC_SECRET"),
        "settings": {"server_url": server, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def origins(server: str) -> list[str]:
    """Where a form may lead on to, for the Content-Security-Policy: `https://host:port`; nothing without a server."""
    url = urlsplit(server)
    return [f"{url.scheme}://{url.netloc}"] if server else []
