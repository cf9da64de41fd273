"""Compares what an editor left with what the machine proposed: the record to keep, and a verdict for each value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engagements.models import DatePrecision, EvidenceState, Side
from engagements.services.records import (
    CommitmentRecord,
    EngagementRecord,
    ParticipantRecord,
    Quotation,
)
from ingest import proposal as proposals
from ingest.models import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ingest.forms.review import ReviewForm

_OWNER_BREAK = re.compile(r"\s*[،,؛;]\s*")


@dataclass(frozen=True, slots=True)
class FieldVerdict:
    """What became of one value; `field` is a path as in ReviewEvent."""

    field: str
    verdict: Verdict
    proposed: str
    decided: str
    rule: str
    band: str


@dataclass(frozen=True, slots=True)
class Decision:
    """`form` is the review form as it was sent: `{name: [values]}`."""

    record: EngagementRecord
    verdicts: tuple[FieldVerdict, ...]
    form: Mapping[str, list[str]] = field(default_factory=dict)


def decide(proposal: proposals.Json, form: ReviewForm, text: str) -> Decision:
    """What the valid form says, against the proposal. `text` is the source's, in which evidence stands."""
    judge = _Judge(proposal, text)
    main = form.main.cleaned_data
    evidence = judge.scalars(main)
    countries, quoted = judge.listed("partner_countries", form.rows("partner_countries"), "code")
    evidence += quoted
    bodies = form.rows("organizations")
    organizations, quoted = judge.listed("organizations", bodies, "name")
    evidence += quoted
    evidence += judge.topics(main["topics"])
    record = EngagementRecord(
        kind=main["kind"],
        status=main["status"],
        title=main["title"],
        summary=main["summary"],
        date=main["date"],
        date_precision=main["date_precision"],
        date_end=main["date_end"],
        date_as_written=judge.words("date")[:200] if main["date"] else "",
        city=main["city"],
        country=main["country"] or None,
        partner_countries=countries,
        topics=tuple(main["topics"]),
        organizations=organizations,
        participants=tuple(judge.participants(form.rows("participants"))),
        commitments=tuple(judge.commitments(form.rows("commitments"))),
        evidence=tuple(evidence),
        organization_links={row["name"]: row["link"].pk for row in bodies if row["link"]},
        confidentiality=main["confidentiality"],
    )
    return Decision(record, judge.all_verdicts(), form.sent)


