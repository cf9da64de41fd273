"""`manage.py backup`: writes database and files into one file while the application runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyrage
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.backups.archive import BackupError, identity_in, recipient_of
from config.backups.places import STORE, file_of, place_of
from config.backups.retention import retention_of
from config.backups.verifying import verify
from engagements.models import Action
from engagements.services import audit

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from config.backups.backing_up import Made
    from config.backups.places import Place
    from config.backups.retention import Retention


class Command(BaseCommand):
    help = (
        "Writes a backup of rows and files of one moment. `restore` puts it back into an empty installation."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            help=f"where to; it is made if need be; {STORE} is the store of SIJILL_BACKUP_S3_BUCKET",
        )
        parser.add_argument(
            "--key",
            default=os.environ.get("SIJILL_BACKUP_KEY", ""),
            help="public key of age (age1…) that it is encrypted for; else SIJILL_BACKUP_KEY; else it is not encrypted",
        )
        parser.add_argument(
            "--keep",
            default="",
            metavar="HOW MANY",
            help="which of the folder's backups stay: 14, or daily=7,weekly=4,monthly=12; the others go",
        )
        parser.add_argument(
            "--list", action="store_true", help="the names of those that are there; no backup"
        )
        parser.add_argument(
            "--verify",
            metavar="FILE",
            help=f"reads a backup ({STORE}NAME of the store) through and says whether it is whole; no backup",
        )
        parser.add_argument(
            "--identity",
            type=Path,
            metavar="FILE",
            help="with --verify: the secret key of an encrypted backup",
        )
        parser.add_argument(
            "--make-key",
            type=Path,
            metavar="FILE",
            help="writes a new secret key there, shows its public key; no backup",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["make_key"]:
                self.stdout.write(_new_key(options["make_key"]))
                return
            if options["verify"]:
                self.stdout.write(_verified(str(options["verify"]), options["identity"]))
                return
            if options["folder"] is None:
                raise CommandError("Which folder? manage.py backup FOLDER")
            place = place_of(str(options["folder"]))
            if options["list"]:
                self.stdout.write("".join(f"{name}\n" for name in place.names()), ending="")
                return
            retention = retention_of(options["keep"]) if options["keep"] else None
            recipient = recipient_of(options["key"]) if options["key"] else None
            made = place.back_up(now=timezone.now(), recipient=recipient)
        except BackupError as error:
            raise CommandError(str(error)) from error
        _log(made, encrypted=recipient is not None)
        where = f"{STORE}{made.path.name}" if options["folder"] == STORE else made.path
        self.stdout.write(f"{where}: {made.rows} rows, {made.files} files, {made.size / 1_000_000:.1f} MB")
        self.stdout.write(f"head of the audit trail: {made.head.position} {made.head.hash or '-'}")
        if retention:
            self._prune(place, retention)
        if made.missing:
            names = ", ".join(made.missing[:5])
            raise CommandError(
                f"The backup was made, but {len(made.missing)} files that the register names are missing: {names}"
            )

    def _prune(self, place: Place, retention: Retention) -> None:
        try:
            for name in place.prune(retention):
                self.stdout.write(f"deleted: {name}")
        except BackupError as error:
            raise CommandError(str(error)) from error


def _verified(written: str, key: Path | None) -> str:
    """The result of checking a backup, as a sentence. Raises BackupError if it is not intact."""
    identity = identity_in(key) if key else None
    with file_of(written) as path:
        found = verify(path, identity=identity)
    if not found.opened:
        return f"{path.name}: its bytes are what was written; with --identity its rows and files are compared too"
    return f"{path.name}: whole; {found.rows} rows, {found.files} files, as of {found.at} (version {found.version})"


def _log(made: Made, *, encrypted: bool) -> None:
    """Writes the backup to the audit trail; the entry is not in the backup itself, which was made before."""
    changes = {"rows": (None, made.rows), "files": (None, made.files), "encrypted": (None, encrypted)}
    audit.write(
        by=None,
        actor_name="manage.py backup",
        action=Action.BACKED_UP,
        subject="backup",
        now=timezone.now(),
        changes=changes,
        note=made.path.name,
    )


def _new_key(path: Path) -> str:
    """Writes a new secret key to `path` and returns the setting with its public key. Raises BackupError if the file
    exists.
    """
    identity = pyrage.x25519.Identity.generate()
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"# public key: {identity.to_public()}\n{identity}\n")
    except OSError as error:
        raise BackupError(f"The key could not be written: {error}") from error
    return f"SIJILL_BACKUP_KEY={identity.to_public()}"
