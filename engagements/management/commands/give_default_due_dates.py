"""`manage.py give_default_due_dates`: sets due dates of follow-ups that are older than the rule for default due
dates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from engagements.models import User
from engagements.services.due_dates import give_default_due_dates, undated

if TYPE_CHECKING:
    from argparse import ArgumentParser

BATCH = 1000


class Command(BaseCommand):
    help = "Gives open follow-ups without a due date the one by default. Only says how many, unless --apply."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="write them")
        parser.add_argument("--by", default="", help="the account in whose name they are written")

    def handle(self, *args: Any, **options: Any) -> None:
        numbers = list(undated().values_list("pk", flat=True))
        if not options["apply"]:
            self.stdout.write(f"{len(numbers)} follow-ups would be given a due date; --apply writes them.")
            return
        by = User.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError("--by must name an account: the trail says who did it")
        given = 0
        for first in range(0, len(numbers), BATCH):
            some = numbers[first : first + BATCH]
            given += give_default_due_dates(numbers=some, by=by, now=timezone.now())
        self.stdout.write(f"{given} follow-ups were given a due date.")
