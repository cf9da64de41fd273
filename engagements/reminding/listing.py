"""The notices of an account, grouped: notices of one kind that came at the same time from the same person are one
group.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Count, F, Min, Q, Window
from django.db.models.functions import RowNumber
from django.http import Http404
from django.utils.translation import gettext as _

from engagements.auditing.lines import Change, lines_of
from engagements.lists.paging import AtLeast
from engagements.lists.querystring import CURSOR, as_number
from engagements.models import Notice, SubscriptionKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from engagements.models import User
    from engagements.models.notice_queries import NoticeQuerySet

SIZE, FEW = 30, 3
"""The groups on a page, and the follow-ups shown of each."""
MOST_COUNTED = 99
ICONS = {
    SubscriptionKind.ASSIGNED: "user-check",
    SubscriptionKind.DUE_SOON: "calendar-clock",
    SubscriptionKind.OVERDUE: "triangle-alert",
    SubscriptionKind.CHANGED: "pencil",
}


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice; `changes` if it reports a change."""

    notice: Notice
    changes: list[Change]
    note: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of `n` notices that came at once; `rows` are the first few."""

    first: Notice
    n: int
    unread: bool
    rows: list[NoticeRow]

    @property
    def icon(self) -> str:
        return ICONS[SubscriptionKind(self.first.kind)]

    @property
    def more(self) -> int:
        return self.n - len(self.rows)


@dataclass(frozen=True, slots=True)
class NoticePage:
    groups: list[Group]
    older_query: str
    newest_query: str


_UNREAD = """
    SELECT count(*) FROM (
        SELECT FROM engagements_notice n JOIN engagements_commitment c ON c.id = n.commitment_id
        WHERE n.user_id = %(user)s AND n.in_app AND n.read_at IS NULL AND (%(all)s OR NOT c.hidden) LIMIT %(most)s
    ) unread
"""


def unread_number(user: User) -> int:
    """The number of unread notices of `user`; AtLeast(99) if there are more. One query on a small index."""
    # Every page asks this: Django would take longer to put the question together than the database to answer it.
    asked: dict[str, int | bool] = {"user": user.pk, "all": user.sees_restricted, "most": MOST_COUNTED + 1}
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, asked)
        (number,) = cursor.fetchone()
    return AtLeast(MOST_COUNTED) if number > MOST_COUNTED else int(number)


def notice_page(user: User, query: QueryDict) -> NoticePage:
    """The page of `user`'s notices that the query asks for, the newest first. Two queries, however many there are.

    Raises Http404 for an invalid cursor.
    """
    mine = Notice.objects.told_to(user).filter(in_app=True)
    groups = mine.order_by().values("kind", "at", "by")
    groups = groups.annotate(n=Count("pk"), first=Min("pk"), unread=Count("pk", filter=Q(read_at=None)))
    cursor = query.get(CURSOR, "")
    if cursor:
        at, number = _parsed(cursor)
        groups = groups.filter(Q(at__lt=at) | Q(at=at, first__lt=number))
    found: list[dict[str, Any]] = [dict(row) for row in groups.order_by("-at", "-first")[: SIZE + 1]]
    shown = found[:SIZE]
    older = f"?{CURSOR}={_cursor(shown[-1])}" if len(found) > SIZE else ""
    return NoticePage(_with_rows(mine, shown), older, "?" if cursor else "")


def told(notices: Iterable[Notice]) -> list[NoticeRow]:
    """The notices with what changed; their `entry` has to be prefetched."""
    rows = []
    for notice in notices:
        (line,) = lines_of([notice.entry]) if notice.entry else [None]
        rows.append(NoticeRow(notice, line.changes if line else [], line.note if line else ""))
    return rows


def _with_rows(mine: NoticeQuerySet, groups: list[dict[str, Any]]) -> list[Group]:
    place = Window(RowNumber(), partition_by=[F("kind"), F("at"), F("by")], order_by=F("pk").asc())
    few = mine.filter(at__in={group["at"] for group in groups}).annotate(place=place).filter(place__lte=FEW)
    rows: dict[tuple[Any, ...], list[Notice]] = {}
    for notice in few.select_related("commitment", "entry", "by").order_by("pk"):
        rows.setdefault((notice.kind, notice.at, notice.by_id), []).append(notice)
    return [
        Group(notices[0], group["n"], bool(group["unread"]), told(notices))
        for group in groups
        if (notices := rows.get((group["kind"], group["at"], group["by"])))
    ]


def _cursor(group: dict[str, Any]) -> str:
    return f"{group['at'].timestamp():.6f}~{group['first']}"


def _parsed(cursor: str) -> tuple[datetime, int]:
    moment, _tilde, written = cursor.partition("~")
    number = as_number(written)
    try:
        at = datetime.fromtimestamp(float(moment), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Http404(_("This list has no such page.")) from error
    if number is None:
        raise Http404(_("This list has no such page."))
    return at, number
