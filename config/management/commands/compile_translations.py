"""`manage.py compile_translations`: compiles the message catalogues that changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from config import translations


class Command(BaseCommand):
    help = "Compiles locale/*/LC_MESSAGES/django.po where it changed."

    def handle(self, *args: Any, **options: Any) -> None:
        for language in translations.compile_all():
            self.stdout.write(f"compiled {language}")
