"""Rows without the number of an engagement: the meeting that they speak of is found, asked for, or made."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from engagements.importing.planning import plan_of
from engagements.models import Appearance, AuditEntry, Commitment, Engagement, User
from engagements.services.linking import remember_partner
from engagements.services.undoing import undo
from tests.engagements.importing.test_imports import brought, carried_out, outcomes
from tests.engagements.merging import LATER, merge, told
from tests.rows import everything

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from engagements.importing.rows import ImportRow
    from engagements.models import FollowUpImport
    from tests.engagements.conftest import Register

HEAD = "reference,text,engagement number,meeting title,date,country"


@pytest.fixture
def manager(account: Callable[..., User]) -> User:
    return account("manager")


def listed(by: User, *rows: str) -> FollowUpImport:
    return brought(by, *rows, head=HEAD)


def lines(one: FollowUpImport, by: User) -> list[ImportRow]:
    return list(plan_of(one, by=by).lines)


def test_the_one_of_that_day_and_country_is_meant(register: Register, manager: User) -> None:
    japan = register.engagement()
    register.engagement(partner_countries=("DE",))
    register.engagement(date=date(2026, 11, 17))
    one = listed(
        manager,
        "A,words,,,18/11/2026,اليابان",
        "B,words,,بحث التدريب,2026-11-18,Japan",
        f"C,words,,{japan.title},,",
        f"D,words,{japan.pk},other,nonsense,nowhere",
    )
    found = lines(one, manager)
    assert [line.engagement for line in found] == [japan] * 4
    assert str(japan.pk) in str(found[0].differences[-1][2])
    carried_out(one, manager)
    assert set(Commitment.objects.values_list("engagement", flat=True)) == {japan.pk}
    promised = Appearance.objects.filter(engagement=japan).values_list("promises", flat=True)
    assert set(promised) == {4}, "what its lists show is derived once, of all rows together"


def test_of_several_the_likest_is_meant_or_the_number_is_asked_for(register: Register, manager: User) -> None:
    steel = register.engagement(title="لقاء السفير حول تدريب عمال الحديد")
    sea = register.engagement(title="اجتماع لجنة النقل البحري")
    one = listed(
        manager,
        "A,words,,تدريب عمال الحديد,2026-11-18,JP",
        "B,words,,,2026-11-18,JP",
        "C,words,,زيارة معرض,2026-11-18,JP",
    )
    found = lines(one, manager)
    assert outcomes(plan_of(one, by=manager)) == ["created", "refused", "refused"]
    assert found[0].engagement == steel
    for line in found[1:]:
        assert [name for name, _words in line.complaints] == ["engagement"]
        assert f"{steel.pk}" in line.complaints[0][1]
        assert f"{sea.pk}" in line.complaints[0][1]


def test_a_meeting_that_the_register_lacks_is_made_once_and_a_second_run_changes_nothing(
    register: Register, manager: User
) -> None:
    rows = (
        "A,إعداد مذكرة,,اجتماع اللجنة,2026-10-01,السعودية",
        "B,زيارة المصنع,,إجتماع اللجنه,01/10/2026,SA",
        "C,شراء معدات,,اجتماع آخر,2026-10-01,SA",
        "D,تشكيل فريق,,,10/2026,ليبيا",
        "E,بلا تاريخ,,ندوة,,",
        "F,,,لا نص,2026-10-02,SA",
    )
    one = listed(manager, *rows)
    plan = plan_of(one, by=manager)
    assert outcomes(plan) == ["created"] * 5 + ["refused"]
    assert [meeting.title for meeting in plan.meetings] == [
        "اجتماع اللجنة",
        "اجتماع آخر",
        "تشكيل فريق",
        "ندوة",
    ]
    assert not Engagement.objects.exists()
    carried_out(one, manager)
    made = {row.title: row for row in Engagement.objects.all()}
    assert made.keys() == {meeting.title for meeting in plan.meetings}
    committee, team, seminar = made["اجتماع اللجنة"], made["تشكيل فريق"], made["ندوة"]
    assert set(committee.commitments.values_list("reference", flat=True)) == {"A", "B"}
    assert [country.pk for country in committee.partner_countries.all()] == ["SA"]
    assert (committee.kind, committee.status, committee.approved_by) == ("meeting", "held", manager)
    assert (team.kind, team.date, team.date_precision) == ("internal", date(2026, 10, 1), "month")
    assert not team.partner_countries.exists()
    assert (seminar.date, seminar.date_precision) == (None, "none")
    entries = AuditEntry.objects.filter(subject_type="engagement", action="added")
    assert {entry.subject_id for entry in entries} == {row.pk for row in made.values()}
    assert entries[0].changes["list"] == [None, "list.csv"]
    again = listed(manager, *rows)
    assert outcomes(plan_of(again, by=manager)) == ["same"] * 5 + ["refused"]
    carried_out(again, manager)
    assert Engagement.objects.count() == 4
    later = listed(
        manager,
        "G,x,,اجتماع اللجنة,2026-10-01,SA",
        "H,x,,اجتماع ثالث,2026-10-01,SA",
        "I,x,,ندوة,,",
    )
    assert [line.engagement for line in lines(later, manager)] == [committee, None, seminar]


@pytest.mark.parametrize(
    ("row", "field"),
    [("X,words,,,,", "engagement"), ("X,words,,,31/2/2026,JP", "meeting_date"),
     ("X,words,,,2026-11-18,Atlantis", "meeting_country"), ("X,words,,{long},2026-11-18,JP", "meeting_title"),
     ("X,words,many,title,2026-11-18,JP", "engagement")],
)  # fmt: skip
def test_what_cannot_be_understood_makes_no_meeting(
    register: Register, manager: User, row: str, field: str
) -> None:
    one = listed(manager, row.format(long="x" * 501), "OK,words,,title,2026-11-18,JP")
    plan = plan_of(one, by=manager)
    assert outcomes(plan) == ["refused", "created"]
    assert [name for name, _words in plan.lines[0].complaints] == [field]
    carried_out(one, manager)
    assert Engagement.objects.count() == 1


def test_a_partner_stands_for_the_side_by_any_of_its_names(register: Register, manager: User) -> None:
    known = register.engagement(organizations=("منظمة التعاون",))
    partner = known.partners.get()
    remember_partner(partner, "Cooperation Organisation")
    one = listed(
        manager, "A,words,,,2026-11-18,Cooperation Organisation", "B,words,,,2026-11-17,منظمة التعاون"
    )
    assert [line.engagement for line in lines(one, manager)] == [known, None]
    carried_out(one, manager)
    assert Commitment.objects.get(reference="B").engagement.partners.get() == partner


def test_a_meeting_that_came_meanwhile_stops_what_was_looked_at(register: Register, manager: User) -> None:
    one = listed(manager, "A,words,,title,2026-11-18,JP")
    digest = plan_of(one, by=manager).digest
    register.engagement()
    assert plan_of(one, by=manager).digest != digest


def test_every_page_bears_an_engagement_without_a_source(
    register: Register, manager: User, as_role: Callable[[str], Client]
) -> None:
    client = as_role("manager")
    client.cookies["django_language"] = "en"
    one = listed(manager, "A,إعداد مذكرة,,اجتماع لجنة التعدين,2026-10-01,JP")
    check = client.get(reverse("follow_ups_import_check", args=[one.pk])).content.decode()
    assert "New engagements" in check
    assert "اجتماع لجنة التعدين" in check
    carried_out(one, manager)
    commitment = Commitment.objects.get()
    page = client.get(commitment.engagement.get_absolute_url()).content.decode()
    assert "Brought along from a list" in page
    assert "list.csv" in page
    assert "Undo the approval" not in page
    done = client.get(reverse("follow_ups_import_check", args=[one.pk])).content.decode()
    assert commitment.engagement.get_absolute_url() in done
    for address in (
        "/countries/JP/",
        "/follow-ups/",
        "/",
        "/countries/JP/brief/?period=all",
        "/countries/JP/brief.docx?period=all",
        "/follow-ups/export.docx",
        f"/api/v1/engagements/{commitment.engagement_id}",
        commitment.get_absolute_url(),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
    found = client.get("/search/?q=التعدين").content.decode()
    assert commitment.engagement.get_absolute_url() in found


def test_it_becomes_one_with_a_release_and_comes_apart_again(register: Register, manager: User) -> None:
    carried_out(listed(manager, "A,إعداد مذكرة,,اجتماع لجنة التعدين,2026-10-01,JP"), manager)
    brought_along = Engagement.objects.get()
    released = told(register)
    before = everything()
    joined = merge(register, released, brought_along)
    assert Commitment.objects.get(reference="A").engagement == released
    undo(merge=joined, by=register.editor, now=LATER)
    assert everything() == before
