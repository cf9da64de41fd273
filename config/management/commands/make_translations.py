"""`manage.py make_translations`: collects the translatable strings into the message catalogues."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config import translations


class Command(BaseCommand):
    help = "Brings locale/*/LC_MESSAGES/django.po up to date with the code and the templates."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--missing", action="store_true", help="only print what Arabic lacks, a line each"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(translations.collect())
        for language, _name in settings.LANGUAGES:
            catalogue = translations.update(language, found)
            missing = translations.incomplete(catalogue)
            if options["missing"]:
                self.stdout.writelines(f"{language}: {message!r}" for message in missing)
                continue
            translations.write(language, catalogue)
            self.stdout.write(f"{language}: {len(catalogue)} messages, {len(missing)} not translated")
