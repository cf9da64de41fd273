"""`manage.py restore`: restores what `backup` wrote into an empty installation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.backups.archive import BackupError, identity_in
from config.backups.places import STORE, file_of
from config.backups.restoring import restore
from engagements.models import Action
from engagements.services import audit

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Puts a backup of this version or an earlier one back into an empty installation, and migrates it."
    # The database may be empty, or prepared by another version.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help=f"{STORE}NAME is one of the store, {STORE} alone the newest there")
        parser.add_argument(
            "--identity", type=Path, metavar="FILE", help="the secret key of an encrypted backup"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            identity = identity_in(options["identity"]) if options["identity"] else None
            with file_of(str(options["file"])) as path:
                done = restore(path, identity=identity)
        except FileNotFoundError as error:
            raise CommandError(f"There is no file {options['file']}.") from error
        except BackupError as error:
            raise CommandError(str(error)) from error
        audit.write(
            by=None,
            actor_name="manage.py restore",
            action=Action.RESTORED,
            subject="backup",
            now=timezone.now(),
            changes={"rows": (None, done.rows), "files": (None, len(done.files)), "as_of": (None, done.at)},
            note=path.name,
        )
        self.stdout.write(
            f"Put back: {done.rows} rows, {len(done.files)} files, as of {done.at} (version {done.version})"
        )
        if done.missing:
            names = ", ".join(done.missing[:5])
            self.stdout.write(f"{len(done.missing)} files were missing already when it was made: {names}")