class _Judge:
    """Weighs one value after the other; what was never weighed was removed."""

    def __init__(self, proposal: proposals.Json, text: str) -> None:
        self.proposal = proposal
        self.text = text
        self.items = proposals.by_path(proposal)
        self.verdicts: dict[str, FieldVerdict] = {}
        self.used: set[tuple[str, int]] = set()

    def weigh(self, path: str, decided: str, field: str, *, shown: str | None = None) -> list[Quotation]:
        """The verdict on the value at `path`, and its evidence if it was kept or corrected.

        `shown` is the proposed value as the form had it, where the form writes it differently.
        """
        item = self.items.get(path)
        proposed = item.value if item else ""
        if not decided and not proposed:
            return []
        same = decided == (proposed if shown is None else shown)
        verdict = (
            Verdict.ADDED
            if not proposed
            else Verdict.REMOVED
            if not decided
            else Verdict.ACCEPTED
            if same
            else Verdict.CORRECTED
        )
        rule, band = (item.rule, item.band) if item else ("", "")
        self.verdicts[path] = FieldVerdict(path[:320], verdict, proposed, decided, rule[:80], band)
        if item is None or item.span is None or verdict is Verdict.REMOVED:
            return []
        # A fault of the reader must not stand between an editor and the record.
        if item.span[1] > len(self.text):
            return []
        state = EvidenceState.ACCEPTED if verdict is Verdict.ACCEPTED else EvidenceState.CORRECTED
        return [Quotation(field[:320], *item.span, item.value, rule[:80], band, state)]

    def scalars(self, main: dict[str, Any]) -> list[Quotation]:
        for name in ("title", "summary"):
            self._composed(name, main[name])
        day = _iso(main["date"], main["date_precision"])
        quoted = self.weigh("date", day, "date")
        quoted += self.weigh("date_end", _iso(main["date_end"], DatePrecision.DAY), "date_end")
        for name in ("kind", "status", "city", "country"):
            quoted += self.weigh(name, main[name], name)
        return quoted

    def _composed(self, name: str, decided: str) -> None:
        """Title and summary are put together by the machine, so they have no words of their own."""
        proposed = " ".join((self.proposal.get(name) or "").split())
        kept = " ".join(decided.split()) == proposed
        if proposed or decided:
            verdict = Verdict.ACCEPTED if kept else Verdict.CORRECTED if proposed else Verdict.ADDED
            if not decided:
                verdict = Verdict.REMOVED
            self.verdicts[name] = FieldVerdict(name, verdict, proposed, decided, "", "")

    def listed(
        self, key: str, rows: list[dict[str, Any]], name: str
    ) -> tuple[tuple[str, ...], list[Quotation]]:
        """The values of a list, each once, and their evidence under `key:value`."""
        proposed = self.proposal.get(key) or ()
        quoted: list[Quotation] = []
        values: dict[str, None] = {}
        for row in rows:
            value = row[name]
            if value in values:
                continue
            values[value] = None
            number = self._number(key, row, len(proposed))
            path = f"{key}:{value if number is None else proposed[number]}"
            quoted += self.weigh(path, value, f"{key}:{value}")
        return tuple(values), quoted

    def topics(self, decided: list[str]) -> list[Quotation]:
        return [
            quotation
            for code in decided
            for quotation in self.weigh(f"topics:{code}", code, f"topics:{code}")
        ]

    def participants(self, rows: list[dict[str, Any]]) -> list[ParticipantRecord]:
        proposed = self.proposal.get("participants") or ()
        records = []
        for place, row in enumerate(rows):
            prefix = self._prefix("participants", row, len(proposed), place)
            quoted = [
                quotation
                for name in proposals.PARTICIPANT_SCALARS
                for quotation in self.weigh(prefix + name, row[name], name)
            ]
            records.append(
                ParticipantRecord(
                    name=row["name"],
                    role=row["role"],
                    organization=row["organization"],
                    side=row["side"] or Side.PARTNER,
                    country=row["country"] or None,
                    evidence=tuple(quoted),
                    person=row["link"].pk if row["link"] else None,
                )
            )
        return records

    def commitments(self, rows: list[dict[str, Any]]) -> list[CommitmentRecord]:
        proposed = self.proposal.get("commitments") or ()
        records = []
        for place, row in enumerate(rows):
            prefix = self._prefix("commitments", row, len(proposed), place)
            shown = proposals.last_day(item.value) if (item := self.items.get(f"{prefix}due")) else None
            quoted = self.weigh(f"{prefix}kind", row["kind"], "kind")
            quoted += self.weigh(f"{prefix}text", row["text"], "text")
            quoted += self._owners(prefix, row["owner"])
            quoted += self.weigh(
                f"{prefix}due",
                _iso(row["due_on"], DatePrecision.DAY),
                "due_on",
                shown=shown.isoformat() if shown else None,
            )
            records.append(
                CommitmentRecord(row["kind"], row["text"], row["owner"], row["due_on"], tuple(quoted))
            )
        return records

    def _owners(self, prefix: str, decided: str) -> list[Quotation]:
        """Owners are one line in the form; each of them that the line still names is kept."""
        own = [item for path, item in self.items.items() if path.startswith(f"{prefix}owners:")]
        if decided == "، ".join(item.value for item in own):
            return [quoted for item in own for quoted in self.weigh(item.path, item.value, "owner")]
        parts = [part for part in _OWNER_BREAK.split(decided) if part]
        kept = [item for item in own if item.value in parts]
        new = [part for part in parts if part not in {item.value for item in kept}]
        quoted = [each for item in kept for each in self.weigh(item.path, item.value, "owner")]
        changed = [item for item in own if item not in kept]
        # What replaced what cannot be known; the first new owner stands for the first that is gone.
        for item, part in zip(changed, new, strict=False):
            quoted += self.weigh(item.path, part, "owner")
        for part in new[len(changed) :]:
            quoted += self.weigh(f"{prefix}owners:{part}", part, "owner")
        return quoted

    def words(self, path: str) -> str:
        item = self.items.get(path)
        return self.text[slice(*item.span)] if item and item.span else ""

    def all_verdicts(self) -> tuple[FieldVerdict, ...]:
        for path, item in self.items.items():
            if path not in self.verdicts:
                gone = FieldVerdict(path[:320], Verdict.REMOVED, item.value, "", item.rule[:80], item.band)
                self.verdicts[path] = gone
        return tuple({verdict.field: verdict for verdict in self.verdicts.values()}.values())

    def _prefix(self, key: str, row: dict[str, Any], known: int, place: int) -> str:
        number = self._number(key, row, known)
        return f"{key}.{known + place if number is None else number}."

    def _number(self, key: str, row: dict[str, Any], known: int) -> int | None:
        """The proposal's row that this row shows. A number that is not there, or comes twice, is none."""
        number: int | None = row["number"]
        if number is None or not 0 <= number < known or (key, number) in self.used:
            return None
        self.used.add((key, number))
        return number


def _iso(day: date | None, precision: str) -> str:
    if day is None:
        return ""
    return day.isoformat()[
        : {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}.get(DatePrecision(precision), 10)
    ]
