"""The settings of signing in: sessions, passwords, second factors, OpenID Connect (docs/accounts.md)."""

from __future__ import annotations

from config import environment
from config.oidc import provider
from config.settings.deployment import DEMO

AUTH_USER_MODEL = "engagements.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_ENGINE = "accounts.sessions"
"""Sessions are rows that know their account and origin, so that they can be listed and ended (docs/accounts.md)."""
SESSION_COOKIE_AGE = 3600 * environment.number("SIJILL_SESSION_HOURS", 14 * 24 if DEMO else 12)
SESSION_IDLE_SECONDS = 60 * environment.number("SIJILL_SESSION_IDLE_MINUTES", 0 if DEMO else 30)
"""A session ends this long after signing in, and when it was not used for this long (0: no limit)."""
INVITATION_DAYS = environment.number("SIJILL_INVITATION_DAYS", 7)
"""How long the link of an invitation can be used."""
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.password_rules.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.password_rules.RepetitionValidator"},
]

# --- Signing in (docs/accounts.md) --------------------------------------------------------------------------
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "change_password": "accounts.forms.ChangeForm",
    "set_password": "accounts.forms.SetForm",
    "reset_password": "accounts.forms.LetterForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "reauthenticate": "accounts.forms.AgainForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
# Sessions end with the browser: on a stolen machine they would cost more than typing a password.
ACCOUNT_SESSION_REMEMBER = False
# Failures are counted by accounts/lockout.py, which locks nobody out for what others did.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# Also asks for a proof before an account is linked to one at the provider.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
PASSWORD_RESET_TIMEOUT = 2 * 3600

# --- A second factor ----------------------------------------------------------------------------------------
MFA_ADAPTER = "accounts.mfa_adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.mfa_forms.CodeForm",
    "reauthenticate": "accounts.mfa_forms.CodeAgainForm",
    "activate_totp": "accounts.mfa_forms.AppForm",
    "add_webauthn": "accounts.mfa_forms.PasskeyForm",
    "edit_webauthn": "accounts.mfa_forms.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Sijill"
# A telephone's clock may be off by half a minute.
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
# E-mail addresses are set or verified by accounts/services, so allauth need not refuse second factors for unverified
# ones.
MFA_ALLOW_UNVERIFIED_EMAIL = True
_ROLES = ("viewer", "contributor", "editor", "approver", "manager", "registrar", "admin")
SECOND_FACTOR_ROLES = environment.words_of("SIJILL_SECOND_FACTOR_ROLES", _ROLES, "" if DEMO else "admin")
"""Roles that have to set up a second factor before they can do anything else."""
BARRIERS = ["accounts.second_factor.barrier"]
"""Functions (account -> reason) that say why an account may not use the API and its calendar yet
(engagements/barriers.py).
"""

# --- The provider by which the ministry signs in elsewhere, too ---------------------------------------------
OIDC_SERVER = environment.text("SIJILL_OIDC_SERVER", "").rstrip("/")
"""The OpenID Connect provider with which the ministry signs in elsewhere; empty: no button for it."""
OIDC_BUTTON = environment.text("SIJILL_OIDC_BUTTON", "OpenID Connect")
OIDC_NEWCOMERS = environment.words_of("SIJILL_OIDC_NEWCOMERS", ("viewer",))
"""The role that people unknown here get if the provider knows them; empty: only people with an account or invitation
may come in.
"""
SOCIALACCOUNT_ADAPTER = "accounts.social_adapter.SocialAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_QUERY_EMAIL = True
# Signing in starts by a link: the content policy forbids forms that redirect elsewhere, and providers redirect to
# unknown hosts.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = provider(OIDC_SERVER, OIDC_BUTTON)
