"""Password rules besides Django's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from engagements.models import User

MIN_LENGTH = 12


class LengthValidator:
    """Django's MinimumLengthValidator with our own text: its Arabic plural forms are wrong from eleven on."""

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
    """Refuses a password that repeats a part shorter than MIN_LENGTH: it is as easy to guess as the part."""

    def validate(self, password: str, user: User | None = None) -> None:
        period = (password + password).find(password, 1)
        if period < min(MIN_LENGTH, len(password)):
            raise ValidationError(_("This password is the same part again and again."), code="repeated")

    def get_help_text(self) -> str:
        return _("Your password can’t be a short part that is repeated.")
