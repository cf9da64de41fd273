"""`manage.py index_releases`: makes releases that came in before findable as copies. Idempotent, resumable."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ingest.services.fingerprints import backfill


class Command(BaseCommand):
    help = "Writes the fingerprints that older releases and drafts lack. It can be stopped and started again."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for number in backfill():
            done += number
            if options["verbosity"]:
                self.stdout.write(f"{done} releases indexed")
        if options["verbosity"] and not done:
            self.stdout.write("Every release is in the index.")
