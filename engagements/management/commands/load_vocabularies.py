"""`manage.py load_vocabularies`: countries and topics. Idempotent."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from engagements.services.vocabularies import load_vocabularies


class Command(BaseCommand):
    help = "Loads the countries (ISO 3166-1, named by CLDR) and the topics; changes only what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = load_vocabularies()
        if options["verbosity"]:
            self.stdout.write(f"{changed} entries written")
