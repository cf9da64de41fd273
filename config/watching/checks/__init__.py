"""The list of all checks, used by `/readyz`, `/metrics`, the status page and `manage.py doctor`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.watching.checks import parts, tasks, upkeep
from config.watching.checks.finding import Check, Finding, State

__all__ = ["ALL", "UPKEEP", "WATCHED", "Check", "Finding", "State"]

WATCHED = (
    Check("database", _("Database"), parts.database, part=True, web=True),
    Check("broker", _("Broker"), parts.broker, part=True, web=True),
    Check("worker", _("Workers for texts"), parts.text_workers, part=True),
    Check("scan_worker", _("Workers for scans"), parts.scan_workers, part=True),
    Check("beat", _("Beat"), parts.beat, part=True),
    Check("disk", _("Disk"), parts.disk, part=True, web=True),
    Check("reading", _("Reading"), tasks.reading),
    Check("letters", _("Letters"), tasks.letters),
)
"""Cheap enough to run every few seconds."""
UPKEEP = (
    Check("alphabet", _("Letters of the database"), upkeep.alphabet),
    Check("migrations", _("Tables"), upkeep.migrations),
    Check("tables", _("Rules of the tables"), upkeep.tables),
    Check("vocabularies", _("Vocabularies"), upkeep.vocabularies),
    Check("administrators", _("Administrators"), upkeep.administrators),
    Check("clock", _("Clock"), upkeep.clock),
    Check("broker_keeps", _("Care of the broker"), upkeep.broker_keeps),
    Check("assets", _("Style sheets"), upkeep.assets),
    Check("programs", _("Programs"), upkeep.programs),
    Check("mail", _("Mail server"), upkeep.mail),
)
"""Run only for people, now and then."""
ALL = (*WATCHED, *UPKEEP)
