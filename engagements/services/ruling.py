"""Decides that two names are different, or puts the question off. If they are the same, they are merged instead."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.errors import Conflict
from engagements.models import (
    Action,
    PairVerdict,
    Partner,
    PartnerRuling,
    Person,
    PersonRuling,
    User,
)
from engagements.services import audit

if TYPE_CHECKING:
    from datetime import datetime

LATER = timedelta(days=30)
"""How long a pair is put off, if nothing else is said."""
_KINDS: dict[str, tuple[Any, Any]] = {"person": (Person, PersonRuling), "partner": (Partner, PartnerRuling)}


@transaction.atomic
def rule(
    *,
    kind: str,
    first: int,
    second: int,
    verdict: PairVerdict,
    by: User,
    now: datetime,
    later: timedelta = LATER,
) -> PersonRuling | PartnerRuling:
    """Records the verdict on two names: for good, or until `later` has passed if it is put off. An earlier LATER is
    replaced.

    Raises Conflict if either was merged, or if somebody has ruled meanwhile that they differ.
    """
    names = _held(kind, first, second)
    rulings = _KINDS[kind][1].objects
    until = timezone.localdate(now) + later if verdict == PairVerdict.LATER else None
    if rulings.filter(first=names[0], second=names[1], verdict=PairVerdict.DIFFERENT).exists():
        raise Conflict(_("Somebody else decided about these two in the meantime."))
    made: PersonRuling | PartnerRuling
    made, _new = rulings.update_or_create(
        first=names[0],
        second=names[1],
        defaults={"verdict": verdict, "until": until, "by": by, "at": now},
    )
    _tell(names, (None, made.get_verdict_display()), by, now)
    return made


@transaction.atomic
def take_back(*, kind: str, first: int, second: int, by: User, now: datetime) -> None:
    """Removes the verdict, so that the pair waits again. Raises Conflict if there is none any more."""
    names = _held(kind, first, second)
    ruling = _KINDS[kind][1].objects.filter(first=names[0], second=names[1]).first()
    if ruling is None:
        raise Conflict(_("Somebody else took this decision back in the meantime."))
    said = ruling.get_verdict_display()
    ruling.delete()
    _tell(names, (said, None), by, now)


def _held(kind: str, first: int, second: int) -> list[Any]:
    """The two names, the lower number first, locked until the end of the transaction. Raises Conflict if either
    was merged.
    """
    model = _KINDS[kind][0]
    rows = model.objects.current().select_for_update(of=("self",)).filter(pk__in={first, second})
    names = list(rows.order_by("pk"))
    if len(names) != 2:
        raise Conflict(_("One of the two was merged in the meantime."))
    return names


def _tell(names: list[Any], change: tuple[Any, Any], by: User, now: datetime) -> None:
    first, second = names
    changes = {"same_as": (None, f"{second} ({second.pk})"), "decision": change}
    audit.write(by=by, action=Action.CHANGED, subject=first, now=now, changes=changes)
