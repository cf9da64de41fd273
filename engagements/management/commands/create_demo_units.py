"""`manage.py create_demo_units`: a few units of the ministry, for a demonstration on one's own machine."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from engagements.models import Unit, User
from engagements.permissions import Role
from engagements.services.units import UnitPlan, add_unit

UNITS = (
    ("الإدارة العامة للتعاون الدولي", "General Department of International Cooperation", ""),
    ("إدارة التعاون الثنائي", "Department of Bilateral Cooperation", "الإدارة العامة للتعاون الدولي"),
    ("إدارة المنظمات الدولية", "Department of International Organisations", "الإدارة العامة للتعاون الدولي"),
    ("إدارة التدريب", "Department of Training", ""),
)


class Command(BaseCommand):
    help = "Adds a few units, unless there are some. Only in a demonstration (SIJILL_DEMO)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("demo units exist only in a demonstration: SIJILL_DEMO is not set")
        by = User.objects.filter(role=Role.REGISTRAR).order_by("pk").first()
        if by is None or Unit.objects.exists():
            return
        known: dict[str, Unit] = {}
        for name_ar, name_en, parent in UNITS:
            plan = UnitPlan(name_ar, name_en, known.get(parent))
            known[name_ar] = add_unit(plan=plan, by=by, now=timezone.now())
