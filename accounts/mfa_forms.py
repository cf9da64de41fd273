"""django-allauth's forms for second factors, with the labels of this project and its counting of failures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.adapter import begin, wait_until
from accounts.services.signing_in import write_failure

if TYPE_CHECKING:
    from django.forms import Field

    from engagements.models import User

_CODE = {"class": "input", "inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}
_NAME_LENGTH = 60
_GROUP = 4


def _word_code(field: Field) -> None:
    field.label = _("Code")
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= _CODE


class _CountedCode(BaseAuthenticateForm):
    """A field for a code whose failures are counted as those of passwords are: six digits are soon guessed. The name
    that is counted is that of the second factor of this account.

    Only somebody who has the password gets here. A known browser has a count of its own here, too.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self.fields["code"])

    def clean_code(self) -> str:
        user = cast("User", self.user)
        attempt = begin(context.request, f"second factor {user.pk}", [user])
        try:
            code: str = super().clean_code()
            self._only_once(code)
        except ValidationError:
            until = attempt.failed()
            write_failure(
                name=user.get_username(), locked_until=until, now=timezone.now(), way="second factor"
            )
            if until is not None:
                raise ValidationError(wait_until(until)) from None
            raise
        attempt.succeeded()
        return code

    def _only_once(self, code: str) -> None:
        """Refuses a code that was used before, for as long as the code is valid: the library remembers it for one
        period only. Raises ValidationError.
        """
        if self.authenticator.type != Authenticator.Type.TOTP:
            return
        seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        digits = "".join(c for c in code if c.isdigit())
        if not cache.add(f"signin:code:{self.user.pk}:{digits}", 1, seconds):
            raise get_adapter().validation_error("incorrect_code")


class CodeForm(_CountedCode, AuthenticateForm):
    pass


class CodeAgainForm(_CountedCode, ReauthenticateForm):
    pass


class AppForm(ActivateTOTPForm):
    """Sets up an authenticator app by its first code, which proves that the app has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self.fields["code"])

    @property
    def secret_in_fours(self) -> list[str]:
        """The secret in groups of four letters, easier to type."""
        return [self.secret[at : at + _GROUP] for at in range(0, len(self.secret), _GROUP)]


class PasskeyForm(AddWebAuthnForm):
    """Adds a passkey that signs in without a password: with its PIN, finger or face it is two factors in one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _(
            "By which you tell it from others: the telephone, the key on the key ring."
        )
        self.fields["name"].widget.attrs |= {"class": "input", "dir": "auto", "maxlength": str(_NAME_LENGTH)}
        self.fields["passwordless"] = forms.BooleanField(widget=forms.HiddenInput, initial=True)

    def clean_name(self) -> str:
        return super().clean_name()[:_NAME_LENGTH]


class PasskeyNameForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name of the passkey"),
            max_length=_NAME_LENGTH,
            initial=self.fields["name"].initial,
            widget=forms.TextInput(attrs={"class": "input", "dir": "auto"}),
        )
