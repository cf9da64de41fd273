"""Checks of the parts of the installation: database, broker, workers, beat, disk."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from kombu.exceptions import KombuError, OperationalError

from config.celery import app
from config.watching import hearts
from config.watching.checks.finding import bad, good, soon
from config.watching.shared import AWAY

if TYPE_CHECKING:
    from config.watching.checks.finding import Finding

BROKER_TIMEOUT = 1
"""The seconds within which the broker must accept a connection, and within which it must answer."""
# Kombu takes timeouts for Redis only from here.
_SOON = {"socket_connect_timeout": BROKER_TIMEOUT, "socket_timeout": BROKER_TIMEOUT}
GB = 1024**3
LITTLE, TOO_LITTLE = 5 * GB, GB
"""Free bytes on the disk: below the first it is SOON, below the second BAD."""
TEXTS, SCANS = "celery", "scans"


def database(now: datetime) -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return bad(
            _("PostgreSQL does not answer."),
            _("Start PostgreSQL, and see whether DATABASE_URL names it rightly. Nothing is lost meanwhile."),
        )
    return good(_("PostgreSQL answers."))


def broker(now: datetime) -> Finding:
    try:
        with app.connection_for_read(connect_timeout=BROKER_TIMEOUT, transport_options=_SOON) as line:
            line.ensure_connection(max_retries=0, reraise_as_library_errors=True)
    except (KombuError, OperationalError, OSError):
        return bad(
            _("The broker does not answer: releases are taken in but not read."),
            _(
                "Start Redis or Valkey, and see whether BROKER_URL names it rightly. What waits is read afterwards."
            ),
        )
    return good(_("The broker answers."))


def text_workers(now: datetime) -> Finding:
    return _workers(now, TEXTS, _("Releases are taken in but not read."), _("worker"))


def scan_workers(now: datetime) -> Finding:
    return _workers(now, SCANS, _("Scans are taken in but not read."), _("worker for scans"))


def _workers(now: datetime, queue: str, effect: str, program: str) -> Finding:
    found = _heard(now)
    if found is None:
        return soon(
            _("Nobody can see whether a worker lives."), _("It needs a broker that is Redis or Valkey.")
        )
    serving = [heart for heart in found if queue in heart.queues]
    living = sum(heart.lives(now.timestamp()) for heart in serving)
    if living:
        return good(ngettext("%(n)d worker lives.", "%(n)d workers live.", living) % {"n": living})
    mend = _("Start the %(program)s; its log says why it ended.") % {"program": program}
    return bad(" ".join([_("No worker lives."), effect]), mend)


def beat(now: datetime) -> Finding:
    found = _heard(now)
    if found is None:
        return soon(_("Nobody can see whether beat lives."), _("It needs a broker that is Redis or Valkey."))
    if any(heart.name == hearts.BEAT and heart.lives(now.timestamp()) for heart in found):
        return good(_("Beat, which calls for the regular work, lives."))
    return bad(
        _("Beat does not live: no reminders, no letters, and nothing that was lost is read again."),
        _("Start beat, exactly one of it; its log says why it ended."),
    )


def _heard(now: datetime) -> list[hearts.Heart] | None:
    try:
        return hearts.heard(now.timestamp())
    except AWAY:
        return []


def disk(now: datetime) -> Finding:
    try:
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError:
        return bad(
            _("The folder of the data cannot be used: %(folder)s.") % {"folder": settings.DATA_DIR},
            _("Make the folder, and give it to the account under which Sijill runs."),
        )
    told = _("%(gb).1f GB are free.") % {"gb": free / GB}
    if free < TOO_LITTLE:
        return bad(told, _("Make room on the disk now: releases can soon not be kept."))
    if free < LITTLE:
        return soon(told, _("Make room on the disk."))
    return good(told)
