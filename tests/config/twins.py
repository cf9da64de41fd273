"""An open or a restricted engagement, and whatever can hang on one: each knows its words by a mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    pass

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
    engagement = record_engagement(
        record=recorded(mark, confidentiality), source=release.source, by=by, now=NOW
    )
    gone = record_engagement(record=recorded(mark, confidentiality), source=release.source, by=by, now=NOW)
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
    former = Partner.objects.create(name_ar=f"شركة سابقة {mark}", kind=partner.kind, merged_into=partner)
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
    name_merge = PartnerMerge.objects.create(survivor=partner, merged=former, by=by, at=NOW)
    alias = PartnerAlias.objects.create(partner=partner, text=f"الشركة {mark}")
    PersonAlias.objects.create(person=person, text=f"أبو {mark}")
    decided = {"status": DraftStatus.APPROVED, "decided_by": by, "decided_at": NOW, "engagement": engagement}
    approved, waiting = _draft(release, mark, 0, **decided), _draft(release, mark, 1)
    ReviewEvent.objects.create(
        draft=approved, field="city", verdict="corrected", proposed=f"قبل {mark}", decided=mark, rule="r",
        band="sure", by=by, at=NOW,
    )  # fmt: skip
    ContainedFile.objects.create(container=container, position=1, path=f"{mark}.txt", size=1, release=release)
    step = Step.objects.create(commitment=commitment, text=f"خطوة {mark}")
    proof = Proof.objects.create(
        commitment=commitment, source=release.source, words=f"دليل {mark}", by=by, at=NOW
    )
    ProgressUpdate.objects.create(
        commitment=commitment, by=by, at=NOW, rating="on_track", words=f"تقدم {mark}"
    )
    report = DoneReport.objects.create(
        commitment=commitment,
        release=release,
        start=0,
        end=5,
        quote=f"أنجز {mark}",
        score=0.9,
        proposed_at=NOW,
    )
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
    return Twin(
        mark, engagement, gone, commitment, partner, former, person, release, container, (approved, waiting), proof,
        step, report, merge.pk, name_merge.pk, alias.pk, notices,
    )  # fmt: skip
