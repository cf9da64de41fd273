"""Settings of Sijill. Every value that differs between machines comes from the environment (docs/operations.md)."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment, logs
from config.caching import cache_at
from config.oidc import origins as oidc_origins
from config.oidc import provider as oidc_provider

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(environment.text("SIJILL_DATA_DIR", str(BASE_DIR / "var")))

DEBUG = environment.flag("SIJILL_DEBUG")
ALLOWED_HOSTS = environment.words("SIJILL_ALLOWED_HOSTS", "127.0.0.1, localhost, [::1]")
TRUSTED_PROXIES = environment.number("SIJILL_TRUSTED_PROXIES", 0)
"""How many proxies stand before this; by so many entries X-Forwarded-For is believed (`engagements.origin`)."""
CSRF_TRUSTED_ORIGINS = environment.words("SIJILL_CSRF_TRUSTED_ORIGINS")
DEMO = environment.flag("SIJILL_DEMO")
"""Demo accounts may exist. Only run.py sets this, and only with embedded services on loopback."""
_HTTPS = environment.flag("SIJILL_HTTPS", default=not DEMO and not DEBUG)
SECRET_KEY = environment.secret("SIJILL_SECRET_KEY", strict=_HTTPS)
SECRET_KEY_FALLBACKS = environment.words("SIJILL_SECRET_KEY_FALLBACKS")
"""Keys of before: what they signed holds, nothing new is signed with them (docs/security.md, "A new key")."""

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "lucide",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "config",
    "accounts",
    "engagements",
    "ingest",
]

MIDDLEWARE = [
    "config.middleware.OriginMiddleware",
    "config.watching.middleware.WatchMiddleware",
    "config.middleware.MachinesMiddleware",
    "config.headers.Middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.SessionOriginMiddleware",
    "config.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.second_factor_middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.limits.Middleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.shell",
            ],
        },
    },
]

# --- Data ---------------------------------------------------------------------------------------------------
DATABASES = {
    "default": environment.database(strict=_HTTPS) | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA_DIR / "files"
MEDIA_URL = "files/"
AUDIT_HEADS = Path(environment.text("SIJILL_AUDIT_HEADS", str(DATA_DIR / "audit-heads.jsonl")))
"""Where the heads of the trail's chain are kept, outside the database (docs/audit.md)."""
# A release of the largest size that is read, and room for many in one request.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 500
# The review form with all the rows that its lists may have.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000

# --- People -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "engagements.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_ENGINE = "accounts.sessions"
"""A session is a row that knows whose it is and from where: it can be shown and ended (docs/accounts.md)."""
SESSION_COOKIE_AGE = 3600 * environment.number("SIJILL_SESSION_HOURS", 14 * 24 if DEMO else 12)
SESSION_IDLE_SECONDS = 60 * environment.number("SIJILL_SESSION_IDLE_MINUTES", 0 if DEMO else 30)
"""A session ends so long after signing in, and when nobody used it for so long (0: however long)."""
INVITATION_DAYS = environment.number("SIJILL_INVITATION_DAYS", 7)
"""So long the link of an invitation can be used."""
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
# Nobody is remembered beyond the browser's window: what would be stolen with the machine is worth more than the typing.
ACCOUNT_SESSION_REMEMBER = False
# Failures are counted by accounts/lockout.py, which keeps nobody out for what others did.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
PASSWORD_RESET_TIMEOUT = 2 * 3600
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
# A telephone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
# E-mail addresses are given or verified by accounts/services; allauth need not hold up a second factor for them.
MFA_ALLOW_UNVERIFIED_EMAIL = True
_ROLES = ("viewer", "contributor", "editor", "approver", "manager", "registrar", "admin")
SECOND_FACTOR_ROLES = environment.words_of("SIJILL_SECOND_FACTOR_ROLES", _ROLES, "" if DEMO else "admin")
"""Roles that can do nothing before they have set up a second factor."""
BARRIERS = ["accounts.second_factor.barrier"]
"""Who says why an account may do nothing by a program yet: functions of the account (engagements/barriers.py)."""
OIDC_SERVER = environment.text("SIJILL_OIDC_SERVER", "").rstrip("/")
"""The provider of OpenID Connect by which the ministry signs in elsewhere, too; none: no button for it."""
OIDC_BUTTON = environment.text("SIJILL_OIDC_BUTTON", "OpenID Connect")
OIDC_NEWCOMERS = environment.words_of("SIJILL_OIDC_NEWCOMERS", ("viewer",))
"""As what an unknown person may come in whom the provider knows; none: only who has an account or an invitation."""
SOCIALACCOUNT_ADAPTER = "accounts.social_adapter.SocialAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_QUERY_EMAIL = True
# By a link: a form that leads elsewhere is forbidden by the content policy, and providers lead on to who knows where.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = oidc_provider(OIDC_SERVER, OIDC_BUTTON)

