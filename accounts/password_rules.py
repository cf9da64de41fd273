"""What Django's own rules for passwords let through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from engagements.models import User

MIN_LENGTH = 12


class RepetitionValidator:
    """A short part again and again is no longer than that part, whatever it measures."""

    def validate(self, password: str, user: User | None = None) -> None:
        period = (password + password).find(password, 1)
        if period < min(MIN_LENGTH, len(password)):
            raise ValidationError(_("This password is the same part again and again."), code="repeated")

    def get_help_text(self) -> str:
        return _("Your password can’t be a short part that is repeated.")
