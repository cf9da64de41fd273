"""`manage.py seed_scale`: fills an empty database with a made-up register of any size."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from engagements.seeding.loading import NotEmpty, seed

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Fills an empty register with made-up engagements. Never touches one that holds records."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--engagements", type=int, default=1_000_000)
        parser.add_argument("--seed", type=int, default=1, help="another number makes another register")
        parser.add_argument(
            "--today", type=date.fromisoformat, help="the last day of the thirty years; else today"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["engagements"] < 1:
            raise CommandError("--engagements must be 1 or more")
        began = time.monotonic()

        def told(number: int) -> None:
            if options["verbosity"] and number % 100_000 < 10_000:
                self.stdout.write(f"{number} engagements after {time.monotonic() - began:.0f} s")

        try:
            seed(
                engagements=options["engagements"],
                number=options["seed"],
                today=options["today"] or timezone.localdate(),
                told=told,
            )
        except NotEmpty:
            raise CommandError(
                "This register holds records; made-up ones must not be mixed with them. Take an empty database."
            ) from None
        self.stdout.write(f"{options['engagements']} engagements in {time.monotonic() - began:.0f} s")
