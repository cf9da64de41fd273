"""System checks of the ways in that the settings name: the watched folder and the mailbox."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks

from ingest.intake.mailbox import Account, BadAddress


@checks.register()
def ways_in(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """An error for a mailbox address that is none; only a warning for a folder that is missing, as it may come back."""
    found: list[checks.CheckMessage] = []
    if settings.MAILBOX_URL:
        try:
            Account.from_url(settings.MAILBOX_URL)
        except BadAddress as error:
            found.append(checks.Error(f"SIJILL_MAILBOX names no mailbox: {error}", id="ingest.E001"))
    folder = settings.WATCH_FOLDER
    if folder and not (Path(folder).is_dir() and os.access(folder, os.R_OK | os.W_OK | os.X_OK)):
        found.append(
            checks.Warning(
                f"SIJILL_WATCH_FOLDER: {folder} is no folder that can be read and written", id="ingest.W001"
            )
        )
    return found
