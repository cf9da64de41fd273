"""A row of an imported list: what it says, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from arabic.folding import fold
from engagements.importing.cells import Unclear, day_of, kind_of, number_of, status_of
from engagements.importing.isolating import isolated
from engagements.models import User
from engagements.services.names import tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from engagements.importing.meetings import Meeting
    from engagements.models import Commitment, Engagement
    from engagements.services.commitments import CommitmentChange

LONGEST = {"reference": 60, "owner": 300}
"""The most characters, as in the register's columns."""


class Outcome(Enum):
    CREATED = "created"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RowValues:
    """What a row says; None or empty where it says nothing. The fields of the meeting are as written, and count only
    if the row gives no engagement number.
    """

    reference: str
    text: str
    kind: str
    status: str
    owner: str
    assignee: User | None
    due_on: date | None
    engagement: int | None
    reason: str
    meeting_title: str
    meeting_date: str
    meeting_country: str


@dataclass(slots=True)
class ImportRow:
    """A row of the file. `differences` are (field, before, after), `complaints` are (field, words). `meeting` is set
    if a new engagement would be made.
    """

    number: int
    asked: RowValues
    outcome: Outcome = Outcome.REFUSED
    commitment: Commitment | None = None
    engagement: Engagement | None = None
    meeting: Meeting | None = None
    change: CommitmentChange | None = None
    differences: list[tuple[str, Any, Any]] = field(default_factory=list)
    complaints: list[tuple[str, str]] = field(default_factory=list)


class Accounts:
    """Finds the account that a cell names: by username, e-mail address or full name."""

    def __init__(self) -> None:
        self._named: dict[str, set[User]] = {}
        for user in User.objects.filter(is_active=True):
            for name in {user.username, user.email, user.display_name}:
                if name:
                    self._named.setdefault(fold(name), set()).add(user)

    def named(self, cell: str) -> User | None:
        """The account of a cell; None for an empty cell. Raises Unclear."""
        if not fold(cell):
            return None
        found = self._named.get(fold(cell), set())
        if len(found) > 1:
            raise Unclear(
                _("Several accounts are called “%(name)s”. Write the user name.") % {"name": isolated(cell)}
            )
        if not found:
            raise Unclear(_("Nobody with an account is called “%(name)s”.") % {"name": isolated(cell)})
        return next(iter(found))


def line_of(number: int, said: Mapping[str, str], *, reason: str, accounts: Accounts) -> ImportRow:
    """The row, with its cells read as far as possible. `said` is `{field: cell}`; `reason` is the one given for all
    rows.
    """
    complaints: list[tuple[str, str]] = []

    def understood(name: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(said.get(name, ""))
        except Unclear as unclear:
            complaints.append((name, str(unclear)))
            return None

    asked = RowValues(
        reference=" ".join(said.get("reference", "").split()),
        text=said.get("text", ""),
        kind=understood("kind", kind_of) or "",
        status=understood("status", status_of) or "",
        owner=tidy(said.get("owner", "")),
        assignee=understood("assignee", accounts.named),
        due_on=understood("due_on", day_of),
        engagement=understood("engagement", number_of),
        reason=said.get("reason", "") or reason,
        meeting_title=tidy(said.get("meeting_title", "")),
        meeting_date=said.get("meeting_date", ""),
        meeting_country=said.get("meeting_country", ""),
    )
    if not asked.reference:
        complaints.append(("reference", _("The row has no reference.")))
    for name, most in LONGEST.items():
        if len(getattr(asked, name)) > most:
            complaints.append((name, _("It has more than %(n)s characters.") % {"n": most}))
    return ImportRow(number, asked, complaints=complaints)
