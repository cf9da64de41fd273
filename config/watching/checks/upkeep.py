"""Checks of what changes only with the version, the settings or the machine."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.alphabet import what_is_wrong
from config.watching.checks.finding import bad, good, soon
from config.watching.shared import AWAY, server
from engagements.models import Country, Topic, User
from engagements.permissions import Role

if TYPE_CHECKING:
    from config.watching.checks.finding import Finding

SKEW_SECONDS = 30
PROGRAMS = (("tesseract",), ("soffice", "libreoffice"))
INVALID = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1"
UNVALIDATED = "SELECT conname FROM pg_constraint WHERE NOT convalidated ORDER BY 1"
DISABLED = """SELECT tgrelid::regclass || '.' || tgname FROM pg_trigger
    WHERE NOT tgisinternal AND tgenabled = 'D' ORDER BY 1"""


def alphabet(now: datetime) -> Finding:
    with connection.cursor() as cursor:
        wrong = what_is_wrong(cursor)
    if not wrong:
        return good(_("The database knows Arabic letters."))
    return bad(
        _("The database does not know Arabic letters: search misses words."),
        _(
            "Run `manage.py backup`, make the database anew with the locale C.UTF-8 (docs/operations.md), "
            "and run `manage.py restore`."
        ),
    )


def migrations(now: datetime) -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        return good(_("The tables are those of this version."))
    return bad(
        ngettext(
            "%(n)d change of the tables is not made yet.",
            "%(n)d changes of the tables are not made yet.",
            len(waiting),
        )
        % {"n": len(waiting)},
        _("Run `manage.py prepare`."),
    )


def tables(now: datetime) -> Finding:
    """Finds indexes, constraints and triggers that exist but are not in force."""
    with connection.cursor() as cursor:
        broken = [
            row[0]
            for query in (INVALID, UNVALIDATED, DISABLED)
            for row in (cursor.execute(query), cursor.fetchall())[1]
        ]
    if not broken:
        return good(_("All indexes, constraints and triggers are in force."))
    return bad(
        _("Not in force: %(names)s.") % {"names": ", ".join(broken)},
        _("REINDEX the indexes, VALIDATE the constraints, ENABLE the triggers, and find out who did it."),
    )


def vocabularies(now: datetime) -> Finding:
    if Country.objects.exists() and Topic.objects.exists():
        return good(_("Countries and topics are there."))
    return bad(_("Countries or topics are missing: no draft can be approved."), _("Run `manage.py prepare`."))


def administrators(now: datetime) -> Finding:
    if User.objects.filter(role=Role.ADMIN, is_active=True).exists():
        return good(_("There is an administrator."))
    return bad(_("There is no administrator who may sign in."), _("Run `manage.py createsuperuser`."))


def clock(now: datetime) -> Finding:
    """Compares the clocks of this machine and of PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there = cast("datetime", cursor.fetchone()[0])
    apart = abs((timezone.now() - there).total_seconds())
    if apart <= SKEW_SECONDS:
        return good(_("The clocks of this machine and of PostgreSQL agree."))
    return soon(
        _("The clocks of this machine and of PostgreSQL are %(seconds)d s apart.") % {"seconds": apart},
        _("Let both machines keep the time by NTP."),
    )


def broker_keeps(now: datetime) -> Finding:
    """Checks whether the broker could lose messages that it has accepted."""
    try:
        line = server()
        found = cast("dict[str, str]", line.config_get("*")) if line else {}
    except AWAY:
        return soon(_("The broker does not say how it is set."), _("See whether it lives."))
    if not found:
        return good(_("The broker is none that could be asked."))
    wrong = []
    if found.get("maxmemory-policy", "noeviction") != "noeviction":
        wrong.append("maxmemory-policy")
    if found.get("appendonly") != "yes":
        wrong.append("appendonly")
    if not wrong:
        return good(_("The broker keeps what it has taken."))
    return soon(
        _("The broker may lose messages (%(settings)s); the sweep finds them again after a minute.")
        % {"settings": ", ".join(wrong)},
        _("Set appendonly yes and maxmemory-policy noeviction."),
    )


def assets(now: datetime) -> Finding:
    if settings.WHITENOISE_USE_FINDERS or (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return good(_("Style sheets and scripts are collected."))
    return bad(_("Style sheets and scripts are not collected."), _("Run `manage.py collectstatic`."))


def programs(now: datetime) -> Finding:
    """Checks for the programs that only some formats need."""
    missing = [names[0] for names in PROGRAMS if not any(map(shutil.which, names))]
    if not missing:
        return good(_("The programs for scans and old office files are there."))
    return soon(
        _("On this machine is missing: %(programs)s.") % {"programs": ", ".join(missing)},
        _("Install it where workers run, if scans or old office files are to be read (docs/reading.md)."),
    )


def mail(now: datetime) -> Finding:
    named = (settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL, settings.SITE_ADDRESS)
    if all(named):
        return good(_("Letters can be sent."))
    if not any(named):
        return good(_("No mail server is named, so no letters are sent."))
    return soon(
        _("Letters are not sent: only some of their settings are there."),
        _("Name all three: SIJILL_SMTP, SIJILL_MAIL_FROM and SIJILL_SITE."),
    )
