"""The nightly backup, run by beat if a place is configured, and the message if it fails."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail

from config.backups.archive import BackupError, recipient_of
from config.backups.places import place_of
from config.backups.retention import retention_of
from engagements.models import User
from engagements.permissions import Role

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)

SUBJECT = "تعذّر النسخ الاحتياطي للسجل — The backup of the register failed"


def back_up_tonight(*, now: datetime) -> None:
    """Makes a backup, then deletes those that are too old. Errors are mailed to the administrators and raised as
    BackupError.
    """
    try:
        place = place_of(settings.BACKUP_FOLDER)
        recipient = recipient_of(settings.BACKUP_KEY) if settings.BACKUP_KEY else None
        retention = retention_of(settings.BACKUP_KEEP)
        made = place.back_up(now=now, recipient=recipient)
        gone = place.prune(retention)
        if made.missing:
            raise BackupError(
                f"{made.path.name} was made, but {len(made.missing)} files that the register names are gone:"
                f" {', '.join(made.missing[:5])}"
            )
    except BackupError as error:
        log.error("the backup failed: %s", error)
        _tell_the_administrators(str(error))
        raise
    log.info(
        "backup %s: %s rows, %s files; %s old ones deleted", made.path.name, made.rows, made.files, len(gone)
    )


def _tell_the_administrators(why: str) -> None:
    """Mails the reason, if mail is configured; it is in the log in any case."""
    admins = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(email="")
    addresses = list(admins.values_list("email", flat=True))
    if not (settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL and addresses):
        return
    text = (
        f"لم يُنشأ النسخ الاحتياطي الليلي للسجل أو لم يكتمل:\n\n{why}\n\n"
        f"The nightly backup of the register was not made, or is not whole:\n\n{why}\n"
    )
    try:
        send_mail(SUBJECT, text, None, addresses)
    except OSError as error:
        log.error("the administrators could not be told: %s", error)
