"""Lines of the audit trail as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, DateField, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from engagements.auditing.kinds import existing, kinds
from engagements.models import Action, AuditEntry, Commitment, Engagement, Merge
from engagements.origin import Via

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

# Labels of changes that are not columns of the record.
_LABELS = {
    "aliases": gettext_noop("other spelling"),
    "merged": gettext_noop("merged engagement"),
    "merged_name": gettext_noop("merged name"),
    "same_as": gettext_noop("compared with"),
    "decision": gettext_noop("decision"),
    "participant_name": gettext_noop("name of a participant"),
    "participant_role": gettext_noop("office of a participant"),
    "proof": gettext_noop("proof"),
    "due_on": gettext_noop("due date"),
    "step": gettext_noop("step"),
    "step_done": gettext_noop("step that is done"),
    "step_left": gettext_noop("step that stays open"),
    "begun": gettext_noop("how it was begun"),
    "list": gettext_noop("out of the list"),
    "list_row": gettext_noop("row of the list"),
    "next_step": gettext_noop("next step"),
    "sessions": gettext_noop("sessions"),
    "follow_ups": gettext_noop("follow-ups"),
    "steps": gettext_noop("steps of follow-ups"),
    "unfinished": gettext_noop("reviews begun"),
    "unfinished_review": gettext_noop("reviews begun"),
    "endorsed": gettext_noop("drafts approved first"),
    "first_approval": gettext_noop("drafts approved first"),
    "saved": gettext_noop("saved filters"),
    "followed": gettext_noop("follow-ups that they follow"),
    "expires_at": gettext_noop("expires at"),
    "until": gettext_noop("locked until"),
}
_MOMENTS = {"expires_at", "until", "due_on"}
_NEVER_SAID = {"password", "last_login", "date_joined", "groups", "user_permissions"}
"""Columns that have a label, but never appear in the trail."""
_LABEL_LIMIT = 300
_PARTS = " · "
BY_HAND = "by_hand"
_WORDS = {"begun": {BY_HAND: gettext_noop("by hand")}}
"""Values that are stored as codes, of changes that are not columns."""
_WAYS = {
    "password": gettext_noop("password"),
    "totp": gettext_noop("authenticator app"),
    "passkey": gettext_noop("passkey"),
    "recovery code": gettext_noop("recovery code"),
    "provider": gettext_noop("the ministry's own sign-in"),
    "letter": gettext_noop("by way of a letter"),
    "link": gettext_noop("by way of a link"),
}
_BY_WAYS = {
    Action.SIGNED_IN,
    Action.SIGN_IN_FAILED,
    Action.SECOND_FACTOR_ADDED,
    Action.SECOND_FACTOR_REMOVED,
    Action.PASSWORD_CHANGED,
    Action.PASSWORD_RESET,
    Action.JOINED_REGISTER,
}
"""Actions whose note consists of keys of _WAYS, joined by ` + `."""


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry as a page shows it. If `created`, its values are those with which the record began. `href` is empty
    if the record has no page.
    """

    at: datetime
    who: str
    what: str
    subject: str
    href: str
    note: str
    changes: list[Change]
    created: bool
    number: int
    kind: str
    record: int | None
    origin: str
    request: str


def brought_along(engagement: Engagement) -> AuditEntry | None:
    """The entry that says that an import made this engagement; None if it was made from a release."""
    made = AuditEntry.objects.filter(subject_type="engagement", subject_id=engagement.pk, action=Action.ADDED)
    return made.first()


def field_labels() -> dict[str, str]:
    """The labels of all fields that may appear in lines, by their names in the trail.

    A column without an explicit verbose_name is internal and left out.
    """
    found = {
        field.name: str(field.verbose_name)
        for kind in kinds().values()
        for field in (*kind.model._meta.concrete_fields, *kind.model._meta.many_to_many)
        if not field.primary_key and getattr(field, "_verbose_name", None) and field.name not in _NEVER_SAID
    }
    return found | {name: _(label) for name, label in _LABELS.items()}


def fields_by_label() -> dict[str, list[str]]:
    """The field names that share a label, by label; both sorted."""
    found: dict[str, list[str]] = {}
    for name, label in sorted(field_labels().items(), key=lambda one: (one[1], one[0])):
        found.setdefault(label, []).append(name)
    return found


def history_of(engagement: Engagement) -> QuerySet[AuditEntry]:
    """The entries about an engagement and its follow-ups, and about those that were merged into them."""
    numbers, follow_ups = [engagement.pk], [one.pk for one in engagement.commitments.all()]
    merges = [merge for merge in engagement.merges.all() if merge.merged_id]
    while merges:
        within = [merge.merged_id for merge in merges if merge.merged_id]
        numbers += within
        follow_ups += [number for merge in merges for number in merge.unified]
        merges = list(Merge.objects.filter(engagement__in=within).exclude(merged=None))
    return AuditEntry.objects.filter(
        Q(subject_type="engagement", subject_id__in=numbers)
        | Q(subject_type="commitment", subject_id__in=follow_ups)
    )


