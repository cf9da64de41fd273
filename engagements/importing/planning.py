"""What an imported list would do to the register: for each row created, changed, same, or refused and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from arabic.folding import fold
from engagements.errors import Refusal
from engagements.importing.cells import in_figures, spellings
from engagements.importing.isolating import isolated
from engagements.importing.meetings import gathered, place
from engagements.importing.rows import Accounts, ImportRow, Outcome, line_of
from engagements.models import Commitment, CommitmentKind, CommitmentStatus, Engagement
from engagements.services.commitments import LEAVE, CommitmentChange, outcome_of
from engagements.services.due_dates import check_due_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engagements.importing.meetings import Meeting
    from engagements.models import FollowUpImport, User


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows with their outcomes, in the order of the file."""

    lines: tuple[ImportRow, ...]

    def of(self, outcome: Outcome) -> list[ImportRow]:
        return [line for line in self.lines if line.outcome is outcome]

    @property
    def meetings(self) -> list[Meeting]:
        """The engagements that would be created, each once, in the order of the file."""
        return list(dict.fromkeys(line.meeting for line in self.of(Outcome.CREATED) if line.meeting))

    @property
    def does_something(self) -> bool:
        return bool(self.of(Outcome.CREATED) or self.of(Outcome.CHANGED))

    @property
    def digest(self) -> str:
        """A digest of everything that the plan would do, to make sure that what is carried out is what was shown."""
        told = [
            (
                line.number,
                line.outcome.value,
                line.engagement.pk if line.engagement else None,
                [(name, str(before), str(after)) for name, before, after in line.differences],
            )
            for line in self.lines
        ]
        return sha256(repr(told).encode()).hexdigest()


def plan_of(brought: FollowUpImport, *, by: User) -> Plan:
    """The plan for a list, with texts in the active language. A constant number of queries, and a few for each owner
    that changes.
    """
    accounts = Accounts()
    lines = [
        line_of(
            number,
            {name: cells[place] for name, place in brought.mapping.items()},
            reason=brought.reason,
            accounts=accounts,
        )
        for number, cells in zip(brought.numbers, brought.rows, strict=True)
    ]
    _refuse_twins(lines)
    _find(lines, by)
    place([line for line in lines if line.commitment is None and _says_no_number(line)], by)
    for line in lines:
        if not line.complaints:
            _decide(line)
    created = [line for line in lines if line.outcome is Outcome.CREATED]
    gathered(created)
    for line in created:
        line.differences.append(("engagement", None, _engagement_words(line)))
    return Plan(tuple(lines))


def _refuse_twins(lines: Sequence[ImportRow]) -> None:
    """Refuses rows with the same reference, as it is not clear which is meant; if they say the same, the first is
    kept.
    """
    twins: dict[str, list[ImportRow]] = {}
    for line in lines:
        if line.asked.reference:
            twins.setdefault(in_figures(line.asked.reference), []).append(line)
    for first, *others in twins.values():
        if all(replace(other.asked, reference=first.asked.reference) == first.asked for other in others):
            for other in others:
                words = _("Row %(n)s says the same already.") % {"n": first.number}
                other.complaints.append(("reference", words))
        else:
            for line in (first, *others):
                line.complaints.append(("reference", _("Another row of the file has the same reference.")))


def _find(lines: Sequence[ImportRow], by: User) -> None:
    """Sets the follow-ups and engagements that these references and numbers name, as far as they exist for the
    account.
    """
    wanted = {one for line in lines for one in spellings(line.asked.reference)} - {""}
    rows = Commitment.objects.filter(reference__in=wanted).with_owners().select_related("engagement")
    known = {in_figures(one.reference): one for one in rows} | {one.reference: one for one in rows}
    visible = set(Commitment.objects.visible_to(by).filter(reference__in=wanted).values_list("pk", flat=True))
    numbers = {line.asked.engagement for line in lines} - {None}
    engagements = Engagement.objects.visible_to(by).in_bulk([number for number in numbers if number])
    for line in lines:
        found = known.get(line.asked.reference) or known.get(in_figures(line.asked.reference))
        if found is not None and found.pk not in visible:
            line.complaints.append(("reference", _("This reference cannot be used.")))
        elif found is not None:
            line.commitment, line.engagement = found, found.engagement
        elif line.asked.engagement is not None:
            line.engagement = engagements.get(line.asked.engagement)


