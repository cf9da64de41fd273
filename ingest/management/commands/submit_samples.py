"""`manage.py submit_samples [FOLDER]`: hands in the sample releases as an upload would. Idempotent."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from engagements.models import User
from ingest.services.submission import submit

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

INDEX = "index.tsv"


class Command(BaseCommand):
    help = (
        "Submits the releases that FOLDER/index.tsv lists; those that were submitted before are left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "samples")
        parser.add_argument("--as", dest="username", default="editor", help="the account that submits them")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        by = User.objects.filter(username=options["username"]).first()
        if by is None:
            raise CommandError(f"there is no account called {options['username']}")
        now = timezone.now()
        new = 0
        for row in _rows(folder):
            name = f"{row['slug']}.{row['format']}"
            submitted = submit(
                content=_content(folder / name),
                filename=name,
                by=by,
                now=now,
                published_on=date.fromisoformat(row["published_on"]) if row["published_on"] else None,
                outlet=row["outlet"],
                url=row["url"],
            )
            new += not submitted.duplicate
        if options["verbosity"]:
            self.stdout.write(f"{new} samples submitted")


def _rows(folder: Path) -> list[dict[str, str]]:
    """The lines of the index; lines that begin with # are comments."""
    try:
        lines = (folder / INDEX).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CommandError(f"{folder / INDEX} cannot be read: {error.strerror}") from error
    kept = (line for line in lines if line.strip() and not line.startswith("#"))
    return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
