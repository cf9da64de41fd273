"""The weekly letter with the figures of follow-ups, for managers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.utils.translation import gettext as _

from engagements.models import Commitment, CommitmentStatus, LetterKind, Partner, Person, Unit, User
from engagements.permissions import Permission, Role
from engagements.reminding.mailing import Composed, letter_to, one_line
from engagements.reminding.trail_end import trail_end

if TYPE_CHECKING:
    from datetime import date

    from engagements.models.commitment_queries import CommitmentQuerySet

OWNERS = 15
_NOBODY = Q(owner_unit=None, owner_partner=None, owner_person=None)


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """The number of an owner's overdue follow-ups. An empty name stands for follow-ups without an owner."""

    name: str
    overdue: int


@dataclass(frozen=True, slots=True)
class Week:
    """The figures of all follow-ups. `done` and `new` are those of the seven days before `today`."""

    open: int
    overdue: int
    no_owner: int
    no_due: int
    done: int
    new: int
    owners: list[OwnerRow]
    more_owners: int


def manager_letter(user: User, today: date) -> Composed | None:
    """Today's letter; None if the account may not change follow-ups (any more).

    As mail leaves the ministry, it counts only what all staff may see.
    """
    if not user.may(Permission.MANAGE_COMMITMENTS):
        return None
    week = week_of(Commitment.objects.visible_to(User(role=Role.VIEWER)), today)

    def tell() -> tuple[str, dict[str, Any]]:
        subject = _("Sijill: the week in figures, %(open)d open, %(overdue)d overdue")
        told = {"week": week, "today": today, "trail": trail_end(user)}
        return subject % {"open": week.open, "overdue": week.overdue}, told

    return Composed(letter_to(user, LetterKind.MANAGERS, tell))


def week_of(rows: CommitmentQuerySet, today: date) -> Week:
    """The figures of `rows` as of `today`. Seven queries, however many rows there are."""
    since = today - timedelta(days=7)
    open_ones = rows.open().aggregate(
        n=Count("pk"),
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        no_owner=Count("pk", filter=_NOBODY & Q(owner="")),
        no_due=Count("pk", filter=Q(due_on=None)),
    )
    owners, more_owners = _owners(rows.overdue(today))
    return Week(
        open=open_ones["n"],
        overdue=open_ones["overdue"],
        no_owner=open_ones["no_owner"],
        no_due=open_ones["no_due"],
        done=rows.filter(status=CommitmentStatus.DONE, closed_on__gte=since, closed_on__lt=today).count(),
        new=rows.filter(
            engagement__approved_at__date__gte=since, engagement__approved_at__date__lt=today
        ).count(),
        owners=owners,
        more_owners=more_owners,
    )


def _owners(overdue: CommitmentQuerySet) -> tuple[list[OwnerRow], int]:
    """The owners with the most overdue follow-ups, and the number of further owners."""
    words = Case(When(_NOBODY, then=F("owner")), default=Value(""), output_field=CharField())
    keys = ("owner_unit", "owner_partner", "owner_person")
    grouped = list(
        overdue.order_by()
        .annotate(words=words)
        .values(*keys, "words")
        .annotate(n=Count("pk"))
        .order_by("-n", *keys, "words")
    )
    first = grouped[:OWNERS]
    named: dict[str, dict[int, Any]] = {
        key: model._default_manager.in_bulk({row[key] for row in first if row[key]})
        for key, model in zip(keys, (Unit, Partner, Person), strict=True)
    }
    rows = []
    for row in first:
        linked = [str(named[key].get(row[key], "")) for key in keys if row[key]]
        rows.append(OwnerRow(one_line(linked[0] if linked else row["words"]), row["n"]))
    return rows, len(grouped) - len(first)
