"""`manage.py create_demo_accounts`: an account for each role, for a demonstration on one's own machine."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from engagements.models import User
from engagements.permissions import Role

PASSWORD = "sijill-demo"  # noqa: S105 - public on purpose; the command refuses unless settings.DEMO
IN_RESTRICTED_GROUP = (Role.APPROVER, Role.MANAGER, Role.ADMIN)
ACCOUNTS = (
    ("viewer", Role.VIEWER, "سالمة", "الترهوني"),
    ("contributor", Role.CONTRIBUTOR, "مروان", "الزليتني"),
    ("editor", Role.EDITOR, "هدى", "البوسيفي"),
    ("approver", Role.APPROVER, "عائشة", "المصراتي"),
    ("manager", Role.MANAGER, "سمير", "الغدامسي"),
    ("registrar", Role.REGISTRAR, "نجاة", "الفزاني"),
    ("admin", Role.ADMIN, "وليد", "التاورغي"),
)


class Command(BaseCommand):
    help = "Creates an account for each role. Only in a demonstration (SIJILL_DEMO)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("demo accounts exist only in a demonstration: SIJILL_DEMO is not set")
        known = set(User.objects.values_list("username", flat=True))
        for username, role, first, last in ACCOUNTS:
            if username not in known:
                User.objects.create_user(
                    username,
                    password=PASSWORD,
                    role=role,
                    first_name=first,
                    last_name=last,
                    in_restricted_group=role in IN_RESTRICTED_GROUP,
                    is_staff=role == Role.ADMIN,
                    is_superuser=role == Role.ADMIN,
                )
