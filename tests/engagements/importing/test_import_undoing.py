"""An import is taken back: as if it had never been, but for that with which something was done since."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from engagements.errors import Conflict, Refusal
from engagements.models import AuditEntry, Commitment, Engagement, FollowUpImport, User
from engagements.permissions import Refused
from engagements.services.commitments import CommitmentChange, change_commitment
from engagements.services.import_undoing import outlook, undo_import
from engagements.services.journal import rows_of
from engagements.services.linking import remember_partner
from engagements.services.reporting import report_progress
from engagements.services.steps import StepPlan, add_step
from tests.engagements.importing.test_imports import NOW, PAGE, brought, carried_out
from tests.engagements.merging import merge, told
from tests.engagements.test_derived import as_if_new, kept
from tests.rows import everything

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register

HEAD = "reference,text,engagement number,meeting title,date,country,status,due date,reason"
LATER = NOW + timedelta(hours=1)
LIST = "engagements.followupimport"


@pytest.fixture
def manager(account: Callable[..., User]) -> User:
    return account("manager")


def listed(by: User, *rows: str) -> FollowUpImport:
    return carried_out(brought(by, *rows, head=HEAD), by)


def known(register: Register, reference: str = "K") -> Commitment:
    one = register.commitment(owner="مكتب الوزير", due_on=date(2027, 1, 1))
    Commitment.objects.filter(pk=one.pk).update(reference=reference)
    return one


def follow_up(reference: str) -> Commitment:
    return Commitment.objects.get(reference=reference)


def touch(one: Commitment, by: User, *statuses: str) -> None:
    for status in statuses:
        change = CommitmentChange(status, one.owner, one.assignee, one.due_on, "لسبب")
        one = change_commitment(commitment=one, change=change, by=by, now=LATER)


def test_all_is_again_what_it_was_and_the_trail_tells_it(register: Register, manager: User) -> None:
    there = register.engagement(organizations=("منظمة التعاون",))
    remember_partner(there.partners.get(), "Organisation")
    changed = known(register)
    before, figures = everything(LIST), kept()
    rows = (
        f"A,تدريب,{there.pk},,,,done,,",
        "B,إعداد مذكرة,,اجتماع اللجنة,2026-10-01,JP,,,",
        "C,زيارة,,اجتماع آخر,2026-10-02,Organisation,,,",
        "K,,,,,,done,2027-03-01,تأخر",
    )
    one = listed(manager, *rows)
    assert everything(LIST) != before
    done = undo_import(brought=one, by=manager, now=LATER)
    assert everything(LIST) == before
    assert kept() == figures == as_if_new()
    assert (done.undone_by, done.undone_at, done.left) == (manager, LATER, [])
    lines = AuditEntry.objects.filter(at=LATER)
    assert sorted(lines.values_list("subject_type", "action")) == [
        ("commitment", "changed"), *[("commitment", "undone")] * 3,
        *[("engagement", "undone")] * 2, ("followupimport", "undone"),
    ]  # fmt: skip
    back = lines.get(action="changed")
    assert back.subject_id == changed.pk
    assert back.changes == {"status": ["done", "open"], "due_on": ["2027-03-01", "2027-01-01"]}
    assert lines.get(subject_type="followupimport").changes == {"created": ["3", "0"], "changed": ["1", "0"]}
    with pytest.raises(Conflict):
        undo_import(brought=one, by=manager, now=LATER)
    assert lines.count() == 7
    assert outcomes_of_a_second_time(manager, rows) == ["created"] * 3 + ["changed"]


def outcomes_of_a_second_time(by: User, rows: tuple[str, ...]) -> list[str]:
    again = listed(by, *rows)
    return [row["outcome"] for row in again.results]


def test_what_was_touched_since_stays(register: Register, manager: User) -> None:
    there = register.engagement()
    known(register, "K")
    known(register, "L")
    plain = [f"{name},كلام {name},{there.pk},,,,,," for name in ("changed", "step", "report", "plain")]
    meetings = [
        f"{name},كلام,,{title},2026-10-0{n},JP,,,"
        for n, (name, title) in enumerate(
            [("M1", "برنامج أول"), ("M2", "ندوة النقل"), ("M3", "زيارة المرفأ"), ("M4", "معرض الآلات")], 1
        )
    ]
    one = listed(manager, *plain, *meetings, "K,,,,,,in progress,,", "L,,,,,,in progress,,")
    touch(follow_up("changed"), manager, "in_progress", "open")  # there and back is a change, too
    add_step(commitment=follow_up("step"), plan=StepPlan("خطوة"), by=manager, now=LATER)
    report_progress(commitment=follow_up("report"), rating="late", words="تأخر", by=manager, now=LATER)
    touch(follow_up("M1"), manager, "done")
    listed(manager, f"other,كلام,{follow_up('M2').engagement_id},,,,,,")
    Engagement.objects.filter(commitments__reference="M3").update(confidentiality="restricted")
    touch(follow_up("L"), manager, "done")
    User.objects.filter(pk=manager.pk).update(in_restricted_group=False)
    manager = User.objects.get(pk=manager.pk)
    stay = {"changed", "step", "report", "M1", "M3", "L"}
    numbers = {row.reference: row.pk for row in Commitment.objects.all()}
    done = undo_import(brought=one, by=manager, now=LATER)
    assert {n for label, n in done.left if label == "engagements.commitment"} == {numbers[n] for n in stay}
    titles = set(Engagement.objects.exclude(title__startswith="لقاء").values_list("title", flat=True))
    assert titles == {"برنامج أول", "ندوة النقل", "زيارة المرفأ"}
    assert {label for label, _number in done.left} == {"engagements.commitment", "engagements.engagement"}
    assert {row.reference for row in Commitment.objects.all()} == {*stay, "K", "other"}
    assert (follow_up("K").status, follow_up("L").status) == ("open", "done")
    assert kept() == as_if_new()


def test_what_became_one_with_a_release_stays(register: Register, manager: User) -> None:
    one = listed(manager, "A,كلام,,اجتماع لجنة التعدين,2026-10-01,JP,,,")
    made = follow_up("A").engagement
    merge(register, told(register), made)
    left = outlook(one, by=manager).left
    assert left == [("engagements.commitment", follow_up("A").pk), ("engagements.engagement", made.pk)]
    with pytest.raises(Refusal):
        undo_import(brought=one, by=manager, now=LATER)
    assert FollowUpImport.objects.get().undone_at is None


def test_only_who_brought_it_and_still_may_takes_it_back(
    register: Register, manager: User, account: Callable[..., User]
) -> None:
    one = listed(manager, f"A,كلام,{register.engagement().pk},,,,,,")
    with pytest.raises(Conflict):
        undo_import(brought=one, by=account("manager", "another"), now=LATER)
    manager.role = "viewer"
    with pytest.raises(Refused):
        undo_import(brought=one, by=manager, now=LATER)
    assert Commitment.objects.get().reference == "A"


def test_the_page_offers_it_once_and_names_what_stays(
    register: Register, as_role: Callable[[str], Client], manager: User
) -> None:
    engagement = register.engagement()
    one = listed(manager, f"A,كلام,{engagement.pk},,,,,,", "B,كلام,,معرض,2026-10-01,JP,,,")
    client, check, undo = as_role("manager"), f"{PAGE}{one.pk}/check/", f"{PAGE}{one.pk}/undo/"
    client.cookies["django_language"] = "en"
    made = follow_up("B").engagement
    touch(follow_up("A"), manager, "done")
    page = client.get(check).content.decode()
    assert f'action="{undo}"' in page
    assert f'<a href="/follow-ups/{follow_up("A").pk}/"><bdi>كلام</bdi></a>' in page
    assert client.get(undo).status_code == 405
    assert as_role("admin").post(undo).status_code == 404
    assert as_role("viewer").post(undo).status_code == 403
    assert Commitment.objects.count() == 2
    page = client.post(undo, follow=True).content.decode()
    assert "The import was taken back" in page
    assert f'action="{undo}"' not in page
    assert made.get_absolute_url() not in page
    assert "معرض" in page  # what the row had become is still told
    assert client.post(undo).status_code == 409
    assert Commitment.objects.get().reference == "A"
    assert "taken back" in client.get(PAGE).content.decode()


def test_what_an_older_version_carried_out_cannot_be_taken_back(
    register: Register, as_role: Callable[[str], Client], manager: User
) -> None:
    one = listed(manager, f"A,كلام,{register.engagement().pk},,,,,,")
    FollowUpImport.objects.update(changes=[])
    client = as_role("manager")
    assert f"{PAGE}{one.pk}/undo/" not in client.get(f"{PAGE}{one.pk}/check/").content.decode()
    assert client.post(f"{PAGE}{one.pk}/undo/").status_code == 409
    assert Commitment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_takes_it_back_and_who_works_on_it_is_not_waited_for(
    register: Register, manager: User
) -> None:
    one = listed(manager, "A,كلام,,معرض,2026-10-01,JP,,,")
    held, tried = Barrier(2), Barrier(2)

    def merging() -> None:
        try:
            with transaction.atomic():
                list(Engagement.objects.select_for_update())
                held.wait(timeout=30)
                tried.wait(timeout=30)
        finally:
            connection.close()

    busy = Thread(target=merging)
    busy.start()
    held.wait(timeout=30)
    with pytest.raises(Conflict):
        undo_import(brought=one, by=manager, now=LATER)
    tried.wait(timeout=30)
    busy.join(timeout=60)
    ended: list[str] = []

    def take_back() -> None:
        try:
            held.wait(timeout=30)
            undo_import(brought=one, by=manager, now=LATER)
            ended.append("done")
        except Conflict:
            ended.append("refused")
        finally:
            connection.close()

    both = [Thread(target=take_back) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(timeout=60)
    assert sorted(ended) == ["done", "refused"]
    assert not Commitment.objects.exists()
    assert AuditEntry.objects.filter(action="undone").count() == 3


@pytest.mark.django_db
def test_rows_are_locked_in_the_order_that_was_asked_for() -> None:
    """Two who lock the same follow-ups in different orders would wait for each other."""
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        rows_of(Commitment.objects.select_for_update(of=("self",)).order_by("pk"))
        rows_of(Commitment.objects.all())
    locked, plain = (one["sql"] for one in asked.captured_queries)
    assert 'ORDER BY "engagements_commitment"."id" ASC FOR UPDATE' in locked
    assert "ORDER BY" not in plain