# --- Language, time -----------------------------------------------------------------------------------------
LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
FORM_RENDERER = "config.rendering.Renderer"
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 10 * 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "Africa/Tripoli"

# --- The ministry -------------------------------------------------------------------------------------------
HOME_COUNTRY = environment.text("SIJILL_HOME_COUNTRY", "LY")
HOME_MINISTRIES = environment.words("SIJILL_HOME_MINISTRIES", "وزارة الصناعة والمعادن")
HOME_MINISTRY_EN = environment.text("SIJILL_HOME_MINISTRY_EN", "Ministry of Industry and Minerals")
HOME_CITY = environment.text("SIJILL_HOME_CITY", "طرابلس")

# --- Follow-ups ---------------------------------------------------------------------------------------------
DEFAULT_DUE_DAYS = environment.number("SIJILL_DEFAULT_DUE_DAYS", 90)
"""A follow-up of which no due date is stated is due so many days after its engagement; 0: it has none."""

# --- Review -------------------------------------------------------------------------------------------------
SECOND_APPROVAL = environment.words_of("SIJILL_SECOND_APPROVAL", ("open", "restricted"))
"""Confidentialities (`engagements.models.Confidentiality`) of which a draft takes two persons to approve."""

# --- The home page ------------------------------------------------------------------------------------------
WAITING = [
    "ingest.waiting.drafts",
    "ingest.waiting.failures",
    "engagements.waiting.follow_ups",
    "engagements.waiting.conflicts",
    "engagements.duplicates.listing.waiting",
]
"""Who says what waits for an account: functions of the account and the time (engagements/waiting.py)."""
TRAIL_KINDS = ["ingest.trail_kinds.KINDS", "accounts.trail_kinds.KINDS"]
"""Which further kinds of record the trail speaks of (engagements/auditing/kinds.py)."""
NAME_MENTIONS = ["ingest.mentions.in_drafts"]
"""Who says where a name stands outside the register, when it is merged (engagements/name_preview.py)."""

# --- Assets -------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(environment.text("SIJILL_STATIC_DIR", str(DATA_DIR / "static")))
BUILT_ASSETS = DATA_DIR / "assets"
"""What `manage.py build_assets` makes out of locked packages: the subset of the typeface."""
STATICFILES_DIRS = [BASE_DIR / "static", ("build", BUILT_ASSETS)]
FONT_SOURCE = Path(str(files("fontpkg_ibm_plex_sans_arabic"))) / "files"
WHITENOISE_USE_FINDERS = environment.flag("SIJILL_SERVE_UNCOLLECTED")
WHITENOISE_AUTOREFRESH = DEBUG
# The folder of built assets is made by `manage.py build_assets`, which itself runs the checks first.
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]
STORAGES = {
    "default": environment.file_store("SIJILL_S3"),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if WHITENOISE_USE_FINDERS
        else "config.storage.HashedFiles"
    },
}
if environment.text("SIJILL_BACKUP_S3_BUCKET", ""):
    STORAGES["backups"] = environment.file_store("SIJILL_BACKUP_S3")

# --- The cache that all processes share ---------------------------------------------------------------------
CACHES = {"default": cache_at(environment.text("SIJILL_CACHE_URL", environment.text("BROKER_URL")))}

