"""The form with which people change their own e-mail address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _

from accounts.member_forms import email_field
from accounts.services.members import refuse_taken, tidy_email
from engagements.errors import Refusal

if TYPE_CHECKING:
    from django.http import QueryDict

    from engagements.models import User


class NewAddressForm(forms.Form):
    """A new e-mail address; refused if it is the present one or another account has it."""

    email = email_field(autocomplete="email")

    def __init__(self, account: User, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"email": account.email})
        self.account = account

    def clean_email(self) -> str:
        email = tidy_email(self.cleaned_data["email"])
        if email == self.account.email:
            raise forms.ValidationError(_("This is your address already."))
        try:
            refuse_taken(email, but=self.account)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return email
