"""django-allauth's setting for one provider of OpenID Connect, from the environment."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from config import environment

PROVIDER = "ministry"
"""Its name in URLs; the provider has to know `/accounts/oidc/ministry/login/callback/`."""
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def provider(server: str, button: str) -> dict[str, Any]:
    """The setting, empty without a server. Raises SettingError if the server has no TLS, or the client or secret is
    missing.

    django-allauth does not check the signature of tokens that come over our own connection to the provider (OpenID
    Connect Core 3.1.3.7 allows that), so this connection needs TLS.
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
    """The origins to which forms may redirect, for the Content-Security-Policy: `https://host:port`; empty without a
    server.
    """
    url = urlsplit(server)
    return [f"{url.scheme}://{url.netloc}"] if server else []
