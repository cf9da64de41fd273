"""The form in which an invited person makes their account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.utils.functional import lazystr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.services.invitations import Joining, name_is_taken
from engagements.models import User

if TYPE_CHECKING:
    from django.http import QueryDict

    from accounts.models import Invitation

_LONGEST = 150


def _secret(label: Any, **values: Any) -> forms.CharField:
    attrs = {"class": "input", "dir": "ltr", "autocomplete": "new-password"}
    return forms.CharField(label=label, strip=False, widget=forms.PasswordInput(attrs=attrs), **values)


class JoinForm(forms.Form):
    """Name, username and password of a new account."""

    first_name = forms.CharField(
        label=gettext_lazy("First name"),
        max_length=_LONGEST,
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto", "autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=gettext_lazy("Family name"),
        max_length=_LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto", "autocomplete": "family-name"}),
    )
    username = forms.CharField(
        label=gettext_lazy("Username"),
        max_length=_LONGEST,
        validators=[User.username_validator],
        help_text=gettext_lazy("You sign in with it: letters, digits, and @ . + - _"),
        widget=forms.TextInput(
            attrs={"class": "input", "dir": "ltr", "autocomplete": "username", "autocapitalize": "none"}
        ),
    )
    password = _secret(gettext_lazy("Password"), help_text=lazystr(password_validators_help_text_html()))
    again = _secret(gettext_lazy("The password again"))

    def __init__(self, invitation: Invitation, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"username": invitation.email.partition("@")[0]})
        self.invitation = invitation

    def clean_username(self) -> str:
        username: str = User.normalize_username(self.cleaned_data["username"])
        if name_is_taken(username):
            raise forms.ValidationError(_("Somebody else has this username."))
        return username

    def clean(self) -> dict[str, Any]:
        """Checks everything, so that all errors are shown at once: the service would report only the first one."""
        asked = super().clean() or {}
        password = asked.get("password")
        if password and asked.get("again") and password != asked["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        if password:
            said = {name: asked.get(name, "") for name in ("username", "first_name", "last_name")}
            try:
                validate_password(password, User(email=self.invitation.email, **said))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return asked

    def joining(self) -> Joining:
        """The values for the service `accept`. Call it only after `is_valid()`."""
        return Joining(**{name: self.cleaned_data[name] for name in Joining.__slots__})
