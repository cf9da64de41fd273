"""An open or a restricted engagement, and whatever can hang on one: each knows its words by a mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.core.files.base import ContentFile

from engagements.models import (
    Action,
    Commitment,
    Engagement,
    Following,
    Notice,
    Participation,
    Partner,
    PartnerAlias,
    PartnerLikeness,
    PartnerMerge,
    Person,
    PersonAlias,
    PersonLikeness,
    ProgressUpdate,
    Proof,
    Source,
    Step,
    User,
)
from engagements.services import audit
from engagements.services.merging import Unification, merge_engagements, version_of
from engagements.services.recording import (
    CommitmentRecord,
    EngagementRecord,
    ParticipantRecord,
    Quotation,
    record_engagement,
)
from ingest.models import (
    ContainedFile,
    DoneReport,
    Draft,
    DraftStatus,
    ParseRun,
    Release,
    ReviewEvent,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 18)
OPEN, CLOSED = "zahranour", "kamarfidda"
BOTH = "تدريب"
"""A word that both twins say."""


@dataclass
class Twin:
    """One of the two, with the number of each of its things."""

    mark: str
    engagement: Engagement
    gone: Engagement
    commitment: Commitment
    partner: Partner
    former: Partner
    person: Person
    release: Release
    container: Release
    drafts: tuple[Draft, Draft]
    proof: Proof
    step: Step
    report: DoneReport
    merge: int
    name_merge: int
    alias: int
    notices: dict[int, Notice]


def _release(mark: str, by: User, number: int, **more: Any) -> Release:
    text = f"{BOTH} {mark} نص البيان، ووعد {mark} بتدريب الفنيين."
    source = Source.objects.create(
        text=text, title=f"بيان {mark} {number}", outlet=f"وكالة {mark}", language="ar", published_on=DAY
    )
    values = {
        "filename": f"{mark}{number}.txt",
        "size": 10,
        "sha256": f"{source.pk:064x}",
        "status": "drafted",
        "file": ContentFile(text.encode(), f"{mark}{number}.txt"),
    }
    made: Release = Release.objects.create(
        source=source, submitted_by=by, submitted_at=NOW, enqueued_at=NOW, **(values | more)
    )
    return made


def _draft(release: Release, mark: str, number: int, **more: Any) -> Draft:
    run, _new = ParseRun.objects.get_or_create(
        release=release, attempt=1, defaults={"status": "done", "started_at": NOW, "ended_at": NOW}
    )
    body = {"title": f"مسودة {mark}", "kind": "meeting", "status": "held", "partner_countries": ["JP"]}
    made: Draft = Draft.objects.create(
        release=release, run=run, index=number, proposal=body, title=f"مسودة {mark} {number}", date=DAY,
        countries=["JP"], created_at=NOW, **more,
    )  # fmt: skip
    return made


def recorded(mark: str, confidentiality: str) -> EngagementRecord:
    return EngagementRecord(
        kind="meeting",
        status="held",
        title=f"لقاء {mark} عن {BOTH}",
        summary=f"ملخص {mark}",
        date=DAY,
        date_precision="day",
        date_end=None,
        date_as_written="",
        city=f"مدينة {mark}",
        country="LY",
        partner_countries=("JP",),
        organizations=(f"شركة {mark}",),
        topics=("training",),
        participants=(
            ParticipantRecord(
                name=f"فلان {mark}",
                role=f"مدير {mark}",
                organization=f"شركة {mark}",
                side="partner",
                country="JP",
            ),
        ),
        commitments=(CommitmentRecord("agreed", f"وعد {mark} في {BOTH}", f"شركة {mark}", date(2026, 11, 1)),),
        evidence=(
            Quotation(
                field="city", start=0, end=5, value=mark, rule="by.hand", band="sure", state="accepted"
            ),
        ),
        confidentiality=confidentiality,
    )


def twin(mark: str, confidentiality: str, by: User, people: list[User]) -> Twin:
    """An engagement that another was merged into, and whatever can hang on one."""
    release, container = _release(mark, by, 1), _release(mark, by, 2, status="unpacked")
    engagement, gone = (
        record_engagement(record=recorded(mark, confidentiality), source=release.source, by=by, now=NOW)
        for _ in range(2)
    )
    merge = merge_engagements(
        survivor=engagement,
        merged=gone,
        unification=Unification(),
        version=version_of(engagement, gone),
        by=by,
        now=NOW,
    )
    commitment = Commitment.objects.filter(engagement=engagement).first()
    assert commitment is not None
    partner, person = engagement.partners.get(), Person.objects.get(participations__engagement=engagement)
    former, name_merge = _former(mark, partner, by)
    _namesakes(mark, engagement, partner, person)
    alias = PartnerAlias.objects.create(partner=partner, text=f"الشركة {mark}")
    PersonAlias.objects.create(person=person, text=f"أبو {mark}")
    ContainedFile.objects.create(container=container, position=1, path=f"{mark}.txt", size=1, release=release)
    proof = Proof.objects.create(
        commitment=commitment, source=release.source, words=f"دليل {mark}", by=by, at=NOW
    )
    ProgressUpdate.objects.create(
        commitment=commitment, by=by, at=NOW, rating="on_track", words=f"تقدم {mark}"
    )
    return Twin(
        mark=mark,
        engagement=engagement,
        gone=gone,
        commitment=commitment,
        partner=partner,
        former=former,
        person=person,
        release=release,
        container=container,
        drafts=_drafts(mark, release, engagement, by),
        proof=proof,
        step=Step.objects.create(commitment=commitment, text=f"خطوة {mark}"),
        report=_report(mark, release, commitment),
        merge=merge.pk,
        name_merge=name_merge.pk,
        alias=alias.pk,
        notices=_notices(mark, commitment, by, people),
    )


def _former(mark: str, partner: Partner, by: User) -> tuple[Partner, PartnerMerge]:
    """What was merged into the partner, and the merge."""
    former = Partner.objects.create(name_ar=f"شركة سابقة {mark}", kind=partner.kind, merged_into=partner)
    return former, PartnerMerge.objects.create(survivor=partner, merged=former, by=by, at=NOW)


def _namesakes(mark: str, engagement: Engagement, partner: Partner, person: Person) -> None:
    """A further partner and a further person of the engagement, each proposed as the same as the first."""
    second = Partner.objects.create(name_ar=f"شركة أخرى {mark}", kind=partner.kind)
    engagement.partners.add(second)
    other = Person.objects.create(name_ar=f"فلان الآخر {mark}")
    Participation.objects.create(engagement=engagement, person=other, name=other.name_ar, side="home")
    alike: list[tuple[Any, Any, Any]] = [
        (PartnerLikeness, partner, second),
        (PersonLikeness, person, other),
    ]
    for model, one, two in alike:
        first, last = sorted((one, two), key=lambda each: each.pk)
        model.objects.create(
            first=first, second=last, score=95, reason="spelling", first_spelling=mark, second_spelling=mark
        )


def _drafts(mark: str, release: Release, engagement: Engagement, by: User) -> tuple[Draft, Draft]:
    """One that was approved with a correction, and one that waits."""
    decided = {"status": DraftStatus.APPROVED, "decided_by": by, "decided_at": NOW, "engagement": engagement}
    approved, waiting = _draft(release, mark, 0, **decided), _draft(release, mark, 1)
    ReviewEvent.objects.create(
        draft=approved, field="city", verdict="corrected", proposed=f"قبل {mark}", decided=mark, rule="r",
        band="sure", by=by, at=NOW,
    )  # fmt: skip
    return approved, waiting


def _report(mark: str, release: Release, commitment: Commitment) -> DoneReport:
    return DoneReport.objects.create(
        commitment=commitment,
        release=release,
        start=0,
        end=5,
        quote=f"أنجز {mark}",
        score=0.9,
        proposed_at=NOW,
    )


def _notices(mark: str, commitment: Commitment, by: User, people: list[User]) -> dict[int, Notice]:
    """All of them follow the commitment, and are told of one change."""
    entry = audit.write(by=by, action=Action.CHANGED, subject=commitment, now=NOW, note=f"ملاحظة {mark}")
    notices = {}
    for user in people:
        Following.objects.create(user=user, commitment=commitment)
        notices[user.pk] = Notice.objects.create(
            user=user,
            kind="changed",
            commitment=commitment,
            occasion=str(entry.pk),
            at=NOW,
            entry=entry,
            in_app=True,
        )
    return notices
