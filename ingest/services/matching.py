"""Which drafts and engagements may tell of the same event as a draft: suggestions, with reasons, for an editor.

The index narrows by day, by people and by wording; what it finds is compared in full (`ingest.matching.scoring`), the
wording only for those that the other facts leave possible. Nothing is merged or linked here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engagements.models import Country, Engagement
from ingest.matching.scoring import SUGGESTED, Grade, compare
from ingest.matching.telling import from_json as passage_of
from ingest.matching.telling import together
from ingest.models import CURRENT, Draft, DraftPrint, DraftStatus, Judgement
from ingest.reasons import in_words
from ingest.services.accounts import Near, drafts_near, engagements_near, facts_kept
from ingest.services.verdicts import key_of, verdicts_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from engagements.models import User
    from ingest.matching.facts import Facts
    from ingest.matching.scoring import Match
    from ingest.matching.telling import Passage
    from ingest.services.accounts import Account

MOST = 8
"""So many suggestions are shown."""
_READ_CLOSELY = 40
"""For so many, the likeliest, the wording is compared as well."""
_POSSIBLE = 0.03
"""From this score on, like wording can still make a suggestion of a pair."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An engagement or another draft. `reasons` speak for it and `doubts` against, in the page's language.

    `verdict` is empty, `same` or `later`.
    """

    subject: Engagement | Draft
    grade: Grade
    score: float
    reasons: list[str]
    doubts: list[str]
    verdict: str = ""

    @property
    def engagement(self) -> Engagement | None:
        return self.subject if isinstance(self.subject, Engagement) else None

    @property
    def draft(self) -> Draft | None:
        return self.subject if isinstance(self.subject, Draft) else None

    @property
    def key(self) -> str:
        """What the form calls it by."""
        return key_of(self.subject)

    @property
    def percent(self) -> int:
        return round(self.score * 100)


def suggestions_for(draft: Draft, user: User) -> list[Suggestion]:
    """The likeliest first, what was put off last, at most MOST; none for a draft that is decided.

    The number of queries is constant.
    """
    own = DraftPrint.objects.filter(draft=draft, version=CURRENT).defer("heard").first()
    if own is None or draft.status != DraftStatus.PENDING:
        return []
    verdicts = verdicts_on(draft)
    near = Near(own, facts_kept(own, draft.countries, draft.release.source))
    accounts = [*engagements_near(draft, near, user), *drafts_near(draft, near)]
    open_ones = [each for each in accounts if verdicts.get(each.subject) != Judgement.DIFFERENT]
    found = [row for row in _compared(near.facts, own, open_ones) if row[1].score >= SUGGESTED][:MOST]
    codes = {
        code for _, match in found for reason in match.reasons for code in reason.params.get("codes", ())
    }
    countries = {each.pk: each.name for each in Country.objects.filter(pk__in=codes)} if codes else {}
    suggestions = [
        Suggestion(
            account.subject,
            match.grade,
            match.score,
            [in_words(reason, countries) for reason in match.reasons],
            [in_words(reason, countries) for reason in match.doubts],
            verdicts.get(account.subject, ""),
        )
        for account, match in found
    ]
    return sorted(suggestions, key=lambda each: each.verdict == Judgement.LATER)


def _compared(facts: Facts, own: DraftPrint, accounts: Iterable[Account]) -> list[tuple[Account, Match]]:
    """The accounts that may be of the same event, the likeliest first; the wording of the likeliest is compared."""
    first = [(account, compare(facts, account.facts)) for account in accounts]
    likely = sorted(
        (
            (account, match)
            for account, match in first
            if account.alike or (match and match.score >= _POSSIBLE)
        ),
        key=lambda row: (row[0].alike, row[1].score if row[1] else 0),
        reverse=True,
    )[:_READ_CLOSELY]
    heard = _heard({own.draft_id, *(number for account, _ in likely for number in account.prints)})
    mine = heard.get(own.draft_id)
    found = []
    for account, _ in likely:
        theirs = together(heard[number] for number in account.prints if number in heard)
        if match := compare(facts, account.facts, mine, theirs):
            found.append((account, match))
    return sorted(found, key=lambda row: -row[1].score)


def _heard(numbers: Collection[int]) -> dict[int, Passage]:
    """The passages of these drafts, those that are kept."""
    kept = DraftPrint.objects.filter(draft__in=numbers, version=CURRENT).values_list(
        "draft_id", "shingles", "heard"
    )
    return {number: passage_of(shingles, heard) for number, shingles, heard in kept}
