"""`manage.py prepare`: does everything that a new version needs before the application can run. Idempotent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from config.history import BetweenVersionsError, as_of_today

if TYPE_CHECKING:
    from argparse import ArgumentParser

ALWAYS = ("compile_translations", "build_assets", "load_vocabularies")
OF_THE_DATABASE = ("load_vocabularies",)
DEMO = ("create_demo_accounts", "create_demo_units", "submit_samples")


class Command(BaseCommand):
    help = "Migrates, compiles translations, builds assets, loads vocabularies; in a demonstration also its data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--database", action="store_true", help="tables and vocabularies alone: the rest is in the image"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_what_is_between()
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        always = OF_THE_DATABASE if options["database"] else ALWAYS
        for name in (*always, *(DEMO if settings.DEMO else ())):
            call_command(name, verbosity=options["verbosity"])


def _refuse_what_is_between() -> None:
    try:
        as_of_today(MigrationRecorder(connection).applied_migrations(), MigrationLoader(None).disk_migrations)
    except BetweenVersionsError as error:
        raise CommandError(
            f"This register was made by an earlier version (before {error}), from which this one cannot go on."
            " Update it to the last version before this one first."
        ) from error
