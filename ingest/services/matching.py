"""Suggests to an editor which drafts and engagements may tell of the same event as a draft, with reasons.

Candidates are found through the indexes by day, people and wording and are then compared in full
(`ingest.matching.scoring`); the wording is compared last, and only for the likeliest. Nothing is merged or linked
here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from engagements.models import Country, Engagement
from ingest.matching.facts import unread
from ingest.matching.scoring import SUGGESTED, Grade, compare
from ingest.matching.telling import from_json as passage_of
from ingest.matching.telling import listen, together
from ingest.models import CURRENT, Draft, DraftPrint, DraftStatus, Judgement, ReleaseStatus
from ingest.reasons import in_words
from ingest.services.alike import drafts_alike
from ingest.services.event_accounts import Near, drafts_near, engagements_near, facts_in_register, facts_kept
from ingest.services.verdicts import key_of, verdicts_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from engagements.models import User
    from engagements.models.engagement_queries import EngagementQuerySet
    from ingest.matching.facts import Facts
    from ingest.matching.scoring import Match
    from ingest.matching.telling import Passage
    from ingest.models import Release
    from ingest.services.event_accounts import Account

MOST = 4
"""The most suggestions that are shown."""
_READ_CLOSELY = 60
"""For how many accounts, the likeliest, the wording is compared too."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A draft or an engagement that may tell of the same event. `reasons` speak for it, `doubts` against it, both in
    the language of the page.

    `verdict` is empty, `same` or `later` (a Judgement).
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
        """The suggestion's value in the form."""
        return key_of(self.subject)

    @property
    def percent(self) -> int:
        """The score in percent, at most 99: a suggestion is never certain."""
        return min(round(self.score * 100), 99)


def suggestions_for(draft: Draft, user: User) -> list[Suggestion]:
    """At most MOST suggestions, the likeliest first and those that were put off last. None for a decided draft.

    A constant number of queries.
    """
    told = _told_by(draft)
    if told is None:
        return []
    return _suggestions(*told, verdicts_on(draft), user, release=draft.release_id)


def likely_pairs(draft: Draft) -> list[tuple[Engagement | Draft, float]]:
    """Every draft and engagement that may tell of the same event, with its score (0 to 1).

    Neither verdicts nor what any user may see are considered. Empty for a decided draft.
    """
    told = _told_by(draft)
    if told is None:
        return []
    near, mine = told
    return [
        (account.subject, match.score)
        for account, match in _compared(
            near.facts, mine, _accounts(near, Engagement.objects.current(), draft.release_id)
        )
        if match.score >= SUGGESTED
    ]


def likely_drafts(decided: Draft) -> list[tuple[Draft, float]]:
    """The waiting drafts that may tell of the engagement that `decided` became or was added to, each with its score."""
    own = DraftPrint.objects.filter(draft=decided, version=CURRENT).first()
    if own is None or decided.engagement_id is None:
        return []
    facts = facts_in_register(decided.engagement_id, decided.release.source)
    near = Near(facts, frozenset(drafts_alike(decided.pk)))
    mine = passage_of(own.shingles, own.heard)
    return [
        (account.subject, match.score)
        for account, match in _compared(facts, mine, drafts_near(near, release=decided.release_id))
        if match.score >= SUGGESTED and isinstance(account.subject, Draft)
    ]


def _told_by(draft: Draft) -> tuple[Near, Passage] | None:
    """Where to look for accounts of the draft's event, and the wording of its own passage. None for a decided draft."""
    own = DraftPrint.objects.filter(draft=draft, version=CURRENT).first()
    if own is None or draft.status != DraftStatus.PENDING:
        return None
    facts = facts_kept(own, draft.countries, draft.release.source)
    return Near(facts, frozenset(drafts_alike(draft.pk))), passage_of(own.shingles, own.heard)


def suggestions_for_release(release: Release, user: User) -> list[Suggestion]:
    """Suggestions for a release as a whole, if no engagement was found in it; none for any other release."""
    if release.status != ReleaseStatus.NO_ENGAGEMENT:
        return []
    source = release.source
    mine = listen(source.text, people=(), home=settings.HOME_COUNTRY, published=source.published_on)
    facts = unread(published=source.published_on, language=source.language, outlet=source.outlet)
    return _suggestions(Near(facts, frozenset()), mine, {}, user, release=release.pk)


def _accounts(near: Near, seen: EngagementQuerySet, release: int) -> list[Account]:
    return [*engagements_near(near, seen, release=release), *drafts_near(near, release=release)]


def _suggestions(
    near: Near,
    mine: Passage,
    verdicts: dict[Draft | Engagement, str],
    user: User,
    *,
    release: int,
) -> list[Suggestion]:
    accounts = _accounts(near, Engagement.objects.visible_to(user), release)
    open_ones = [each for each in accounts if verdicts.get(each.subject) != Judgement.DIFFERENT]
    likely = [row for row in _compared(near.facts, mine, open_ones) if row[1].score >= SUGGESTED]
    found = _existing(likely, user)[:MOST]
    countries = _names(match for _, match in found)
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


def _existing(found: list[tuple[Account, Match]], user: User) -> list[tuple[Account, Match]]:
    """Without drafts that do not exist for `user`."""
    if user.sees_restricted:
        return found
    drafts = [account.subject.pk for account, _match in found if isinstance(account.subject, Draft)]
    seen = set(Draft.objects.visible_to(user).filter(pk__in=drafts).values_list("pk", flat=True))
    return [row for row in found if not isinstance(row[0].subject, Draft) or row[0].subject.pk in seen]


def _names(matches: Iterable[Match]) -> dict[str, str]:
    """Names of the countries in the reasons, by code."""
    codes = {code for match in matches for reason in match.reasons for code in reason.params.get("codes", ())}
    return {each.pk: each.name for each in Country.objects.filter(pk__in=codes)} if codes else {}


def _compared(facts: Facts, mine: Passage, accounts: Iterable[Account]) -> list[tuple[Account, Match]]:
    """Accounts that may be of the same event with their match, the likeliest first.

    All are compared by their facts; the _READ_CLOSELY likeliest of them also by their wording.
    """
    rough = [(account, compare(facts, account.facts)) for account in accounts]
    scored = [(account, match.score if match else 0.0) for account, match in rough if match or account.alike]
    scored.sort(key=lambda row: (row[0].alike, row[1]), reverse=True)
    likely = [account for account, _ in scored[:_READ_CLOSELY]]
    heard = _heard({number for account in likely for number in account.prints})
    found = []
    for account in likely:
        theirs = together(heard[number] for number in account.prints if number in heard)
        if match := compare(facts, account.facts, mine, theirs):
            found.append((account, match))
    return sorted(found, key=lambda row: -row[1].score)


def _heard(numbers: Collection[int]) -> dict[int, Passage]:
    """The passages of these drafts, by number; drafts without a current print are left out."""
    kept = DraftPrint.objects.filter(draft__in=numbers, version=CURRENT).values_list(
        "draft_id", "shingles", "heard"
    )
    return {number: passage_of(shingles, heard) for number, shingles, heard in kept}
