"""Celery: broker, time limits, schedule; mail and backups, which only Celery runs."""

from __future__ import annotations

from celery.schedules import crontab

from config import environment
from config.settings.application import TIME_ZONE
from config.settings.deployment import SITE_ADDRESS
from config.settings.reading import MAILBOX_URL, WATCH_FOLDER

CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_URL = environment.text("BROKER_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
DUPLICATES_TIME_LIMIT = 600
"""For the search for duplicate names; a register of a hundred thousand names takes far less."""
SCAN_TIME_LIMIT = 300
SCAN_SOFT_TIME_LIMIT = 280
"""For releases that need text recognition: above `Limits.scan_seconds` and the time of extraction."""
WORKER_NICENESS = environment.number("SIJILL_WORKER_NICENESS", 10)
"""The niceness that workers add (0 to 19), so that pages come first if both run on one machine."""
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_DB_REUSE_MAX = 1000
"""After so many tasks a worker's connection is closed; without this, after each. What is older than CONN_MAX_AGE or
broken is closed in `config.celery`."""
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 3
# Without all three, messages held by a dead worker come back only after an hour. The timeout must exceed the longest
# task's time limit. (For texts the sweep is faster: it acts when the lease ends, while the broker has one timeout for
# all queues.)
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

# --- What is done when --------------------------------------------------------------------------------------
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

# --- Backups: off unless a folder is named (docs/operations.md) ------------------------------------------------
BACKUP_FOLDER = environment.text("SIJILL_BACKUP_FOLDER", "")
BACKUP_KEEP = environment.text("SIJILL_BACKUP_KEEP", "daily=7,weekly=4,monthly=12")
BACKUP_KEY = environment.text("SIJILL_BACKUP_KEY", "")
if BACKUP_FOLDER:
    CELERY_BEAT_SCHEDULE["back-up"] = {"task": "config.tasks.back_up", "schedule": crontab(hour=2, minute=30)}

# --- Letters: off unless all three are named ----------------------------------------------------------------
_MAIL = environment.mail_server("SIJILL_SMTP")
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.starttls, _MAIL.tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("SIJILL_MAIL_FROM", "")
if EMAIL_HOST and DEFAULT_FROM_EMAIL and SITE_ADDRESS:
    CELERY_BEAT_SCHEDULE["send-the-letters"] = {
        "task": "engagements.tasks.send_letters",
        "schedule": environment.number("SIJILL_LETTERS_SECONDS", 300),
    }
