"""The calendar of an account: its address, who reads what by it, and that programs understand it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import icalendar
import pytest
import vobject
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from engagements.models import AuditEntry, CalendarFeed, Commitment, Engagement, Revision, User
from engagements.services.calendar_feeds import issue_feed
from engagements.services.commitments import CommitmentChange, change_commitment
from engagements.services.recording import CommitmentRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engagements.conftest import Register

TODAY = timezone.localdate()
ADDRESS = re.compile(r'value="(http://testserver/calendar/[\w-]{43}\.ics)"')
LONG = "تسليم الدراسة الفنية النهائية للمنطقة الصناعية، مع الخرائط؛ والملاحق: كاملة \\ «نسخة»\nسطر ثانٍ"


def promise(text: str = "تسليم الدراسة", due: date | None = TODAY) -> CommitmentRecord:
    return CommitmentRecord("agreed", text, "إدارة المعادن", due)


def feed_of(user: User, scope: str = "all") -> str:
    _feed, secret = issue_feed(by=user, scope=scope, now=timezone.now())
    return f"/calendar/{secret}.ics?todo=tasks"


def read(address: str) -> dict[str, Any]:
    """The entries by UID, as icalendar reads them."""
    response = Client().get(address)
    assert response.status_code == 200
    calendar = icalendar.Calendar.from_ical(response.content)
    return {str(one["UID"]): one for one in calendar.subcomponents}


def uid(record: Commitment | Engagement) -> str:
    kind = "follow-up" if isinstance(record, Commitment) else "engagement"
    return f"{kind}-{record.pk}@sijill-{settings.HOME_COUNTRY.lower()}"


@pytest.fixture
def manager(account: Callable[..., User]) -> User:
    return account("manager")


@pytest.fixture
def viewer(account: Callable[..., User]) -> User:
    return account("viewer")


def test_the_address_is_shown_once_and_kept_as_a_hash(as_role: Callable[[str], Client]) -> None:
    client = as_role("viewer")
    made = client.post("/account/calendar/", {"do": "make", "scope": "mine"})
    (address,) = ADDRESS.findall(made.content.decode())
    assert "no-store" in made["Cache-Control"]
    secret = address.rpartition("/")[2].removesuffix(".ics")
    assert CalendarFeed.objects.get().digest == sha256(secret.encode()).hexdigest()
    assert secret not in client.get("/account/calendar/").content.decode()
    entry = AuditEntry.objects.get(subject_type="calendarfeed")
    assert (entry.action, secret in f"{entry.subject_label}{entry.changes}") == ("issued", False)
    assert Client().get(address).status_code == 200
    assert CalendarFeed.objects.get().used_at


def test_a_new_address_or_none_closes_the_old_one(as_role: Callable[[str], Client], viewer: User) -> None:
    client, first = as_role("viewer"), feed_of(viewer)
    made = client.post("/account/calendar/", {"do": "make", "scope": "all"})
    (second,) = ADDRESS.findall(made.content.decode())
    assert [Client().get(one).status_code for one in (first, second)] == [404, 200]
    assert client.post("/account/calendar/", {"do": "choose", "scope": "mine"}).status_code == 302
    assert CalendarFeed.objects.get().scope == "mine"
    assert client.post("/account/calendar/", {"do": "revoke", "scope": "mine"}).status_code == 302
    assert Client().get(second).status_code == 404
    trail = AuditEntry.objects.filter(subject_type="calendarfeed").order_by("pk")
    assert [entry.action for entry in trail] == ["issued", "issued", "changed", "revoked"]
    for wrong in ({"do": "make"}, {"do": "make", "scope": "others"}, {"do": "sing", "scope": "all"}):
        assert client.post("/account/calendar/", wrong).status_code == 400
    assert not CalendarFeed.objects.exists()


def test_who_is_not_active_has_no_calendar(viewer: User) -> None:
    address = feed_of(viewer)
    User.objects.filter(pk=viewer.pk).update(is_active=False)
    assert Client().get(address).status_code == 404
    assert Client().get("/calendar/x.ics").status_code == 404


def test_an_answer_is_private_and_leaves_no_cookie(register: Register, viewer: User) -> None:
    register.engagement(date=TODAY)
    answer = Client().get(feed_of(viewer))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert not answer.cookies
    assert {"private", "no-cache"} <= set(answer["Cache-Control"].split(", "))
    assert answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.usefixtures("no_default_due")
def test_it_holds_what_the_account_may_see(register: Register, manager: User, viewer: User) -> None:
    own = register.engagement(date=TODAY, commitments=(promise(), promise("بلا موعد", None)))
    secret = register.engagement(date=TODAY, confidentiality="restricted", commitments=(promise("سرّي"),))
    register.engagement(date=TODAY - timedelta(days=366))
    register.engagement(date=TODAY + timedelta(days=731), status="planned")
    register.engagement(date=TODAY.replace(day=1), date_precision="month")
    ahead = register.engagement(date=TODAY + timedelta(days=730), status="planned")
    dated, undated = own.commitments.order_by("pk")
    open_to_all = {uid(one) for one in (own, ahead, dated, undated)}
    hidden = {uid(secret), uid(secret.commitments.get())}
    assert set(read(feed_of(viewer))) == open_to_all
    assert set(read(feed_of(manager))) == open_to_all | hidden
    Commitment.objects.filter(pk=undated.pk).update(assignee=viewer)
    assert set(read(feed_of(viewer, "mine"))) == {uid(one) for one in (own, ahead, undated)}


def test_days_are_days_and_states_are_those_of_calendars(register: Register, viewer: User) -> None:
    held = register.engagement(
        date=TODAY - timedelta(days=4),
        date_end=TODAY - timedelta(days=2),
        city="طوكيو",
        country="JP",
        commitments=(promise(),),
    )
    planned = register.engagement(date=TODAY + timedelta(days=3), status="planned")
    cancelled = register.engagement(date=TODAY, status="cancelled")
    found = read(feed_of(viewer))
    event = found[uid(held)]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (TODAY - timedelta(days=4), TODAY - timedelta(days=1))
    assert (event["STATUS"], event["TRANSP"], str(event["LOCATION"])) == (
        "CONFIRMED",
        "TRANSPARENT",
        "طوكيو · اليابان",
    )
    assert event["URL"].endswith(f"/engagements/{held.pk}/")
    assert [found[uid(one)]["STATUS"] for one in (planned, cancelled)] == ["TENTATIVE", "CANCELLED"]
    todo = found[uid(held.commitments.get())]
    assert (todo["DUE"].dt, todo["STATUS"], str(todo["SUMMARY"])) == (TODAY, "NEEDS-ACTION", "تسليم الدراسة")
    assert "إدارة المعادن" in todo["DESCRIPTION"]


def test_a_change_raises_the_sequence_and_what_is_dropped_is_cancelled(
    register: Register, manager: User
) -> None:
    engagement = register.engagement(date=TODAY, commitments=(promise(),))
    commitment = engagement.commitments.get()
    address = feed_of(manager)
    before = read(address)
    assert [int(before[uid(one)]["SEQUENCE"]) for one in (engagement, commitment)] == [0, 0]
    now = timezone.now()
    change = CommitmentChange(status="dropped", owner="", assignee=None, due_on=TODAY, reason="لم يعد مطلوبًا")
    change_commitment(commitment=commitment, change=change, by=manager, now=now)
    after = read(address)
    todo = after[uid(commitment)]
    assert (todo["STATUS"], int(todo["SEQUENCE"]) > 0) == ("CANCELLED", True)
    assert todo["LAST-MODIFIED"].dt >= before[uid(commitment)]["LAST-MODIFIED"].dt
    assert int(after[uid(engagement)]["SEQUENCE"]) == 0
    Engagement.objects.filter(pk=engagement.pk).update(title="لقاء آخر")
    last = read(address)
    assert int(last[uid(engagement)]["SEQUENCE"]) == 1
    assert int(last[uid(commitment)]["SEQUENCE"]) == int(todo["SEQUENCE"]) + 1


def test_what_no_calendar_shows_is_no_revision(register: Register) -> None:
    engagement = register.engagement(commitments=(promise(),))
    Engagement.objects.update(disputed=1)
    Commitment.objects.update(position=7, text="تسليم الدراسة")
    assert not Revision.objects.exists()
    Commitment.objects.update(due_on=TODAY + timedelta(days=1))
    assert [(row.kind, row.number) for row in Revision.objects.all()] == [
        (Revision.COMMITMENT, engagement.commitments.get().pk)
    ]


def test_lines_are_short_and_no_letter_is_cut(register: Register, viewer: User) -> None:
    engagement = register.engagement(
        title="لقاء " + "طويل " * 40 + "\x07", date=TODAY, commitments=(promise(LONG),)
    )
    body = Client().get(feed_of(viewer)).content
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    lines = body.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert max(len(line) for line in lines) > 60
    for line in lines:
        line.decode()
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line)
    # A second reader, which shares no code with the writer.
    other = vobject.readOne(body.decode())
    assert [one.summary.value for one in other.vtodo_list] == [LONG]
    assert [one.summary.value for one in other.vevent_list] == [engagement.title.replace("\x07", " ")]
    assert other.vtodo.due.value == TODAY
    assert other.vevent.dtstart.value == TODAY


def test_follow_ups_are_days_for_programs_that_show_no_tasks(register: Register, viewer: User) -> None:
    rows = (promise(), promise("منجز"), promise("متروك"), promise("بلا موعد", None))
    engagement = register.engagement(date=TODAY - timedelta(days=400), commitments=rows)
    Commitment.objects.filter(text="بلا موعد").update(due_on=None, due_basis="none")
    for text, status in (("منجز", "done"), ("متروك", "dropped")):
        Commitment.objects.filter(text=text).update(status=status, closed_on=TODAY)
    tasks = feed_of(viewer)
    assert len(read(tasks)) == 4
    days = read(tasks.partition("?")[0])
    assert {one.name for one in days.values()} == {"VEVENT"}
    made = {one.text: days.get(uid(one).replace("@", "-due@")) for one in engagement.commitments.all()}
    assert made.pop("بلا موعد") is None
    assert {text: str(one["STATUS"]) for text, one in made.items() if one} == {
        "تسليم الدراسة": "CONFIRMED",
        "منجز": "CONFIRMED",
        "متروك": "CANCELLED",
    }
    one = made["تسليم الدراسة"]
    assert one
    assert (one["DTSTART"].dt, one["DTEND"].dt) == (TODAY, TODAY + timedelta(days=1))
    with translation.override("ar"):
        assert str(one["SUMMARY"]) == translation.gettext("Due: %(text)s") % {"text": "تسليم الدراسة"}
    assert int(one["SEQUENCE"]) == int(
        read(tasks)[uid(engagement.commitments.get(text="تسليم الدراسة"))]["SEQUENCE"]
    )


@pytest.mark.parametrize("language", ["ar", "en"])
def test_it_is_in_the_language_of_the_account(register: Register, viewer: User, language: str) -> None:
    engagement = register.engagement(date=TODAY)
    User.objects.filter(pk=viewer.pk).update(language=language)
    calendar = icalendar.Calendar.from_ical(Client().get(feed_of(viewer)).content)
    with translation.override(language):
        assert str(calendar["X-WR-CALNAME"]) == translation.gettext("Sijill: engagements and follow-ups")
        assert engagement.get_kind_display() in str(calendar.events[0]["DESCRIPTION"])
    assert calendar["METHOD"] == "PUBLISH"


def test_what_did_not_change_is_not_sent_again(register: Register, viewer: User) -> None:
    engagement = register.engagement(date=TODAY)
    address = feed_of(viewer)
    first = Client().get(address)
    known = {"If-None-Match": first["ETag"]}
    since = {"If-Modified-Since": first["Last-Modified"]}
    assert [Client().get(address, headers=one).status_code for one in (known, since)] == [304, 304]
    again = Client().get(address, headers=known)
    assert (again.content, again["ETag"], again["Referrer-Policy"]) == (b"", first["ETag"], "no-referrer")
    CalendarFeed.objects.update(shown_at=datetime(2026, 1, 1, tzinfo=UTC))
    Engagement.objects.filter(pk=engagement.pk).update(confidentiality="restricted")
    old = {"If-Modified-Since": "Fri, 02 Jan 2026 00:00:00 GMT"}
    assert [Client().get(address, headers=one).status_code for one in (known, old)] == [200, 200]
    assert not read(address)


def test_the_newest_are_shown_if_there_are_too_many(
    register: Register, viewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engagements.calendars.feed.MOST", 2)
    days = [TODAY - timedelta(days=days) for days in (3, 1, 2)]
    made = [register.engagement(date=day, commitments=(promise(due=day),)) for day in days]
    newest = [made[1], made[2]]
    wanted = {uid(one) for one in newest} | {uid(one.commitments.get()) for one in newest}
    assert set(read(feed_of(viewer))) == wanted
    mine = made[0].commitments.get()
    Commitment.objects.filter(pk=mine.pk).update(assignee=viewer)
    assert uid(mine) in read(feed_of(viewer))


@pytest.mark.usefixtures("no_default_due")
def test_the_number_of_questions_does_not_grow(register: Register, viewer: User) -> None:
    def meet(number: int) -> None:
        for _ in range(number):
            rows = (promise(), promise("بلا موعد", None), promise("مغلق"))
            done = register.engagement(date=TODAY, commitments=rows).commitments.get(text="مغلق")
            Commitment.objects.filter(pk=done.pk).update(status="done", closed_on=TODAY)
        Commitment.objects.update(assignee=viewer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(address)
        return len(captured)

    address = feed_of(viewer)
    meet(1)
    few = asked()
    meet(5)
    assert asked() == few
    assert len(read(address)) == 6 * 4
