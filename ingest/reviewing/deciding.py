"""Compares the review form with the proposal: gives the record for the register, and a verdict on each value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engagements.days import iso
from engagements.models import DatePrecision, Side
from engagements.services.records import (
    CommitmentRecord,
    EngagementRecord,
    ParticipantRecord,
    Quotation,
)
from ingest.proposals import values as proposals
from ingest.reviewing.weighing import FieldVerdict, Judge, by_hand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.forms.fields import Marked, Span
    from ingest.forms.review import ReviewForm

__all__ = ["Decision", "FieldVerdict", "decide"]

_OWNER_BREAK = re.compile(r"\s*[،,؛;]\s*")


@dataclass(frozen=True, slots=True)
class Decision:
    """What the form decides. `form` is the review form as it was sent: `{name: [values]}`."""

    record: EngagementRecord
    verdicts: tuple[FieldVerdict, ...]
    form: Mapping[str, list[str]] = field(default_factory=dict)


def decide(proposal: proposals.Json, form: ReviewForm, text: str) -> Decision:
    """The decision of a valid form. `text` is the text of the source, to which the offsets of evidence refer."""
    judge = _Weighing(proposal, text)
    main = form.main.cleaned_data
    evidence = judge.scalars(main)
    countries, quoted = judge.listed("partner_countries", form.rows("partner_countries"), "code")
    evidence += quoted
    bodies = form.rows("organizations")
    organizations, quoted = judge.listed("organizations", bodies, "name")
    evidence += quoted
    evidence += judge.topics(main["topics"], main["words"])
    record = EngagementRecord(
        kind=main["kind"],
        status=main["status"],
        title=main["title"],
        summary=main["summary"],
        date=main["date"],
        date_precision=main["date_precision"],
        date_end=main["date_end"],
        date_as_written=judge.words_of("date", main["words"].get("date"))[:200] if main["date"] else "",
        city=main["city"],
        country=main["country"] or None,
        partner_countries=countries,
        topics=tuple(main["topics"]),
        organizations=organizations,
        participants=tuple(judge.participants(form.rows("participants"))),
        commitments=tuple(judge.commitments(form.rows("commitments"))),
        evidence=tuple(evidence),
        organization_links={row["name"]: row["link"].pk for row in bodies if row["link"] and row["link"].pk},
        organizations_new=frozenset(row["name"] for row in bodies if row["link"] and not row["link"].pk),
        organizations_unremembered=frozenset(row["name"] for row in bodies if not row["remember"]),
        confidentiality=main["confidentiality"],
    )
    return Decision(record, judge.all_verdicts(), form.sent)


class _Weighing(Judge):
    """Goes over the form: the single values, the lists, the participants and the commitments."""

    def scalars(self, main: dict[str, Any]) -> list[Quotation]:
        words: Marked = main["words"]
        decided = {name: main[name] for name in ("kind", "status", "city", "country")}
        decided |= {
            "date": iso(main["date"], main["date_precision"]),
            "date_end": iso(main["date_end"], DatePrecision.DAY),
        }
        quoted: list[Quotation] = []
        for name in ("title", "summary"):
            quoted += self.composed(name, main[name], words.get(name))
        for name in proposals.SCALARS:
            quoted += self.weigh(name, decided[name], name, marked=words.get(name))
        return quoted

    def listed(
        self, key: str, rows: list[dict[str, Any]], name: str
    ) -> tuple[tuple[str, ...], list[Quotation]]:
        """The values of a list, each once, and their evidence, whose field is `key:value`."""
        proposed = self.proposal.get(key) or ()
        quoted: list[Quotation] = []
        values: dict[str, None] = {}
        for row in rows:
            value = row[name]
            if value in values:
                continue
            values[value] = None
            number = self.number(key, row, len(proposed))
            path = f"{key}:{value if number is None else proposed[number]}"
            quoted += self.weigh(path, value, f"{key}:{value}", marked=row["words"].get(name))
        return tuple(values), quoted

    def topics(self, decided: list[str], words: Marked) -> list[Quotation]:
        paths = [(f"topics:{code}", code) for code in decided]
        return [
            quotation
            for path, code in paths
            for quotation in self.weigh(path, code, path, marked=words.get(path))
        ]

    def participants(self, rows: list[dict[str, Any]]) -> list[ParticipantRecord]:
        proposed = self.proposal.get("participants") or ()
        records = []
        for place, row in enumerate(rows):
            prefix = self.prefix("participants", row, len(proposed), place)
            quoted = [
                quotation
                for name in proposals.PARTICIPANT_SCALARS
                for quotation in self.weigh(prefix + name, row[name], name, marked=row["words"].get(name))
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
                    is_new=bool(row["link"] and not row["link"].pk),
                    remember=row["remember"],
                )
            )
        return records

    def commitments(self, rows: list[dict[str, Any]]) -> list[CommitmentRecord]:
        proposed = self.proposal.get("commitments") or ()
        records = []
        for place, row in enumerate(rows):
            prefix = self.prefix("commitments", row, len(proposed), place)
            shown = proposals.last_day(item.value) if (item := self.items.get(f"{prefix}due")) else None
            words: Marked = row["words"]
            quoted = self.weigh(f"{prefix}kind", row["kind"], "kind", marked=words.get("kind"))
            quoted += self.weigh(f"{prefix}text", row["text"], "text", marked=words.get("text"))
            quoted += self._owners(prefix, row["owner"], words.get("owner"))
            quoted += self.weigh(
                f"{prefix}due",
                iso(row["due_on"], DatePrecision.DAY),
                "due_on",
                shown=shown.isoformat() if shown else None,
                marked=words.get("due_on"),
            )
            records.append(
                CommitmentRecord(row["kind"], row["text"], row["owner"], row["due_on"], tuple(quoted))
            )
        return records

    def _owners(self, prefix: str, decided: str, marked: Span | None) -> list[Quotation]:
        """The owners, which are one line in the form. Words that were marked for it belong to the whole line."""
        quoted = self._each_owner(prefix, decided)
        if marked is None or not decided:
            return quoted
        return [by_hand("owner", decided, marked, replaces=bool(quoted))]

    def _each_owner(self, prefix: str, decided: str) -> list[Quotation]:
        """The evidence of each owner. Proposed owners that the line still names are kept."""
        own = [item for path, item in self.items.items() if path.startswith(f"{prefix}owners:")]
        if decided == "، ".join(item.value for item in own):
            return [quoted for item in own for quoted in self.weigh(item.path, item.value, "owner")]
        parts = [part for part in _OWNER_BREAK.split(decided) if part]
        kept = [item for item in own if item.value in parts]
        new = [part for part in parts if part not in {item.value for item in kept}]
        quoted = [each for item in kept for each in self.weigh(item.path, item.value, "owner")]
        changed = [item for item in own if item not in kept]
        # Which new owner replaced which old one cannot be known, so they are paired in order.
        for item, part in zip(changed, new, strict=False):
            quoted += self.weigh(item.path, part, "owner")
        for part in new[len(changed) :]:
            quoted += self.weigh(f"{prefix}owners:{part}", part, "owner")
        return quoted
