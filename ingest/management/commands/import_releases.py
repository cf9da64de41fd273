"""`manage.py import_releases DIR`: takes an archive of releases in. May be broken off and started again."""

from __future__ import annotations

import sys
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from engagements.models import User
from engagements.permissions import Permission
from ingest.intake.account import intake_account
from ingest.intake.archive import KNOWN, NEW, REFUSED, Tally, files_of, import_files

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.management.base import CommandParser

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Takes every file below DIR in as a release. Files that are in the register already are passed over, so that "
        "the command can be broken off and started again. Workers read them behind what people upload."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument(
            "--outlet", default="", help="who published them, where a file itself does not say"
        )
        parser.add_argument(
            "--published-from-name",
            action="store_true",
            help="take the day of publication from dates in names of files and folders (2024-05-19, 19-5-2024)",
        )
        parser.add_argument(
            "--as", dest="username", help="the account that takes them in; else the intake's own"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder")
        if len(options["outlet"]) > 200:
            raise CommandError("the name of an outlet has at most 200 characters")
        by = _account(options["username"])
        files = files_of(folder)
        if not files:
            raise CommandError(f"there are no files in {folder}")
        tally = Tally()
        try:
            _run(tally, files, folder, by, timezone.now(), options)
        except (OSError, DatabaseError) as error:
            raise CommandError(f"broken off: {error}. Start it again to go on from here.") from error
        finally:
            self._report(tally, len(files), dated=options["published_from_name"])
        if tally.refusals:
            sys.exit(1)

    def _report(self, tally: Tally, total: int, *, dated: bool) -> None:
        counts = tally.counts
        known = f"{counts[KNOWN]} in the register already"
        self.stdout.write(
            f"{tally.total} of {total} files: {counts[NEW]} new, {known}, {counts[REFUSED]} refused"
        )
        if dated and tally.undated:
            self.stdout.write(f"{tally.undated} names hold no date, or more than one")
        for path, reason in tally.refusals[:SHOWN]:
            self.stderr.write(f"{path}: {reason}")
        if len(tally.refusals) > SHOWN:
            self.stderr.write(f"... and {len(tally.refusals) - SHOWN} more")


def _run(
    tally: Tally, files: list[Path], folder: Path, by: User, now: datetime, options: dict[str, Any]
) -> None:
    """With a bar where somebody watches."""
    steps = import_files(
        files,
        tally,
        folder=folder,
        by=by,
        now=now,
        outlet=options["outlet"],
        published_from_names=options["published_from_name"],
    )
    hidden = options["verbosity"] == 0 or not sys.stderr.isatty()
    with click.progressbar(
        steps, length=len(files), file=sys.stderr, hidden=hidden, label=folder.name
    ) as bar:
        deque(bar, maxlen=0)


def _account(username: str | None) -> User:
    if username is None:
        return intake_account()
    account = User.objects.filter(username=username).first()
    if account is None or not account.may(Permission.SUBMIT):
        raise CommandError(f"there is no account called {username} that may take releases in")
    return account
