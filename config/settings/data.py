"""Storage: database, cache, uploaded files, assets of pages, backups in a bucket."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from config import environment
from config.caching import cache_at
from config.settings.deployment import BASE_DIR, DATA_DIR, DEBUG, HTTPS

CONNECTION_SECONDS = 600
"""How long a thread or a worker keeps its connection, in seconds.

A new connection costs PostgreSQL more than a page does: it starts a process, which first has to read the catalogue. The
process of an old connection grows. Before each page and task the connection is checked."""
DATABASES = {
    "default": environment.database(strict=HTTPS)
    | {"CONN_MAX_AGE": CONNECTION_SECONDS, "CONN_HEALTH_CHECKS": True}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The cache that all processes share.
CACHES = {"default": cache_at(environment.text("SIJILL_CACHE_URL", environment.text("BROKER_URL")))}

# --- Files of people ----------------------------------------------------------------------------------------
MEDIA_ROOT = DATA_DIR / "files"
MEDIA_URL = "files/"
AUDIT_HEADS = Path(environment.text("SIJILL_AUDIT_HEADS", str(DATA_DIR / "audit-heads.jsonl")))
"""The file for heads of the audit trail's chain, outside the database (docs/audit.md)."""
# Enough for the largest release that is read; and room for many files in one request.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 500
# Enough for the review form with the most rows that its lists may have.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000

# --- Assets -------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(environment.text("SIJILL_STATIC_DIR", str(DATA_DIR / "static")))
BUILT_ASSETS = DATA_DIR / "assets"
"""The output of `manage.py build_assets`: a subset of the typeface from pinned packages."""
STATICFILES_DIRS = [BASE_DIR / "static", ("build", BUILT_ASSETS)]
FONT_SOURCE = Path(str(files("fontpkg_ibm_plex_sans_arabic"))) / "files"
WHITENOISE_USE_FINDERS = environment.flag("SIJILL_SERVE_UNCOLLECTED")
WHITENOISE_AUTOREFRESH = DEBUG
# W004: `manage.py build_assets` makes the folder of assets, but runs the checks before. The other one: of the two tag
# libraries called i18n, ours is meant (config/tags/words.py).
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004", "templates.W003"]
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
