"""Small sums for the register's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from datetime import date

register = template.Library()


@register.filter
def days_until(day: date, today: date) -> int:
    """Days from today to `day`; negative once it is past."""
    return (day - today).days
