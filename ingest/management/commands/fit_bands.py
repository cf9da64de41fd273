"""`manage.py fit_bands`: trusts each rule of the reader as far as editors' decisions say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ingest.services import calibration

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = (
        f"Fits the confidence of each rule with at least {calibration.FEWEST} decided values: sure, check or guess. "
        "A rule falls with its share of right values; it rises only where the share is high beyond chance. "
        "It holds for what is read from then on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        fitted = calibration.fit()
        for one in fitted:
            if one.band != one.before:
                self.stdout.write(
                    f"{one.rule}: {one.before or '–'} -> {one.band} ({one.right} of {one.total} right)"
                )
        if options["dry_run"]:
            self.stdout.write(f"{len(fitted)} rules have enough decisions; nothing was changed")
            return
        calibration.put_in_force(fitted, now=timezone.now())
        self.stdout.write(f"{len(fitted)} rules fitted")
