"""This installation: folders, host names, secrets, logging."""

from __future__ import annotations

from pathlib import Path

from config import environment, logs

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(environment.text("SIJILL_DATA_DIR", str(BASE_DIR / "var")))

DEBUG = environment.flag("SIJILL_DEBUG")
ALLOWED_HOSTS = environment.words("SIJILL_ALLOWED_HOSTS", "127.0.0.1, localhost, [::1]")
TRUSTED_PROXIES = environment.number("SIJILL_TRUSTED_PROXIES", 0)
"""The number of proxies in front; only this many entries of X-Forwarded-For are trusted (`engagements.origin`)."""
CSRF_TRUSTED_ORIGINS = environment.words("SIJILL_CSRF_TRUSTED_ORIGINS")
DEMO = environment.flag("SIJILL_DEMO")
"""Whether demo accounts may exist. Only run.py sets this, and only with embedded services on loopback."""
HTTPS = environment.flag("SIJILL_HTTPS", default=not DEMO and not DEBUG)
"""Whether people reach it by TLS; cookies, redirects and the strictness about secrets depend on this."""
SECRET_KEY = environment.secret("SIJILL_SECRET_KEY", strict=HTTPS)
SECRET_KEY_FALLBACKS = environment.words("SIJILL_SECRET_KEY_FALLBACKS")
"""Earlier keys: what they signed stays valid, but nothing new is signed with them (docs/security.md, "A new key")."""
SITE_ADDRESS = environment.text("SIJILL_SITE", "").rstrip("/")
"""The address of this site, for links in letters."""

LOGGING = logs.configuration(
    environment.one_of("SIJILL_LOG_FORMAT", "line" if DEMO or DEBUG else "json", known=("json", "line"))
)
METRICS_TOKEN = environment.text("SIJILL_METRICS_TOKEN", "")
"""The token with which `/metrics` may be read; empty: nobody may."""
