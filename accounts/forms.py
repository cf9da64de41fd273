"""django-allauth's forms for signing in and for passwords, with the labels of this project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from accounts import posting

if TYPE_CHECKING:
    from django.forms import Field
    from django.http import HttpRequest


def _worded(field: Field, label: Any, **attributes: str) -> None:
    """Sets our label and these HTML attributes, and removes the placeholder, which would repeat the label."""
    field.label, field.help_text = label, ""
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"class": "input"} | attributes


class SignInForm(LoginForm):
    """Signs in by username or e-mail address. The field is sent as `username`, as password managers expect it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(
            self.fields["login"],
            _("Username or e-mail address"),
            autocomplete="username webauthn",
            autocapitalize="none",
            spellcheck="false",
        )
        _worded(self.fields["password"], _("Password"))

    def add_prefix(self, field_name: str) -> str:
        return super().add_prefix("username" if field_name == "login" else field_name)


class _TwiceForm(BaseForm):
    """A new password, typed twice, with the password rules beside it. It reports all errors at once."""

    def _word(self) -> None:
        _worded(self.fields["password1"], _("New password"))
        _worded(self.fields["password2"], _("New password again"))
        self.fields["password1"].help_text = lazystr(password_validators_help_text_html())

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = super().clean() or {}
        first, second = (self.data.get(self.add_prefix(name), "") for name in ("password1", "password2"))
        if first and second and first != second and "password2" not in self.errors:
            self.add_error("password2", _("The two passwords are not the same."))
        return asked


class ChangeForm(_TwiceForm, ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self.fields["oldpassword"], _("Present password"))
        self._word()


class SetForm(_TwiceForm, SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._word()


class NewPasswordForm(_TwiceForm, ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._word()


class AgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self.fields["password"], _("Password"))


class LetterForm(ResetPasswordForm):
    """Asks for a letter with a link to a new password. The answer is the same whether or not the address is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self.fields["email"], _("E-mail address"))

    def clean_email(self) -> str:
        """Hands the address to a worker and looks up nothing itself, so the time taken does not tell whether the
        address is known.
        """
        address: str = self.cleaned_data["email"].lower()
        try:
            posting.reset(address)
        except posting.NotPosted as error:
            raise ValidationError(
                _("No letter can be sent at the moment. Please try again later.")
            ) from error
        return address

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        return str(self.cleaned_data["email"])
