"""Cookies, TLS, the content policy and the rate limits (docs/security.md)."""

from __future__ import annotations

from csp.constants import NONE, SELF

from config import environment
from config.oidc import origins
from config.settings.accounts import OIDC_SERVER
from config.settings.deployment import HTTPS

# --- Headers and cookies ------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^readyz/serving$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Browsers accept cookies with this prefix only from this very host over TLS, so no neighbour under the same
    # domain can set them.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

# --- The content policy -------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # The form for signing in redirects there.
        "form-action": [SELF, *origins(OIDC_SERVER)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
"""No inline scripts or styles, nothing from elsewhere; templates and scripts have none (docs/security.md)."""

# --- Rate limits --------------------------------------------------------------------------------------------
# Per account, and per address ("address") where nobody is signed in: config/limits.py says for which pages.
LIMITS = {
    name.lower(): environment.rate(f"SIJILL_LIMIT_{name}", usual)
    for name, usual in (
        ("UPLOAD", "1200/10m"),
        ("SEARCH", "90/m"),
        ("SUGGEST", "300/m"),
        ("EXPORT", "30/10m"),
        ("BRIEF", "60/10m"),
        ("API", "600/m"),
        ("ADDRESS", "1200/m"),
    )
}
