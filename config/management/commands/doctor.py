"""`manage.py doctor`: runs all checks of the installation and says what is wrong and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from config.watching.checks import ALL, State

if TYPE_CHECKING:
    from argparse import ArgumentParser

MARKS = {State.GOOD: "ok  ", State.SOON: "soon", State.BAD: "BAD "}


class Command(BaseCommand):
    help = "Looks at the whole installation. Ends with 1 if something is not in order."
    # It reports what is wrong, so no failed check may stop it first.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="en")
        parser.add_argument("--quiet", action="store_true", help="only what is not in order")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        worst = State.GOOD
        with translation.override(options["language"]):
            for check in ALL:
                found = check.look(now)
                worst = max(worst, found.state, key=lambda state: state.weight)
                if found.state is State.GOOD and options["quiet"]:
                    continue
                self.stdout.write(f"{MARKS[found.state]}  {check.label}: {found.said}")
                if found.mend:
                    self.stdout.write(f"      {found.mend}")
        if worst is State.BAD:
            raise SystemExit(1)
