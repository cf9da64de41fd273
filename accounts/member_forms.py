"""The forms with which administrators search for, invite and change accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.services.deactivating import REVIEWED, Takers
from engagements.fields import AccountField
from engagements.lists.asking import LONGEST, ListForm
from engagements.models import User
from engagements.permissions import ROLE_PERMISSIONS, Permission, Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.http import QueryDict

ACTIVE, CLOSED = "active", "closed"
STATES = [(ACTIVE, _("Active")), (CLOSED, _("Deactivated"))]


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "select"})


def _line(label: Any, *, length: int, **values: Any) -> forms.CharField:
    attrs = {"class": "input", "dir": "auto"} | values.pop("attrs", {})
    return forms.CharField(label=label, max_length=length, widget=forms.TextInput(attrs=attrs), **values)


def email_field(**values: Any) -> forms.EmailField:
    attrs = {"class": "input", "dir": "ltr", "autocomplete": values.pop("autocomplete", "off")}
    return forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs=attrs), **values
    )


class MembersForm(ListForm):
    """The filter of the list of accounts."""

    q = _line(_("Name or e-mail address"), length=LONGEST, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("All roles")), *Role.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *STATES], required=False)
    group = forms.ChoiceField(
        label=_("Restricted group"),
        choices=[("", _("All")), ("in", _("In the group")), ("out", _("Not in the group"))],
        required=False,
    )
    factor = forms.ChoiceField(
        label=_("Second factor"),
        choices=[("", _("All")), ("with", _("With")), ("without", _("Without"))],
        required=False,
    )
    page = forms.IntegerField(label=_("Page"), min_value=1, required=False)

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        for name in ("role", "state", "group", "factor"):
            self.fields[name].widget = forms.Select(
                attrs={"class": "select"},
                choices=self.fields[name].choices,  # type: ignore[attr-defined]
            )


class InviteForm(forms.Form):
    """An invitation: address, role and language."""

    email = email_field()
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.VIEWER, widget=_select())
    language = forms.ChoiceField(
        label=_("Language of the letters"), choices=settings.LANGUAGES, widget=_select()
    )


class PersonForm(forms.Form):
    """Name and language of an account."""

    first_name = _line(_("First name"), length=150)
    last_name = _line(_("Family name"), length=150, required=False)
    language = forms.ChoiceField(
        label=_("Language of the letters"), choices=settings.LANGUAGES, widget=_select()
    )

    def __init__(self, account: User, data: QueryDict | None = None) -> None:
        initial = {
            "first_name": account.first_name,
            "last_name": account.last_name,
            "language": account.language or settings.LANGUAGE_CODE,
        }
        super().__init__(data, initial=initial)


class EmailForm(forms.Form):
    """The address of an account, as an administrator sets it."""

    email = email_field(required=False)

    def __init__(self, account: User, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"email": account.email})


class RoleForm(forms.Form):
    """The role of an account, and whether it is in the restricted group."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=_select())
    in_restricted_group = forms.BooleanField(
        label=_("In the restricted group: restricted engagements exist for them"), required=False
    )

    def __init__(self, account: User, data: QueryDict | None = None) -> None:
        initial = {"role": account.role, "in_restricted_group": account.in_restricted_group}
        super().__init__(data, initial=initial)


_LABELS = {
    "follow_ups": _("Follow-ups"),
    "steps": _("Steps of follow-ups"),
    "unfinished": _("Reviews begun"),
    "endorsed": _("Drafts approved first"),
    "saved": _("Saved filters"),
    "followed": _("Follow-ups that they follow"),
}


class HandOverForm(forms.Form):
    """One field for each of `kinds` (names in `deactivating.Takers`): the account that takes over this work, or
    nobody.
    """

    def __init__(self, account: User, kinds: Collection[str], data: QueryDict | None = None) -> None:
        super().__init__(data)
        others = User.objects.filter(is_active=True).exclude(pk=account.pk)
        others = others.order_by("first_name", "last_name", "username")
        reviewing = [role for role, held in ROLE_PERMISSIONS.items() if Permission.REVIEW in held]
        for kind in kinds:
            self.fields[kind] = AccountField(
                label=_LABELS[kind],
                required=False,
                queryset=others.filter(role__in=reviewing) if kind in REVIEWED else others,
                empty_label=_("Nobody"),
                widget=_select(),
            )

    def takers(self) -> Takers:
        """The chosen accounts. Call it only after `is_valid()`."""
        return Takers(**self.cleaned_data)
