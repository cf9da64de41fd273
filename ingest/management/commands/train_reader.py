"""Teaches the reader the names that editors approved."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ingest.extraction.plugins.crf import train
from ingest.services import training


class Command(BaseCommand):
    help = "Trains the CRF plug-in from approved drafts. It is used where SIJILL_READER_CRF=1."

    def handle(self, *args: Any, **options: Any) -> None:
        target = settings.READER_CRF_MODEL
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(".part")
        try:
            learned = train(training.examples(), fresh)
        except ValueError as error:
            raise CommandError("No approved names yet: approve some drafts first.") from error
        fresh.replace(target)
        self.stdout.write(f"Learned from {learned} approved names: {target}")
