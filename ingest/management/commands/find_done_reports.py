"""`manage.py find_done_reports`: looks through older releases again for what they report done. Idempotent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ingest.models import Release
from ingest.services.done_reports import look

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Compares releases with the follow-ups that are open by now, and proposes those that they seem to report "
        "done. What was declined is not proposed again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since", type=date.fromisoformat, help="only releases published on this day or later"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        releases = Release.objects.exclude(source__text="").order_by("pk")
        if options["since"]:
            releases = releases.filter(source__published_on__gte=options["since"])
        found = sum(
            look(number, now=timezone.now()) for number in releases.values_list("pk", flat=True).iterator()
        )
        if options["verbosity"]:
            self.stdout.write(f"{found} proposed")