def _says_no_number(line: ImportRow) -> bool:
    """Whether the row names no engagement by number, not even an invalid one, and its reference can be used."""
    told = {name for name, _words in line.complaints}
    return line.asked.engagement is None and not told & {"engagement", "reference"}


def _engagement_words(line: ImportRow) -> str:
    if line.engagement is None:
        return _("a new one: %(meeting)s") % {"meeting": line.meeting}
    told = {"number": line.engagement.pk, "title": isolated(line.engagement.title)}
    if line.asked.engagement is None:
        return _("no. %(number)s, which it seems to be: %(title)s") % told
    return _("no. %(number)s: %(title)s") % told


def _decide(line: ImportRow) -> None:
    if line.commitment is None:
        _decide_new(line)
    else:
        _decide_known(line, line.commitment)
    if line.complaints:
        line.outcome = Outcome.REFUSED


def _decide_new(line: ImportRow) -> None:
    asked = line.asked
    if not asked.text:
        line.complaints.append(("text", _("A new follow-up needs its words.")))
    if asked.engagement is None and line.engagement is None and line.meeting is None:
        words = _(
            "A new follow-up needs the number of its engagement, or of the meeting a title, date or country."
        )
        line.complaints.append(("engagement", words))
    elif asked.engagement is not None and line.engagement is None:
        words = _("There is no engagement %(number)s.") % {"number": asked.engagement}
        line.complaints.append(("engagement", words))
    if asked.status == CommitmentStatus.DROPPED and not asked.reason:
        line.complaints.append(("reason", _("Say why the follow-up is dropped.")))
    try:
        check_due_date(asked.due_on)
    except Refusal as refusal:
        line.complaints.append((refusal.field, str(refusal)))
    told = {
        "text": asked.text,
        "kind": CommitmentKind(asked.kind or CommitmentKind.AGREED).label,
        "status": CommitmentStatus(asked.status or CommitmentStatus.OPEN).label,
        "owner": asked.owner,
        "assignee": asked.assignee.display_name if asked.assignee else "",
        "due_on": asked.due_on,
    }
    line.differences = [(name, None, value) for name, value in told.items() if value]
    line.outcome = Outcome.CREATED


def _decide_known(line: ImportRow, known: Commitment) -> None:
    """Plans the change of a known follow-up. An empty cell changes nothing; a list cannot change text, kind or
    engagement.
    """
    asked = line.asked
    if asked.text and fold(asked.text).split() != fold(known.text).split():
        line.complaints.append(
            ("text", _("The follow-up with this reference has other words in the register."))
        )
    if asked.kind and asked.kind != known.kind:
        line.complaints.append(("kind", _("The follow-up with this reference is of another kind.")))
    if asked.engagement is not None and asked.engagement != known.engagement_id:
        words = _("The follow-up with this reference belongs to engagement %(number)s.")
        line.complaints.append(("engagement", words % {"number": known.engagement_id}))
    line.change = CommitmentChange(
        status=asked.status or known.status,
        owner=asked.owner or known.owner,
        assignee=asked.assignee or known.assignee,
        due_on=asked.due_on or known.due_on,
        reason=asked.reason,
        steps=LEAVE,  # the ministry's list knows of none
    )
    try:
        columns = outcome_of(known, line.change)
    except Refusal as refusal:
        line.complaints.append((refusal.field, str(refusal)))
        return
    after = {
        "status": CommitmentStatus(line.change.status).label,
        "owner": line.change.owner,
        "assignee": line.change.assignee.display_name if line.change.assignee else "",
        "due_on": line.change.due_on,
    }
    before = {
        "status": known.get_status_display(),
        "owner": known.owner,
        "assignee": known.assignee.display_name if known.assignee else "",
        "due_on": known.due_on,
    }
    line.differences = [
        (name, before[name], after[name]) for name in after if {name, f"{name}_id"} & columns.keys()
    ]
    line.outcome = Outcome.CHANGED if columns else Outcome.SAME
