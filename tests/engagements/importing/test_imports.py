"""A list that is brought along: looked at, then carried out, once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from engagements.importing.carrying_out import carry_out_import, keep
from engagements.importing.cells import Unclear, day_of, guessed
from engagements.importing.csv_files import read_csv
from engagements.importing.planning import plan_of
from engagements.importing.rows import Outcome
from engagements.importing.telling import kept
from engagements.models import AuditEntry, Commitment, Engagement, FollowUpImport, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from engagements.importing.planning import Plan
    from tests.engagements.conftest import Register

PAGE = "/follow-ups/import/"
HEAD = "reference,text,engagement number,status,due date,owner,assigned to,kind,reason"
NOW = timezone.now()


@pytest.fixture
def manager(account: Callable[..., User]) -> User:
    return account("manager")


def brought(by: User, *rows: str, head: str = HEAD) -> FollowUpImport:
    found = keep(sheet=read_csv("\n".join([head, *rows]).encode()), file_name="list.csv", by=by, now=NOW)
    found.mapping = guessed(found.headers)
    found.save()
    return found


def outcomes(plan: Plan) -> list[str]:
    return [line.outcome.value for line in plan.lines]


def carried_out(one: FollowUpImport, by: User) -> FollowUpImport:
    return carry_out_import(brought=one, digest=plan_of(one, by=by).digest, by=by, now=NOW)


def test_rows_become_follow_ups_and_a_second_time_change_nothing(register: Register, manager: User) -> None:
    engagement = register.engagement()
    rows = (
        f"A-1,تدريب الفنيين,{engagement.pk},قيد التنفيذ,٢٢/١١/٢٠٢٧,مركز البحوث,manager,توجيه,",
        f"A-2,إعداد مذكرة,{engagement.pk},,,,,,",
        f"A-3,انتهى,{engagement.pk},done,,,,,",
    )
    one = brought(manager, *rows)
    assert outcomes(plan_of(one, by=manager)) == ["created"] * 3
    assert not Commitment.objects.exists()
    done = carried_out(one, manager)
    assert (done.created, done.changed) == (3, 0)
    first, second, third = Commitment.objects.order_by("reference")
    assert (first.kind, first.status, first.due_on, first.due_basis) == (
        "directed",
        "in_progress",
        date(2027, 11, 22),
        "set",
    )
    assert (first.owner, first.assignee, first.engagement) == ("مركز البحوث", manager, engagement)
    assert (second.kind, second.status, second.due_basis) == ("agreed", "open", "default")
    assert (third.status, third.closed_on, third.due_on) == ("done", timezone.localdate(NOW), None)
    entries = AuditEntry.objects.filter(action="added", subject_type="commitment")
    assert {entry.subject_id for entry in entries} == {first.pk, second.pk, third.pk}
    assert entries[0].changes["list"] == [None, "list.csv"]
    again = brought(manager, *rows)
    assert outcomes(plan_of(again, by=manager)) == ["same"] * 3
    assert (carried_out(again, manager).created, Commitment.objects.count()) == (0, 3)


def test_a_known_reference_is_changed_and_empty_cells_change_nothing(
    register: Register, manager: User
) -> None:
    known = register.commitment(owner="مكتب الوزير", due_on=date(2027, 1, 1))
    Commitment.objects.filter(pk=known.pk).update(reference="B-7")
    one = brought(manager, "B-7,,,in progress,2027-02-01,,,,تأخر التوريد")
    plan = plan_of(one, by=manager)
    assert [name for name, _before, _after in plan.lines[0].differences] == ["status", "due_on"]
    carried_out(one, manager)
    known.refresh_from_db()
    assert (known.status, known.due_on, known.owner) == ("in_progress", date(2027, 2, 1), "مكتب الوزير")
    assert AuditEntry.objects.get(action="changed", subject_id=known.pk).note == "تأخر التوريد"


@pytest.mark.parametrize(
    ("row", "field"),
    [(",words,{e},,,,,,", "reference"), ("X,,{e},,,,,,", "text"), ("X,words,,,,,,,", "engagement"),
     ("X,words,999999,,,,,,", "engagement"), ("X,words,{e},perhaps,,,,,", "status"),
     ("X,words,{e},,31/2/2027,,,,", "due_on"),
     ("X,words,{e},,2101-01-01,,,,", "due_on"), ("KNOWN,,,,1989-12-31,,,,late", "due_on"),
     ("X,words,{e},,,,nobody,,", "assignee"), ("X,words,{e},dropped,,,,,", "reason"),
     ("X,words,{e},,,,,never,", "kind"),
     ("KNOWN,other words,,,,,,,", "text"), ("KNOWN,,,,2029-01-01,,,,", "reason"), ("KNOWN,,{e},,,,,,", "engagement"),
     ("{long},words,{e},,,,,,", "reference")],
)  # fmt: skip
def test_a_row_that_cannot_be_is_refused_with_its_field_and_the_others_go_in(
    register: Register, manager: User, row: str, field: str
) -> None:
    engagement = register.engagement()
    known = register.commitment(due_on=date(2027, 1, 1))
    Commitment.objects.filter(pk=known.pk).update(reference="KNOWN")
    bad = row.format(e=engagement.pk, long="x" * 61)
    one = brought(manager, bad, f"OK,words,{engagement.pk},,,,,,")
    plan = plan_of(one, by=manager)
    assert outcomes(plan) == ["refused", "created"]
    assert [name for name, _words in plan.lines[0].complaints] == [field]
    carried_out(one, manager)
    assert set(Commitment.objects.values_list("reference", flat=True)) == {"KNOWN", "OK"}


def test_two_rows_with_one_reference_are_both_refused(register: Register, manager: User) -> None:
    number = register.engagement().pk
    one = brought(manager, f"A,a,{number},,,,,,", f"A,b,{number},,,,,,")
    assert outcomes(plan_of(one, by=manager)) == ["refused", "refused"]


def test_a_row_that_stands_twice_counts_once_and_figures_of_either_kind_are_one_reference(
    register: Register, manager: User
) -> None:
    number = register.engagement().pk
    rows = (f"م-١٢,a,{number},,,,,,", f"م-12,a,{number},,,,,,", f"7,b,{number},,,,,,", f"7,b,{number},,,,,,")
    plan = plan_of(brought(manager, *rows), by=manager)
    assert outcomes(plan) == ["created", "refused", "created", "refused"]
    assert "4" in plan.lines[3].complaints[0][1]
    carried_out(brought(manager, rows[0], rows[2]), manager)
    assert Commitment.objects.filter(reference="م-١٢").exists()
    again = brought(manager, f"م-12,a,{number},,,,,,", "٧,,,done,,,,,")
    assert outcomes(plan_of(again, by=manager)) == ["same", "changed"]


def test_what_changed_since_it_was_looked_at_is_not_carried_out(
    register: Register, manager: User, as_role: Callable[[str], Client]
) -> None:
    engagement = register.engagement()
    one = brought(manager, f"A,a,{engagement.pk},,,,,,")
    client = as_role("manager")
    page = client.get(f"{PAGE}{one.pk}/check/")
    digest = page.context["plan"].digest
    Engagement.objects.filter(pk=engagement.pk).update(merged_into=register.engagement().pk)
    client.post(f"{PAGE}{one.pk}/check/", {"digest": digest})
    assert not Commitment.objects.exists()
    assert FollowUpImport.objects.get().carried_out_at is None


def test_the_whole_way_in_a_browser_without_scripts(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    engagement = register.engagement()
    client = as_role("manager")
    client.cookies["django_language"] = "en"
    content = f"م;الالتزام;رقم النشاط;ملاحظة\nأ-1;تدريب;{engagement.pk};س\n;بلا رقم;;\n".encode("cp1256")
    answer = client.post(PAGE, {"file": SimpleUploadedFile("قائمة.csv", content)})
    one = FollowUpImport.objects.get()
    assert answer.headers["Location"] == f"{PAGE}{one.pk}/"
    assert [field.initial for field in client.get(f"{PAGE}{one.pk}/").context["form"].columns()][:3] == [
        "0",
        "1",
        "2",
    ]
    columns = {"column-reference": "0", "column-text": "1", "column-engagement": "2"}
    assert client.post(f"{PAGE}{one.pk}/", columns | {"column-owner": "0"}).status_code == 400
    check = client.post(f"{PAGE}{one.pk}/", columns, follow=True)
    assert outcomes(check.context["plan"]) == ["created", "refused"]
    report: Any = client.get(f"{PAGE}{one.pk}/rows.csv")
    text = b"".join(report.streaming_content).decode()
    assert "Reference: The row has no reference." in text
    assert not Commitment.objects.exists()
    digest = {"digest": check.context["plan"].digest}
    assert (
        "1 follow-up was created"
        in client.post(f"{PAGE}{one.pk}/check/", digest, follow=True).content.decode()
    )
    assert Commitment.objects.get().reference == "أ-1"
    client.post(f"{PAGE}{one.pk}/check/", digest)
    assert Commitment.objects.count() == 1


def test_headings_mean_the_next_time_what_they_meant_the_last_time(register: Register, manager: User) -> None:
    one = brought(manager, f"1,words,{register.engagement().pk}", head="a,b,c")
    one.mapping = {"reference": 0, "text": 1, "engagement": 2}
    one.save()
    carried_out(one, manager)
    again = keep(
        sheet=read_csv(b"a,b,c\n2,x,1\n"), file_name="x.csv", by=manager, now=NOW + timedelta(days=1)
    )
    assert again.mapping == one.mapping


@pytest.mark.parametrize("content", [b"", b"\x00\xff\x00", b"PK\x03\x04 no workbook", b"reference\n"])
def test_a_bad_file_is_told_in_words_and_leaves_nothing(
    as_role: Callable[[str], Client], content: bytes
) -> None:
    answer = as_role("manager").post(PAGE, {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 400
    assert answer.context["form"].errors["file"]
    assert not FollowUpImport.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "xlsx بلا كلمة مرور"),
        (
            b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "OpenDocument",
        ),
        (b"%PDF-1.7\nwords, words\nmore, words\n", "جدولًا"),
    ],
)
def test_what_is_no_table_for_us_is_called_what_it_is(
    as_role: Callable[[str], Client], content: bytes, words: str
) -> None:
    answer = as_role("manager").post(PAGE, {"file": SimpleUploadedFile("x.csv", content)})
    assert words in str(answer.context["form"].errors["file"])


@pytest.mark.parametrize("role", ["viewer", "editor", "registrar"])
def test_others_bring_nothing(
    register: Register, as_role: Callable[[str], Client], manager: User, role: str
) -> None:
    one = brought(manager, "A,a,1,,,,,,")
    client = as_role(role)
    for path in (PAGE, f"{PAGE}{one.pk}/", f"{PAGE}{one.pk}/check/", f"{PAGE}{one.pk}/rows.csv"):
        assert client.get(path).status_code == 403
        assert client.post(path, {}).status_code in {403, 405}


def test_nobody_sees_what_another_brought(
    as_role: Callable[[str], Client], manager: User, register: Register
) -> None:
    one = brought(manager, "A,a,1,,,,,,")
    client = as_role("admin")
    assert {client.get(f"{PAGE}{one.pk}/{page}").status_code for page in ("", "check/", "rows.csv")} == {404}
    assert [line.outcome for line in plan_of(one, by=manager).lines] == [Outcome.REFUSED]


def test_what_became_of_each_row_stays_after_the_list_is_carried_out(
    register: Register, manager: User, as_role: Callable[[str], Client]
) -> None:
    engagement = register.engagement()
    one = brought(manager, f"A-1,words,{engagement.pk},,,,,,", f"A-2,words,{engagement.pk},,2027-13-45,,,,")
    carried_out(one, manager)
    made = Commitment.objects.get()
    client = as_role("manager")
    client.cookies["django_language"] = "en"
    page = client.get(f"{PAGE}{one.pk}/check/").content.decode()
    assert f'<a href="/follow-ups/{made.pk}/"><bdi>A-1</bdi></a>' in page
    assert "Was created: <b>1</b>" in page
    assert "\u20682027-13-45\u2069" in page
    report: Any = client.get(f"{PAGE}{one.pk}/rows.csv")
    first, second = b"".join(report.streaming_content).decode().splitlines()[1:]
    assert "Was created" in first
    assert first.endswith(f",{made.pk}")
    assert "Refused" in second
    assert "2027-13-45" in second


def test_what_was_made_is_told_only_to_those_who_may_see_it(
    register: Register, manager: User, account: Callable[..., User]
) -> None:
    engagement = register.engagement()
    Engagement.objects.filter(pk=engagement.pk).update(confidentiality="restricted")
    done = carried_out(brought(manager, f"A-1,words,{engagement.pk},,,,,,"), manager)
    assert [row.follow_up for row in kept(done, by=manager)] == [Commitment.objects.get().pk]
    seen = [
        (row.reference, row.follow_up, row.differences, row.text) for row in kept(done, by=account("viewer"))
    ]
    assert seen == [("A-1", None, "", "")]


def test_values_in_a_sentence_keep_their_direction() -> None:
    with pytest.raises(Unclear) as unclear:
        day_of("soon")
    assert all(f"\u2068{value}\u2069" in str(unclear.value) for value in ("soon", "2026-11-22", "22/11/2026"))