def history_of_follow_up(commitment: Commitment) -> QuerySet[AuditEntry]:
    """The entries about a follow-up, and about those that were merged into it."""
    numbers = {commitment.pk}
    for merge in Merge.objects.filter(engagement=commitment.engagement_id).exclude(unified=[]):
        for change in merge.changes:
            before, after = change["before"] or {}, change["after"] or {}
            if after.get("commitment_id") in numbers and before.get("commitment_id") in merge.unified:
                numbers.add(before["commitment_id"])
    return AuditEntry.objects.filter(subject_type="commitment", subject_id__in=numbers)


def lines_of(entries: Iterable[AuditEntry], *, linked: bool = False) -> list[TrailLine]:
    """The entries in words, with the labels of fields and choices. With `linked`, each has the URL of its record's
    page if the record still exists, which takes a query for each kind of record.
    """
    rows = list(entries)
    there = existing(rows) if linked else set()
    return [
        TrailLine(
            at=entry.at,
            who=entry.actor_name,
            what=entry.get_action_display(),
            subject=_subject(entry),
            href=_href(entry) if (entry.subject_type, entry.subject_id) in there else "",
            note=_note(entry),
            changes=[_change(entry.subject_type, name, pair) for name, pair in entry.changes.items()],
            created=_created(entry),
            number=entry.pk,
            kind=_kind(entry),
            record=entry.subject_id,
            origin=_origin(entry),
            request=entry.request_id,
        )
        for entry in rows
    ]


def _created(entry: AuditEntry) -> bool:
    later = {Action.MERGED, Action.UNDONE, Action.SETTLED, Action.REOPENED, Action.CHANGED, Action.REPORTED}
    new = bool(entry.changes) and all(pair[0] is None for pair in entry.changes.values())
    return new and entry.action not in later


def _subject(entry: AuditEntry) -> str:
    kind, _gap, code = entry.subject_type.partition(" ")
    if kind == "brief":
        return _("Brief: %(country)s") % {"country": code}
    lists = {
        "follow-ups": _("Follow-ups"),
        "audit": _("Audit trail"),
        "backup": _("Backup"),
        "bands": _("fitted confidences"),
    }
    return lists.get(entry.subject_type, entry.subject_label)


def _note(entry: AuditEntry) -> str:
    if entry.action not in _BY_WAYS:
        return entry.note
    return " + ".join(_(_WAYS[way]) if way in _WAYS else way for way in entry.note.split(" + "))


def _href(entry: AuditEntry) -> str:
    return reverse(kinds()[entry.subject_type].page, args=[entry.subject_id])


def _kind(entry: AuditEntry) -> str:
    kind = kinds().get(entry.subject_type)
    return str(kind.label) if kind else ""


def _origin(entry: AuditEntry) -> str:
    """The network address, and how the change came if not by a page."""
    way = Via(entry.via).label if entry.via and entry.via != Via.PAGE else ""
    return _PARTS.join(str(part) for part in (entry.address, way) if part)


def _change(subject_type: str, name: str, pair: list[str | None]) -> Change:
    label = _(_LABELS[name]) if name in _LABELS else name
    column: Any = None
    labels = {code: _(words) for code, words in _WORDS.get(name, {}).items()}
    kind = kinds().get(subject_type)
    if kind is not None and name not in _LABELS:
        try:
            column = kind.model._meta.get_field(name.removesuffix("_id"))
            label = str(getattr(column, "verbose_name", name))
            labels = dict(getattr(column, "flatchoices", []) or [])
            if isinstance(column, BooleanField):
                labels = {"True": _("yes"), "False": _("no")}
        except FieldDoesNotExist:
            label = name
    before, after = (str(labels.get(value or "", _in_words(value or "", column, name))) for value in pair)
    return Change(label, before[:_LABEL_LIMIT], after[:_LABEL_LIMIT])


def _in_words(value: str, column: Any, name: str) -> str:
    """Dates in words, for date columns and for the date at the end of a step; other values unchanged."""
    if isinstance(column, DateField) or name in _MOMENTS:
        return _day(value)
    if name == "step":
        return _PARTS.join(_day(part) for part in value.split(_PARTS))
    return value


def _day(value: str) -> str:
    try:
        return date_format(date.fromisoformat(value), "j F Y")
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return date_format(timezone.localtime(moment) if moment.tzinfo else moment, "j F Y H:i")
