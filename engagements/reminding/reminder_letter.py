"""The letter with the reminders of a day: all kinds in one, each follow-up once in its section."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from engagements.models import LetterKind, Notice, SubscriptionKind
from engagements.reminding.listing import told
from engagements.reminding.mailing import Composed, letter_to, one_line
from engagements.wording import how_late

if TYPE_CHECKING:
    from engagements.auditing.lines import Change
    from engagements.models import User

LINES = 20
"""The most lines of each kind; after them the number of further ones."""
MANY = 4
"""From this number on, changes that one person made at once are told in one line."""
_ORDER = (
    SubscriptionKind.OVERDUE,
    SubscriptionKind.DUE_SOON,
    SubscriptionKind.ASSIGNED,
    SubscriptionKind.CHANGED,
)


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A line: one follow-up, or `n` that were changed at once. Of restricted engagements mail has no words."""

    href: str
    text: str
    n: int
    restricted: bool
    who: str
    due_on: date | None
    late: str
    changes: list[Change] = field(default_factory=list)
    note: str = ""


@dataclass(slots=True)
class Section:
    kind: str
    lines: list[LetterLine] = field(default_factory=list)
    more: int = 0

    @property
    def title(self) -> str:
        return str(SubscriptionKind(self.kind).label)


def reminder_letter(user: User, today: date) -> Composed | None:
    """The letter with what waits to be mailed and still holds; None if nothing waits. One query.

    Left out: what `user` may not see (any more), what is closed, what has another due date by now, and what is
    assigned to somebody else. That something was closed is itself a change, which is in the letter.
    """
    rows = Notice.objects.filter(user=user).waiting_for_mail()
    waiting = list(rows.select_related("commitment", "entry", "by").order_by("-pk"))
    if not waiting:
        return None
    holding = [notice for notice in waiting if _holds(notice, user)]
    told_now = {notice.pk for notice in holding}
    left_out = [notice.pk for notice in waiting if notice.pk not in told_now]
    if not holding:
        return Composed(None, [], left_out)

    def tell() -> tuple[str, dict[str, Any]]:
        sections = _sections(holding, today)
        return _subject(sections), {"sections": sections, "today": today}

    return Composed(letter_to(user, LetterKind.REMINDERS, tell), sorted(told_now), left_out)


def _holds(notice: Notice, user: User) -> bool:
    commitment = notice.commitment
    if commitment.hidden and not user.sees_restricted:
        return False
    if notice.kind == SubscriptionKind.CHANGED:
        return True
    if notice.kind == SubscriptionKind.ASSIGNED:
        return commitment.is_open and commitment.assignee_id == user.pk
    return commitment.is_open and commitment.due_on == notice.due_on


def _sections(notices: list[Notice], today: date) -> list[Section]:
    """The sections in the order of kinds; `notices` have the newest first."""
    sections = []
    for kind in _ORDER:
        of_kind = [notice for notice in notices if notice.kind == kind]
        lines = _lines(of_kind, today)
        if lines:
            more = sum(line.n for line in lines[LINES:])
            sections.append(Section(kind, lines[:LINES], more))
    return sections


def _lines(notices: list[Notice], today: date) -> list[LetterLine]:
    """The lines: one for what one person did to many at once, and one for each other follow-up."""
    together: dict[tuple[Any, ...], list[Notice]] = {}
    for notice in notices:
        act = (notice.at, notice.by_id) if notice.entry_id else ()
        together.setdefault(act, []).append(notice)
    lines: list[LetterLine] = []
    single: dict[int, list[Notice]] = {}
    for act, of_act in together.items():
        if act and len(of_act) >= MANY:
            lines.append(_line_of_many(of_act))
        else:
            for notice in of_act:
                single.setdefault(notice.commitment_id, []).append(notice)
    by_due = sorted(
        single.values(), key=lambda of_one: (of_one[0].commitment.due_on or date.max, of_one[0].pk)
    )
    return lines + [_line(of_one, today) for of_one in by_due]


def _line(notices: list[Notice], today: date) -> LetterLine:
    """The line of one follow-up; its notices have the newest first."""
    newest, commitment = notices[0], notices[0].commitment
    due = commitment.due_on
    hidden = commitment.hidden
    rows = [] if hidden else told(notices[::-1])
    return LetterLine(
        href=commitment.get_absolute_url(),
        text="" if hidden else one_line(commitment.text),
        n=1,
        restricted=hidden,
        who=one_line(newest.by.display_name) if newest.by else "",
        due_on=due,
        late=how_late(due, today) if due and commitment.days_late(today) > 0 else "",
        changes=[change for row in rows for change in row.changes],
        note=one_line(rows[-1].note) if rows else "",
    )


def _line_of_many(notices: list[Notice]) -> LetterLine:
    newest = notices[0]
    (row,) = told([newest])
    restricted = any(notice.commitment.hidden for notice in notices)
    return LetterLine(
        href=newest.get_absolute_url(),
        text="",
        n=len(notices),
        restricted=False,
        who=one_line(newest.by.display_name) if newest.by else "",
        due_on=None,
        late="",
        note="" if restricted else one_line(row.note),
    )


def _subject(sections: list[Section]) -> str:
    """The subject: the text of a single follow-up, else the number of each kind."""
    only = sections[0].lines[0]
    if len(sections) == 1 and len(sections[0].lines) == 1 and only.text:
        return _("Sijill: %(kind)s: %(text)s") % {"kind": sections[0].title, "text": only.text}
    numbers = [
        f"{section.title} {sum(line.n for line in section.lines) + section.more}" for section in sections
    ]
    return _("Sijill: %(kinds)s") % {"kinds": _(", ").join(numbers)}
