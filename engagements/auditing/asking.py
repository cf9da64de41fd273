"""The filter form of the audit trail and the query for the entries that match it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arabic.folding import fold
from engagements.auditing.kinds import entries_visible_to, kinds
from engagements.auditing.lines import field_labels, fields_by_label
from engagements.auditing.others import with_hiding
from engagements.days import shifted
from engagements.fields import DateInput
from engagements.lists.asking import LONGEST, ListForm
from engagements.lists.paging import Order
from engagements.models import Action, AuditEntry, User
from engagements.models.audit import fields_of_changes, words_of_entry, words_of_record

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

_WORD = re.compile(r"\w+")
_LAST_ID = 2**63 - 1
_EVERY = ("", _("All"))
_TEXT = {"class": "input"}
_ASCII = {"class": "input", "dir": "ltr"}


@dataclass(frozen=True, slots=True)
class Moments(Order):
    """An order by a column of datetimes. In cursors they are in UTC, to the microsecond."""

    def cursor(self, row: Model) -> str:
        at: datetime = getattr(row, self.column)
        return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}~{getattr(row, self.id_column)}"


NEWEST = Moments(
    "at", descending=True, undated=datetime.min.replace(tzinfo=UTC), parse=datetime.fromisoformat
)


class FieldChoice(forms.ChoiceField):
    """A choice of a field by its label. Fields with the same label are one choice, the first of them; a URL may name
    any.
    """

    def valid_value(self, value: object) -> bool:
        return str(value) in field_labels()

    def prepare_value(self, value: Any) -> Any:
        return called_alike(value)[0] if value in field_labels() else value


class TrailForm(ListForm):
    """The filters; an entry has to match all of them."""

    who = forms.CharField(
        label=_("Who"), max_length=LONGEST, required=False, widget=forms.TextInput(attrs=_TEXT)
    )
    action = forms.ChoiceField(
        label=_("Action"),
        choices=[_EVERY, *Action.choices],
        required=False,
        widget=forms.Select(attrs={"class": "select"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind of record"),
        choices=lambda: [_EVERY, *((name, kind.label) for name, kind in kinds().items())],
        required=False,
        widget=forms.Select(attrs={"class": "select"}),
    )
    record = forms.IntegerField(
        label=_("Number of the record"),
        min_value=1,
        max_value=_LAST_ID,
        required=False,
        widget=forms.NumberInput(attrs=_ASCII),
    )
    field = FieldChoice(
        label=_("Field"),
        choices=lambda: [_EVERY, *((names[0], label) for label, names in fields_by_label().items())],
        required=False,
        widget=forms.Select(attrs={"class": "select"}),
    )
    since = forms.DateField(label=_("From"), required=False, widget=DateInput())
    until = forms.DateField(label=_("To"), required=False, widget=DateInput())
    address = forms.CharField(
        label=_("Address or network"), max_length=50, required=False, widget=forms.TextInput(attrs=_ASCII)
    )
    q = forms.CharField(
        label=_("Text"), max_length=LONGEST, required=False, widget=forms.TextInput(attrs=_TEXT)
    )

    def clean_address(self) -> str:
        written = str(self.cleaned_data["address"]).strip()
        if not written:
            return ""
        try:
            return str(ip_network(written, strict=False))
        except ValueError as error:
            raise forms.ValidationError(_("“%(value)s” is no address.") % {"value": written}) from error

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data
        if asked.get("record") and not asked.get("kind") and not self.errors:
            self.add_error("record", _("Choose the kind of the record too."))
        if asked.get("since") and asked.get("until") and asked["since"] > asked["until"]:
            self.add_error("until", _("The period ends before it begins."))
        return asked


def asked_of(form: TrailForm, user: User) -> QuerySet[AuditEntry]:
    """The entries that match the form and exist for `user`; none if the form is invalid."""
    rows = entries_visible_to(user)
    if form.complaints:
        return rows.none()
    asked = form.cleaned_data
    for name, column in (("action", "action"), ("kind", "subject_type"), ("record", "subject_id")):
        if asked[name]:
            rows = rows.filter(**{column: asked[name]})
    if asked["who"]:
        rows = rows.filter(_by(asked["who"]))
    if asked["since"]:
        rows = rows.filter(at__gte=_begin(asked["since"]))
    if asked["until"]:
        rows = rows.filter(at__lt=_begin(shifted(asked["until"], 1)))
    if asked["address"]:
        rows = rows.filter(Within(F("address"), Value(asked["address"])))
    if asked["field"]:
        rows = rows.alias(named=fields_of_changes()).filter(named__has_any_keys=called_alike(asked["field"]))
    if asked["q"]:
        rows = _saying(rows, _WORD.findall(fold(asked["q"])), user)
    return rows


def called_alike(name: str) -> list[str]:
    """The names of all fields that have the same label as the field `name`."""
    return fields_by_label()[field_labels()[name]]


def _by(who: str) -> Q:
    """By the name kept in the entry, or by the account that has this name now."""
    name = who.strip()
    called = Q(username__iexact=name) | Q(first_name__icontains=name) | Q(last_name__icontains=name)
    for first, _gap, last in [name.partition(" ")]:
        if last:
            called |= Q(first_name__iexact=first, last_name__iexact=last.strip())
    accounts = list(User.objects.filter(called).values_list("pk", flat=True)[:100])
    return Q(actor_name=name) | Q(actor__in=accounts) if accounts else Q(actor_name=name)


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _saying(rows: QuerySet[AuditEntry], words: list[str], user: User) -> QuerySet[AuditEntry]:
    """Entries that contain all the words in what `user` can read of them: what is not shown must not be found
    either.
    """
    if not words:
        return rows.none()
    sought = _beginning_with(words)
    found = rows.alias(words=words_of_entry()).filter(words=sought)
    if user.sees_restricted:
        return found
    shown = with_hiding(found).alias(record_words=words_of_record())
    return shown.filter(Q(hiding=False) | Q(record_words=sought))


def _beginning_with(words: list[str]) -> SearchQuery:
    return SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")


class Within(Func):
    """SQL: whether an address is in a network."""

    template = "%(expressions)s::inet"
    arg_joiner = " <<= "
    output_field = BooleanField()
