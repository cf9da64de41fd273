"""Later releases that seem to report a follow-up done: proposed by the reader, decided by a person."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from engagements.errors import Conflict
from engagements.models import AuditEntry, Commitment, Confidentiality
from engagements.models import Engagement as Approved
from engagements.permissions import Refused, Role
from ingest.models import DoneReport
from ingest.services import done_reports
from tests.ingest.conftest import NOW, account, read, submit

if TYPE_CHECKING:
    from django.test import Client

    from engagements.models import User
    from ingest.models import Release

LATER = NOW + timedelta(days=40)
SENTENCE = "وفي طوكيو عاصمة اليابان، تم تشكيل الفريق الفني من 10 خبراء وبدأ إعداد خطة التدريب"
TOLD = f"أخبار الأسبوع من الوزارة في طرابلس.\n{SENTENCE}.\nوشكر الحاضرون الوزارة."


def tell(by: User, text: str = TOLD, on: date | None = date(2026, 12, 20), **more: Any) -> Release:
    return read(submit(by, text, "later.txt", published_on=on, **more))


@pytest.fixture
def promise(engagement: Approved) -> Commitment:
    return engagement.commitments.get()


@pytest.fixture
def report(promise: Commitment, editor: User) -> DoneReport:
    done_reports.look(tell(editor).pk, now=LATER)
    return DoneReport.objects.get()


def test_the_sentence_is_proposed_once_and_changes_nothing(promise: Commitment, editor: User) -> None:
    release = tell(editor)
    assert [done_reports.look(release.pk, now=LATER) for _again in range(2)] == [1, 0]
    report = DoneReport.objects.get()
    assert (report.commitment, report.release, report.quote) == (promise, release, SENTENCE)
    assert release.source.text[report.start : report.end] == SENTENCE
    promise.refresh_from_db()
    assert promise.is_open
    assert not promise.proofs.exists()


@pytest.mark.parametrize(
    ("text", "on"),
    [
        (TOLD, date(2026, 11, 1)),
        (TOLD.replace("اليابان", "مالطا").replace("طوكيو", "فاليتا"), date(2026, 12, 20)),
        (TOLD.replace("تم تشكيل", "بحث الجانبان تشكيل"), date(2026, 12, 20)),
    ],
    ids=["earlier", "another country", "not done"],
)
def test_what_is_not_proposed(promise: Commitment, editor: User, text: str, on: date) -> None:
    assert done_reports.look(tell(editor, text, on).pk, now=LATER) == 0


def test_without_a_day_of_its_own_a_release_is_of_the_day_it_came_in(
    promise: Commitment, editor: User
) -> None:
    assert done_reports.look(tell(editor, on=None, now=LATER).pk, now=LATER) == 1


def test_its_own_source_and_closed_follow_ups_are_left_out(promise: Commitment, editor: User) -> None:
    release = tell(editor)
    promise.engagement.sources.add(release.source)
    assert done_reports.look(release.pk, now=LATER) == 0
    promise.engagement.sources.remove(release.source)
    Commitment.objects.filter(pk=promise.pk).update(status="done", closed_on=date(2026, 12, 1))
    assert done_reports.look(release.pk, now=LATER) == 0


def test_few_wait_for_one_follow_up_and_no_copy(promise: Commitment, editor: User) -> None:
    done_reports.look(tell(editor).pk, now=LATER)
    assert done_reports.look(tell(editor, TOLD + "\nنهاية.").pk, now=LATER) == 0, "the same sentence again"
    for number in range(5):
        done_reports.look(tell(editor, TOLD.replace("خطة", f"خطة {'ال' * number}عمل")).pk, now=LATER)
    assert DoneReport.objects.count() == done_reports.MOST_OF_FOLLOW_UP


def test_accepted_it_is_a_proof_and_closes_the_follow_up(report: DoneReport, manager: User) -> None:
    before = AuditEntry.objects.count()
    proof = done_reports.accept(report=report, done=True, by=manager, now=LATER)
    commitment = Commitment.objects.get(pk=report.commitment_id)
    assert (proof.source_id, proof.quote) == (report.release_id, SENTENCE)
    assert commitment.status == "done"
    assert AuditEntry.objects.count() == before + 2, "the proof, and the status"
    with pytest.raises(Conflict):
        done_reports.decline(report=report, by=manager, now=LATER)


def test_declined_it_is_remembered(report: DoneReport, manager: User) -> None:
    done_reports.decline(report=report, by=manager, now=LATER)
    assert AuditEntry.objects.latest("pk").changes == {"proof": [SENTENCE, None]}
    assert done_reports.look(report.release_id, now=LATER) == 0
    call_command("find_done_reports", verbosity=0)
    report.refresh_from_db()
    assert (report.state, report.by) == ("declined", manager)
    assert DoneReport.objects.count() == 1


def test_older_releases_are_looked_through_again(promise: Commitment, editor: User) -> None:
    tell(editor)
    out = StringIO()
    call_command("find_done_reports", since=date(2027, 1, 1), stdout=out)
    assert not DoneReport.objects.exists()
    call_command("find_done_reports", since=date(2026, 12, 1), stdout=out)
    assert out.getvalue().split() == ["0", "proposed", "1", "proposed"]


def test_only_who_may_change_follow_ups_decides(report: DoneReport, editor: User) -> None:
    with pytest.raises(Refused):
        done_reports.accept(report=report, done=False, by=editor, now=LATER)
    with pytest.raises(Refused):
        done_reports.decline(report=report, by=editor, now=LATER)
    report.refresh_from_db()
    assert report.state == "open"


@pytest.mark.parametrize(
    ("decision", "state", "status", "proofs"),
    [("done", "accepted", "done", 1), ("proof", "accepted", "open", 1), ("no", "declined", "open", 0)],
)
def test_a_button_decides(
    report: DoneReport, manager: User, client: Client, decision: str, state: str, status: str, proofs: int
) -> None:
    client.force_login(manager)
    address = reverse("done_report", args=[report.pk])
    assert client.post(address, {"decision": "x"}).status_code == 404
    answer = client.post(address, {"decision": decision})
    assert answer.headers["Location"] == reverse("follow_up", args=[report.commitment_id])
    report.refresh_from_db()
    commitment = Commitment.objects.get(pk=report.commitment_id)
    assert (report.state, commitment.status, commitment.proofs.count()) == (state, status, proofs)
    assert client.post(address, {"decision": decision}).status_code == 302, "told, not broken"


def shown(commitment: Commitment, user: User) -> str:
    request = RequestFactory().get("/")
    request.user = user
    made = Template("{% load reported %}{% reported_done commitment %}").render(
        Context({"request": request, "commitment": commitment})
    )
    return str(made).strip()


def test_it_is_shown_to_who_decides_while_the_follow_up_is_open(
    report: DoneReport, manager: User, editor: User
) -> None:
    commitment = report.commitment
    page = shown(commitment, manager)
    assert SENTENCE in page
    assert report.release.get_absolute_url() in page
    assert shown(commitment, editor) == ""
    commitment.status = "done"
    assert shown(commitment, manager) == ""


def test_of_what_is_restricted_nobody_else_sees_anything(report: DoneReport, client: Client) -> None:
    viewer = account(Role.VIEWER, "other")
    assert DoneReport.objects.visible_to(viewer).count() == 1
    secret = Approved.objects.create(
        kind="meeting",
        title="سري",
        date=date(2026, 12, 19),
        approved_by=viewer,
        approved_at=NOW,
        confidentiality=Confidentiality.RESTRICTED,
    )
    secret.sources.add(report.release.source)
    assert not DoneReport.objects.visible_to(viewer).exists(), (
        "its words are those of a restricted engagement"
    )
    secret.sources.clear()
    Approved.objects.filter(pk=report.commitment.engagement_id).update(
        confidentiality=Confidentiality.RESTRICTED
    )
    assert not DoneReport.objects.visible_to(viewer).exists()
    client.force_login(viewer)
    assert client.post(reverse("done_report", args=[report.pk]), {"decision": "no"}).status_code == 403
