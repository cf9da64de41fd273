"""`manage.py index_releases`: makes what came in before findable as copies and likely pairs. Idempotent, resumable."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ingest.services.fingerprints import backfill
from ingest.services.pairing import catch_up

_PAIRED_AT_ONCE = 100


class Command(BaseCommand):
    help = (
        "Writes the fingerprints that older releases and drafts lack, and pairs what waits. "
        "It can be stopped and started again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for number in backfill():
            done += number
            if options["verbosity"]:
                self.stdout.write(f"{done} releases indexed")
        if options["verbosity"] and not done:
            self.stdout.write("Every release is in the index.")
        paired = 0
        while number := catch_up(at_most=_PAIRED_AT_ONCE):
            paired += number
            if options["verbosity"]:
                self.stdout.write(f"{paired} drafts compared with what is there")
