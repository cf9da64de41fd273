"""What Django's own rules for passwords let through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from engagements.models import User

MIN_LENGTH = 12


class LengthValidator:
    """As Django's own, in words of ours: its Arabic counts the letters wrongly from eleven on."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) < MIN_LENGTH:
            words = ngettext(
                "This password is too short. It must contain at least %(n)d letter or sign.",
                "This password is too short. It must contain at least %(n)d letters or signs.",
                MIN_LENGTH,
            )
            raise ValidationError(words % {"n": MIN_LENGTH}, code="password_too_short")

    def get_help_text(self) -> str:
        words = ngettext(
            "Your password must contain at least %(n)d letter or sign.",
            "Your password must contain at least %(n)d letters or signs.",
            MIN_LENGTH,
        )
        return words % {"n": MIN_LENGTH}


class RepetitionValidator:
    """A short part again and again is no longer than that part, whatever it measures."""

    def validate(self, password: str, user: User | None = None) -> None:
        period = (password + password).find(password, 1)
        if period < min(MIN_LENGTH, len(password)):
            raise ValidationError(_("This password is the same part again and again."), code="repeated")

    def get_help_text(self) -> str:
        return _("Your password can’t be a short part that is repeated.")
