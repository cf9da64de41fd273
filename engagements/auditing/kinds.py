"""The kinds of records that the trail names: label, page, and who may see them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from engagements.models import (
    ApiToken,
    AuditEntry,
    CalendarFeed,
    Commitment,
    Confidentiality,
    Engagement,
    FollowUpImport,
    Partner,
    Person,
    Unit,
    User,
)
from engagements.names.visible import open_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from django.db.models import Model, QuerySet
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record. `page` is the URL name of a record's page, which takes its id; empty if there is none.

    `open_rows` are the rows that also exist outside the restricted group; None if nothing of this kind is
    restricted.
    """

    label: _StrPromise
    model: type[Model]
    page: str = ""
    open_rows: Callable[[], QuerySet[Any]] | None = None


def _open_engagements() -> QuerySet[Any]:
    rows = Engagement.objects.filter(confidentiality=Confidentiality.OPEN)
    return rows.filter(Q(merged_into=None) | Q(merged_into__confidentiality=Confidentiality.OPEN))


def _open_names(model: type[Partner] | type[Person]) -> QuerySet[Any]:
    """Also the names that were merged into an open one: they stand in its history."""
    stayed = open_names(model).filter(pk=OuterRef("merged_into"))
    return open_names(model).filter(Q(merged_into=None) | Exists(stayed))


KINDS = {
    "engagement": RecordKind(_("Engagement"), Engagement, "engagement", _open_engagements),
    "commitment": RecordKind(
        _("Follow-up"), Commitment, "follow_up", lambda: Commitment.objects.filter(hidden=False)
    ),
    "partner": RecordKind(_("Partner"), Partner, "partner", lambda: _open_names(Partner)),
    "person": RecordKind(_("Person"), Person, "person", lambda: _open_names(Person)),
    "unit": RecordKind(_("Unit"), Unit, "unit"),
    "user": RecordKind(_("Account"), User, "member"),
    "apitoken": RecordKind(_("Token of the API"), ApiToken),
    "calendarfeed": RecordKind(_("Calendar address"), CalendarFeed),
    "followupimport": RecordKind(_("Import"), FollowUpImport),
}
"""The kinds of this app; `settings.TRAIL_KINDS` names those of the apps above it."""


@cache
def kinds() -> Mapping[str, RecordKind]:
    """All kinds, by the name in `AuditEntry.subject_type`."""
    found = dict(KINDS)
    for name in settings.TRAIL_KINDS:
        found |= import_string(name)
    return found


def entries_visible_to(user: User) -> QuerySet[AuditEntry]:
    """The entries that exist for `user`. Outside the restricted group these are neither entries about restricted
    records nor about deleted ones, of which it is not known any more whether they were restricted.
    """
    rows = AuditEntry.objects.all()
    if user.sees_restricted:
        return rows
    guarded = {name: kind.open_rows for name, kind in kinds().items() if kind.open_rows is not None}
    seen = ~Q(subject_type__in=guarded)
    for name, open_rows in guarded.items():
        there = Exists(open_rows().order_by().filter(pk=OuterRef("subject_id")))
        seen |= Q(Q(subject_type=name), there)
    return rows.filter(seen)


def existing(entries: Collection[AuditEntry]) -> set[tuple[str, int]]:
    """The records (kind, id) of these entries that have a page and still exist. One query for each kind."""
    numbers: dict[str, set[int]] = {}
    for entry in entries:
        if entry.subject_id is not None and entry.subject_type in kinds():
            numbers.setdefault(entry.subject_type, set()).add(entry.subject_id)
    return {
        (name, number)
        for name, wanted in numbers.items()
        if kinds()[name].page
        for number in kinds()[name].model._base_manager.filter(pk__in=wanted).values_list("pk", flat=True)
    }
