"""`manage.py recount_figures`: counts all tallies of the database again, corrects them, and reports how many were
wrong.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from engagements.shelves.tallies import keep_long, recount, roll_up


class Command(BaseCommand):
    help = (
        "Counts the kept figures of lists again and corrects those that differ. Nobody can write meanwhile."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = recount()
        roll_up()
        keep_long()
        self.stdout.write(f"{wrong} figures were wrong")
