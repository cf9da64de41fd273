"""`manage.py prepare`: everything between a new version of the code and a running application. Idempotent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

ALWAYS = ("compile_translations", "build_assets", "load_vocabularies")
DEMO = ("create_demo_accounts", "create_demo_units", "submit_samples")


class Command(BaseCommand):
    help = "Migrates, compiles translations, builds assets, loads vocabularies; in a demonstration also its data."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        for name in (*ALWAYS, *(DEMO if settings.DEMO else ())):
            call_command(name, verbosity=options["verbosity"])