# --- Work in the background ---------------------------------------------------------------------------------
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_URL = environment.text("BROKER_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
DUPLICATES_TIME_LIMIT = 600
"""For the search for names that may be one: far more than a register of a hundred thousand names takes."""
SCAN_TIME_LIMIT = 300
SCAN_SOFT_TIME_LIMIT = 280
"""For releases whose letters are recognised: above `Limits.scan_seconds` and what extraction takes."""
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 3
# All three are needed, or what a dead worker held comes back after an hour. Above the longest task's time limit.
# (After the lease, the sweep brings back what a dead worker held of texts; the broker knows one time for all.)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": environment.number("SIJILL_VISIBILITY_TIMEOUT", 330),
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 3,
    "socket_timeout": 30,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
CELERY_BEAT_SCHEDULER = "config.watching.hearts:Scheduler"
CELERY_BEAT_SCHEDULE = {
    "enqueue-what-was-lost": {
        "task": "ingest.tasks.sweep",
        "schedule": environment.number("SIJILL_SWEEP_SECONDS", 30),
    },
    "pair-drafts-again": {
        "task": "ingest.tasks.pair_drafts",
        "schedule": environment.number("SIJILL_SWEEP_SECONDS", 30),
    },
    "forget-old-unfinished-work": {"task": "ingest.tasks.prune_work", "schedule": 3600},
    "forget-sessions-that-ran-out": {"task": "accounts.tasks.forget_sessions", "schedule": 3600},
    "find-duplicates": {
        "task": "engagements.tasks.find_duplicates",
        "schedule": environment.number("SIJILL_DUPLICATES_SECONDS", 3600),
    },
    "roll-up-the-figures": {
        "task": "engagements.tasks.roll_up_tallies",
        "schedule": environment.number("SIJILL_ROLL_UP_SECONDS", 3600),
    },
    "keep-the-head-of-the-trail": {
        "task": "engagements.tasks.keep_head_of_trail",
        "schedule": environment.number("SIJILL_AUDIT_HEADS_SECONDS", 300),
    },
    "write-the-reminders": {
        "task": "engagements.tasks.write_reminders",
        "schedule": crontab(hour=7, minute=0),
    },
}
# --- Backups: off unless a folder is named (docs/operations.md) ------------------------------------------------
BACKUP_FOLDER = environment.text("SIJILL_BACKUP_FOLDER", "")
BACKUP_KEEP = environment.text("SIJILL_BACKUP_KEEP", "daily=7,weekly=4,monthly=12")
BACKUP_KEY = environment.text("SIJILL_BACKUP_KEY", "")
if BACKUP_FOLDER:
    CELERY_BEAT_SCHEDULE["back-up"] = {"task": "config.tasks.back_up", "schedule": crontab(hour=2, minute=30)}

# --- Ways in besides the upload page: off unless named here --------------------------------------------------
WATCH_FOLDER = environment.text("SIJILL_WATCH_FOLDER", "")
MAILBOX_URL = environment.text("SIJILL_MAILBOX", "")
MAILBOX_SENDERS = environment.words("SIJILL_MAILBOX_SENDERS")
if WATCH_FOLDER:
    CELERY_BEAT_SCHEDULE["watch-the-folder"] = {
        "task": "ingest.tasks.watch_folder",
        "schedule": environment.number("SIJILL_WATCH_SECONDS", 15),
    }
if MAILBOX_URL:
    CELERY_BEAT_SCHEDULE["fetch-the-mail"] = {
        "task": "ingest.tasks.fetch_mail",
        "schedule": environment.number("SIJILL_MAILBOX_SECONDS", 60),
    }

# --- Letters: off unless all three are named ----------------------------------------------------------------
_MAIL = environment.mail_server("SIJILL_SMTP")
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.starttls, _MAIL.tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("SIJILL_MAIL_FROM", "")
SITE_ADDRESS = environment.text("SIJILL_SITE", "").rstrip("/")
"""The address under which people reach this site, for links in letters."""
if EMAIL_HOST and DEFAULT_FROM_EMAIL and SITE_ADDRESS:
    CELERY_BEAT_SCHEDULE["send-the-letters"] = {
        "task": "engagements.tasks.send_letters",
        "schedule": environment.number("SIJILL_LETTERS_SECONDS", 300),
    }

# --- Reading ------------------------------------------------------------------------------------------------
PARSE_LEASE_SECONDS = environment.number("SIJILL_PARSE_LEASE", 130)
SCAN_LEASE_SECONDS = environment.number("SIJILL_SCAN_LEASE", 310)
"""How long a worker may hold a release before another may take it over. Above the task's time limit."""
REQUEUE_AFTER_SECONDS = environment.number("SIJILL_REQUEUE_AFTER", 60)
"""How long a received release may wait before the sweep takes its message for lost."""
REQUEUE_ARCHIVE_AFTER_SECONDS = environment.number("SIJILL_REQUEUE_ARCHIVE_AFTER", 3600)
"""The same for one out of an imported archive, which waits for all before it."""

# --- Review -------------------------------------------------------------------------------------------------
CLAIM_MINUTES = environment.number("SIJILL_CLAIM_MINUTES", 5)
"""How long others see that somebody has a draft open who does nothing in it. 0: nobody is shown."""

# --- The reader's plug-ins: off unless named here --------------------------------------------------------------
READER_CRF = environment.flag("SIJILL_READER_CRF")
READER_CRF_MODEL = DATA_DIR / "reader" / "people.crf"
READER_MODEL_URL = environment.text("SIJILL_READER_MODEL_URL", "")
READER_MODEL_NAME = environment.text("SIJILL_READER_MODEL_NAME", "")
READER_MODEL_KEY = environment.text("SIJILL_READER_MODEL_KEY", "")
READER_PLUGIN_SECONDS = environment.number("SIJILL_READER_PLUGIN_SECONDS", 10)

# --- Safety -------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SECURE_SSL_REDIRECT = _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^readyz/serving$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
if _HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # A browser takes these two from this very host alone, over TLS: no neighbour under the same domain can set them.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Who signs in there is sent on from a form of ours.
        "form-action": [SELF, *oidc_origins(OIDC_SERVER)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
"""No inline script or style, nothing from elsewhere: templates and scripts have neither (docs/security.md)."""

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

# --- Watching -----------------------------------------------------------------------------------------------
LOGGING = logs.configuration(
    environment.one_of("SIJILL_LOG_FORMAT", "line" if DEMO or DEBUG else "json", known=("json", "line"))
)
METRICS_TOKEN = environment.text("SIJILL_METRICS_TOKEN", "")
"""Who bears it may read `/metrics`; empty: nobody may."""
