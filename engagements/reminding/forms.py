"""The form with which people choose what they are told, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engagements.models import Subscription, SubscriptionKind
from engagements.models.subscription import LONGEST_LEAD, MOST_LEADS, REMINDERS
from engagements.permissions import Permission
from engagements.silence import LONGEST_DAYS, USUAL_DAYS

if TYPE_CHECKING:
    from django.http import QueryDict

    from engagements.models import User

USUAL_LEADS = [30, 7, 1]
_BETWEEN = re.compile(r"[\s,،;؛]+")


class LeadsField(forms.CharField):
    """Numbers of days separated by commas, in any digits; as a list without repetitions, the longest first."""

    def clean(self, value: Any) -> list[int]:
        written = [part for part in _BETWEEN.split(super().clean(value)) if part]
        if not all(part.isdecimal() and len(part) <= 4 for part in written):
            raise forms.ValidationError(_("Write whole numbers of days with commas between them."))
        days = sorted({int(part) for part in written}, reverse=True)
        if len(days) > MOST_LEADS:
            raise forms.ValidationError(
                ngettext("At most %(n)d time.", "At most %(n)d times.", MOST_LEADS) % {"n": MOST_LEADS}
            )
        if days and days[0] > LONGEST_LEAD:
            raise forms.ValidationError(_("At most %(n)d days before.") % {"n": LONGEST_LEAD})
        return days


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of reminders with its two check boxes."""

    kind: SubscriptionKind
    in_app: forms.BoundField
    by_mail: forms.BoundField


class LettersForm(forms.Form):
    """The weekly letters, and each kind of reminders."""

    wanted = forms.BooleanField(
        label=gettext_lazy("Send me a letter every week about what has been silent"), required=False
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days of silence"),
        min_value=1,
        max_value=LONGEST_DAYS,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )
    managers = forms.BooleanField(
        label=gettext_lazy("Send me the figures of the follow-ups every week"), required=False
    )
    leads = LeadsField(
        label=gettext_lazy("Days before the due date"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Up to five, with commas between them."),
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "text", "dir": "ltr"}),
    )

    def __init__(self, user: User, data: QueryDict | None = None) -> None:
        self.user = user
        mine = {one.kind: one for one in Subscription.objects.filter(user=user)}
        super().__init__(data, initial=_initial(mine))
        for kind in REMINDERS:
            for name, label in (("in_app", _("On the pages")), ("by_mail", _("By e-mail"))):
                self.fields[f"{kind.value}_{name}"] = forms.BooleanField(label=label, required=False)
        if not user.may(Permission.MANAGE_COMMITMENTS):
            del self.fields["managers"]

    @property
    def choices(self) -> list[Choice]:
        return [
            Choice(kind, self[f"{kind.value}_in_app"], self[f"{kind.value}_by_mail"]) for kind in REMINDERS
        ]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        mailed = [f"{kind.value}_by_mail" for kind in REMINDERS] + ["wanted", "managers"]
        if any(asked.get(name) for name in mailed) and not self.user.email:
            self.add_error(None, _("A letter needs an address, and your account has none."))
        soon = asked.get("due_soon_in_app") or asked.get("due_soon_by_mail")
        if soon and not asked.get("leads") and "leads" not in self.errors:
            self.add_error("leads", _("Say how many days before."))
        return asked

    @transaction.atomic
    def save(self) -> None:
        """Saves the chosen subscriptions and deletes the others."""
        asked = self.cleaned_data
        wanted: dict[SubscriptionKind, dict[str, Any]] = {
            SubscriptionKind.SILENCE: {"by_mail": asked["wanted"], "days": [asked["days"]]},
            SubscriptionKind.MANAGERS: {"by_mail": asked.get("managers", False)},
        }
        for kind in REMINDERS:
            ticks = {name: asked[f"{kind.value}_{name}"] for name in ("in_app", "by_mail")}
            wanted[kind] = ticks | ({"days": asked["leads"]} if kind == SubscriptionKind.DUE_SOON else {})
        for kind, values in wanted.items():
            if values.get("in_app") or values["by_mail"]:
                Subscription.objects.update_or_create(user=self.user, kind=kind, defaults=values)
            else:
                Subscription.objects.filter(user=self.user, kind=kind).delete()


def _initial(mine: dict[str, Subscription]) -> dict[str, Any]:
    silence, soon = mine.get(SubscriptionKind.SILENCE), mine.get(SubscriptionKind.DUE_SOON)
    initial: dict[str, Any] = {
        "wanted": silence is not None,
        "days": silence.days[0] if silence else USUAL_DAYS,
        "managers": SubscriptionKind.MANAGERS in mine,
        "leads": ", ".join(str(days) for days in (soon.days if soon else USUAL_LEADS)),
    }
    for kind in REMINDERS:
        one = mine.get(kind)
        initial[f"{kind.value}_in_app"] = one is not None and one.in_app
        initial[f"{kind.value}_by_mail"] = one is not None and one.by_mail
    return initial
