"""Settles which value holds where sources disagree, or opens the question again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.errors import Conflict, Refusal
from engagements.models import (
    Action,
    Commitment,
    DatePrecision,
    DueBasis,
    Engagement,
    Settlement,
    User,
)
from engagements.record.disagreement import Disagreement, disagreements, own_value, recount
from engagements.services import audit
from engagements.services.due_dates import move_defaults
from engagements.services.names import tidy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_PRECISION = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY}


@transaction.atomic
def settle(
    *,
    engagement: Engagement,
    key: str,
    value: str,
    seen: Sequence[str],
    note: str,
    by: User,
    now: datetime,
) -> Settlement:
    """Makes `value` the record's value of the field `key`. It has the form that evidence uses: ISO dates, codes.

    `seen` are the values that the user's page showed. Raises Conflict if these are not the disagreeing values any
    more, Refusal for a value that the record cannot have.
    """
    found = _locked(engagement)
    value = tidy(value)
    point = next((one for one in disagreements(found) if one.key == key), None)
    if point is None or point.values != list(seen):
        raise Conflict(_("What the sources say was changed in the meantime. Look at it again."))
    owner = point.participation or point.commitment or found
    columns = _columns(found, point, value)
    before = {name: _plain(getattr(owner, name)) for name in columns}
    old = own_value(owner, point.field)
    if point.settlement is not None:
        before = point.settlement.before if point.settlement.before.keys() == before.keys() else before
    type(owner)._base_manager.filter(pk=owner.pk).update(**columns)
    settlement, _new = Settlement.objects.update_or_create(
        engagement=found,
        participation=point.participation,
        commitment=point.commitment,
        field=point.field,
        defaults={
            "value": value,
            "values": point.values,
            "before": before,
            "note": note.strip(),
            "by": by,
            "at": now,
        },
    )
    _tell(settlement, Action.SETTLED, (old or None, value), note.strip(), by, now)
    _move_defaults(found, point.field, by, now)
    recount(found)
    return settlement


@transaction.atomic
def reopen(*, settlement: Settlement, by: User, now: datetime) -> None:
    """Takes a settlement back: the record has its former value again, and the disagreement is open.

    Raises Conflict if the settlement was taken back or replaced, Refusal if the record's value was changed since.
    """
    found = _locked(settlement.engagement)
    current = Settlement.objects.filter(pk=settlement.pk, at=settlement.at).first()
    if current is None:
        raise Conflict(_("What the sources say was changed in the meantime. Look at it again."))
    owner = current.participation or current.commitment or found
    if own_value(owner, current.field) != current.value:
        raise Refusal(_("The value was changed since it was settled, so it cannot be opened again."))
    model = type(owner)
    columns = {
        name: model._meta.get_field(name).to_python(value)  # type: ignore[union-attr]
        for name, value in current.before.items()
    }
    model._base_manager.filter(pk=owner.pk).update(**columns)
    owner.refresh_from_db()
    back = own_value(owner, current.field)
    current.delete()
    _tell(current, Action.REOPENED, (current.value, back or None), "", by, now)
    _move_defaults(found, current.field, by, now)
    recount(found)


def _move_defaults(engagement: Engagement, field: str, by: User, now: datetime) -> None:
    if field in {"date", "date_end"}:
        engagement.refresh_from_db(fields=["date", "date_end", "date_precision"])
        move_defaults(engagement=engagement, by=by, now=now)


def _locked(engagement: Engagement) -> Engagement:
    found = Engagement.objects.current().select_for_update().filter(pk=engagement.pk).first()
    if found is None:
        raise Conflict(_("This engagement was merged into another in the meantime."))
    return found


def _columns(engagement: Engagement, point: Disagreement, value: str) -> dict[str, Any]:
    """The columns that give the field this value. Raises Refusal for a value that does not fit the others."""
    match point.field:
        case "country":
            return {"country_id": value or None}
        case "date":
            day, precision = _day(value), _PRECISION[len(value)]
            end = engagement.date_end if precision == DatePrecision.DAY else None
            _in_order(day, end)
            said = [one.quote for side in point.sides if side.value == value for one in side.evidence]
            written = said[0][:200] if said else ""
            return {
                "date": day,
                "date_precision": precision,
                "date_end": end,
                "date_as_written": written,
            }
        case "date_end":
            _in_order(engagement.date, _day(value))
            return {"date_end": _day(value)}
        case "due_on":
            stated = any(side.value == value and side.evidence for side in point.sides)
            return {"due_on": _day(value), "due_basis": DueBasis.STATED if stated else DueBasis.SET}
    if not tidy(value):
        raise Refusal(_("Write what is to hold."), "other")
    return {point.field: tidy(value)}


def _day(value: str) -> date:
    """The first day of an ISO date (year, month or day). Raises Refusal if the text is none."""
    try:
        if len(value) not in _PRECISION:
            raise ValueError(value)
        return date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError as error:
        raise Refusal(_("Write the date as year-month-day, year-month or year."), "other") from error


def _in_order(first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        raise Refusal(_("The last day would be before the first."), "other")


def _tell(
    settlement: Settlement,
    action: Action,
    change: tuple[str | None, str | None],
    note: str,
    by: User,
    now: datetime,
) -> None:
    subject: Engagement | Commitment = settlement.commitment or settlement.engagement
    part = settlement.participation
    name = f"participant_{settlement.field}" if part is not None else settlement.field
    audit.write(by=by, action=action, subject=subject, now=now, changes={name: change}, note=note)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
