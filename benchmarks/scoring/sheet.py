"""The score sheet: counts by field over many releases, and the scores computed from them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.scoring.matching import (
    SAME_ROLE,
    SAME_TEXT,
    overlap,
    pair_engagements,
    pairs,
    same_owners,
    same_person,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from benchmarks.scoring.rows import DraftRow, EngagementRow

# Fields with several values are scored by F1, the others by the share that is right.
SETS = ("engagements", "partner_countries", "participants", "organizations", "topics", "commitments")
SHARES = (
    "date",
    "kind",
    "status",
    "city",
    "country",
    "role",
    "person_country",
    "commitment_kind",
    "commitment_due",
    "commitment_owner",
    "no_engagement",
    "untouched_core",
)
HEADLINE = (*SETS, "date", "kind", "city", "country", "role")  # their mean is the overall figure
NOTHING: EngagementRow = {
    "kind": "",
    "primary": True,
    "status": "",
    "date": "",
    "date_precision": "",
    "city": None,
    "country": "",
    "partner_countries": [],
    "participants": [],
    "organizations": [],
    "topics": [],
    "commitments": [],
}


@dataclass(slots=True)
class Counts:
    """The counts of one field: values that are right, that were found, and that the gold draft has."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, right: int, found: int, wanted: int) -> None:
        self.right += right
        self.found += found
        self.wanted += wanted

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        total = self.found + self.wanted
        return 2 * self.right / total if total else 1.0


@dataclass(slots=True)
class Sheet:
    """The counts by field. In a field scored by share, exactly one value is found and wanted each time."""

    counts: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))

    def share(self, name: str, right: bool) -> None:
        self.counts[name].add(int(right), 1, 1)

    def figures(self) -> dict[str, float]:
        """The F1 or share of each field, 0 to 1 (1 if nothing was wanted), and `overall`, the mean of the HEADLINE
        fields.
        """
        out = {name: self.counts[name].f1 for name in (*SETS, *SHARES)}
        out["overall"] = sum(out[name] for name in HEADLINE) / len(HEADLINE)
        return out


def score(gold: Mapping[str, DraftRow], drafts: Mapping[str, DraftRow]) -> Sheet:
    """Scores every gold draft; a release without a draft counts as one in which nothing was found."""
    sheet = Sheet()
    for key, wanted in gold.items():
        _score_release(sheet, wanted["engagements"], drafts[key]["engagements"] if key in drafts else [])
    return sheet


def _score_release(sheet: Sheet, gold: list[EngagementRow], found: list[EngagementRow]) -> None:
    if not gold:
        sheet.share("no_engagement", not found)
    paired = pair_engagements(gold, found)
    # Background engagements may be missed, but count if they are found.
    asked = [index for index, one in enumerate(gold) if one["primary"] or index in paired]
    sheet.counts["engagements"].add(len(paired), len(found), len(asked))
    for index in asked:
        draft = found[paired[index]] if index in paired else NOTHING
        _score_lists(sheet, gold[index], draft)
        if gold[index]["primary"]:
            _score_frame(sheet, gold[index], draft)


def _score_lists(sheet: Sheet, gold: EngagementRow, draft: EngagementRow) -> None:
    _add_set(sheet, "partner_countries", gold["partner_countries"], draft["partner_countries"])
    _add_set(sheet, "topics", gold["topics"], draft["topics"])
    people = pairs(gold["participants"], draft["participants"], same_person)
    sheet.counts["participants"].add(len(people), len(draft["participants"]), len(gold["participants"]))
    for wanted, person in people:
        sheet.share("person_country", wanted["country"] == person["country"])
        if wanted["role"]:
            sheet.share("role", overlap(wanted["role"], person["role"]) >= SAME_ROLE)
    bodies = pairs(
        gold["organizations"], draft["organizations"], lambda one, other: overlap(one, other) >= SAME_ROLE
    )
    sheet.counts["organizations"].add(len(bodies), len(draft["organizations"]), len(gold["organizations"]))
    _score_commitments(sheet, gold, draft)


def _add_set(sheet: Sheet, name: str, gold: Iterable[str], found: Iterable[str]) -> None:
    wanted, given = {*gold}, {*found}
    sheet.counts[name].add(len(wanted & given), len(given), len(wanted))


def _score_commitments(sheet: Sheet, gold: EngagementRow, draft: EngagementRow) -> None:
    wanted, given = gold["commitments"], draft["commitments"]
    matched = pairs(wanted, given, lambda one, other: overlap(one["text"], other["text"]) >= SAME_TEXT)
    sheet.counts["commitments"].add(len(matched), len(given), len(wanted))
    for one, other in matched:
        sheet.share("commitment_kind", one["kind"] == other["kind"])
        sheet.share("commitment_due", one["due"] == other["due"])
        sheet.share("commitment_owner", same_owners(one["owners"], other["owners"]))


def _score_frame(sheet: Sheet, gold: EngagementRow, draft: EngagementRow) -> None:
    same_city = words(gold["city"]) == words(draft["city"]) and draft is not NOTHING
    sheet.share("date", gold["date"] == draft["date"])
    sheet.share("kind", gold["kind"] == draft["kind"])
    sheet.share("status", gold["status"] == draft["status"])
    sheet.share("city", same_city)
    sheet.share("country", gold["country"] == draft["country"])
    named = [person for person in gold["participants"] if person["name"]]
    given = [person for person in draft["participants"] if person["name"]]
    sheet.share(
        "untouched_core",
        gold["date"] == draft["date"]
        and gold["kind"] == draft["kind"]
        and same_city
        and {*gold["partner_countries"]} == {*draft["partner_countries"]}
        and len(named) == len(given) == len(pairs(named, given, same_person)),
    )
