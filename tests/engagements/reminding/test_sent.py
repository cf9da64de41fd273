"""The letter of a morning and the manager's letter, sent to a real mail server and read by the email package."""

from __future__ import annotations

import email
import email.policy
import re
import smtplib
import socket
import threading
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagements.models import (
    Commitment,
    Engagement,
    Letter,
    LetterKind,
    LetterState,
    MailState,
    Notice,
    Subscription,
    User,
)
from engagements.reminding.mailing import end_address
from engagements.reminding.reminder_letter import LINES, reminder_letter
from engagements.services.bulk_changes import Wish, change_many
from engagements.services.letters import FIRST_WAIT, send_letters
from engagements.services.notices import write_reminders
from tests.engagements.reminding.conftest import DAY, MORNING, TODAY, change, promised, wants
from tests.mail_server import HOST, USER, MailServer, start_mail_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django.fixtures import Settings

SITE = "https://register.example"
SUNDAY = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@pytest.fixture
def site(settings: Settings) -> Settings:
    """Set up to send, to a port where nobody listens."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = HOST, 1, 10
    settings.DEFAULT_FROM_EMAIL, settings.SITE_ADDRESS = "register@lana.example", SITE
    return settings


@pytest.fixture
def server(site: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    server = start_mail_server(tmp_path_factory.mktemp("mail"))
    site.EMAIL_PORT = server.smtp_port
    yield server
    server.stop()


@pytest.fixture
def reader(viewer: User) -> User:
    """Has an address and wants everything by mail."""
    User.objects.filter(pk=viewer.pk).update(email=USER, language="ar")
    viewer.refresh_from_db()
    wants(viewer, "due_soon", 7, in_app=False, by_mail=True)
    for kind in ("overdue", "changed", "assigned"):
        wants(viewer, kind, in_app=False, by_mail=True)
    return viewer


def received(server: MailServer) -> list[EmailMessage]:
    with server.mailbox() as box:
        raw = [bytes(each.obj) for each in box.fetch(mark_seen=False)]
    return [email.message_from_bytes(one, policy=email.policy.default) for one in raw]


def parts(mail: EmailMessage) -> tuple[str, str]:
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


@pytest.mark.services
@pytest.mark.parametrize("language", ["ar", "en"])
def test_one_letter_tells_a_morning(
    engagement: Engagement, reader: User, manager: User, server: MailServer, language: str
) -> None:
    User.objects.filter(pk=reader.pk).update(language=language)
    (late,) = promised(engagement, text="إعداد دراسة الجدوى", due_on=TODAY - 9 * DAY, assignee=reader)
    (soon,) = promised(engagement, text="تدريب الفنيين", due_on=TODAY + 7 * DAY, assignee=reader)
    (mine,) = promised(engagement, text="زيارة المصنع")
    (other,) = promised(engagement, text="مد خط الكهرباء", assignee=reader)
    change(mine, manager, assignee=reader, now=MORNING - 5 * timedelta(hours=1))
    change(other, manager, status="in_progress", now=MORNING - 4 * timedelta(hours=1))
    sent = [send_letters(now=MORNING + hours * timedelta(hours=1)) for hours in (-1, 0, 0, 1, 10)]
    assert sent == [0, 1, 0, 0, 0]
    (mail,) = received(server)
    assert (mail["From"], mail["To"]) == ("register@lana.example", USER)
    plain, html = parts(mail)
    for part in (plain, html):
        for one in (late, soon, mine, other):
            assert one.text in part
            assert SITE + one.get_absolute_url() in part
        assert "لأن الموعد تغيّر" in part
    if language == "en":
        titles = ["Overdue", "Due soon", "Newly assigned", "Changed"]
        assert [line for line in plain.splitlines() if line in titles] == titles
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html
    assert f'align="{"right" if language == "ar" else "left"}"' in html
    assert re.findall(r"(?:src|background)=|<link|<style|<img|<script", html) == []
    row = Letter.objects.get()
    assert (row.kind, row.day, row.state) == (LetterKind.REMINDERS, TODAY, LetterState.SENT)
    assert set(Notice.objects.values_list("mail", "letter")) == {(MailState.TOLD, row.pk)}


@pytest.mark.services
def test_the_words_of_a_follow_up_cannot_write_headers(
    engagement: Engagement, reader: User, server: MailServer
) -> None:
    words = (
        "تدريب\r\nBcc: evil@example.com\r\n\r\n<b>حشو</b>\u2028\u202e"
        + "تأهيل الورش الصناعية في المنطقة " * 9
    )
    promised(engagement, text=words, due_on=TODAY - DAY, assignee=reader)
    assert send_letters(now=MORNING) == 1
    (mail,) = received(server)
    assert mail["Bcc"] is None
    assert mail["To"] == USER
    assert "تدريب Bcc: evil@example.com <b>حشو</b> تأهيل" in mail["Subject"]
    assert all(len(line) <= 998 for line in mail.as_bytes().splitlines())
    raw_subject = re.search(rb"(?ims)^subject:.*?(?=^\S)", mail.as_bytes())
    assert raw_subject is not None
    assert raw_subject[0].isascii()
    assert max(len(line) for line in raw_subject[0].splitlines()) <= 78
    plain, html = parts(mail)
    assert "\nBcc:" not in plain
    assert "<b>حشو" not in html
    assert "&lt;b&gt;حشو" in html


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one(engagement: Engagement, reader: User, server: MailServer) -> None:
    promised(engagement, 5, due_on=TODAY - DAY, assignee=reader)
    begin, sent = Barrier(2), []

    def work() -> None:
        begin.wait(30)
        sent.append(send_letters(now=MORNING))
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(sent) == [0, 1]
    assert len(received(server)) == 1
    assert Notice.objects.count() == 5


@pytest.mark.services
def test_what_a_server_that_was_down_did_not_take_is_sent_later(
    engagement: Engagement, reader: User, site: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Also on another day: then the letter of that day tells it, once."""
    promised(engagement, text="تدريب الفنيين", due_on=TODAY - DAY, assignee=reader)
    assert send_letters(now=MORNING) == 0
    row = Letter.objects.get()
    assert (row.state, row.tries, row.next_try_at) == (LetterState.PENDING, 1, MORNING + FIRST_WAIT)
    notice = Notice.objects.get()
    assert (notice.mail, notice.letter) == (MailState.WAITING, None)
    server = start_mail_server(tmp_path_factory.mktemp("mail"))
    try:
        site.EMAIL_PORT = server.smtp_port
        assert send_letters(now=MORNING + DAY) == 1
        assert send_letters(now=MORNING + DAY + FIRST_WAIT) == 0
        (mail,) = received(server)
        assert parts(mail)[0].count("تدريب الفنيين") == 1
    finally:
        server.stop()
    assert Notice.objects.get().letter == Letter.objects.get(day=TODAY + DAY, state=LetterState.SENT)


@pytest.mark.services
def test_a_letter_of_a_worker_that_was_killed_is_not_sent_again(
    engagement: Engagement, reader: User, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It died between sending and writing down that it was sent."""
    promised(engagement, due_on=TODAY - DAY, assignee=reader)
    really = EmailBackend.send_messages

    def sends_and_dies(self: EmailBackend, messages: list[EmailMultiAlternatives]) -> int:
        really(self, messages)
        raise KeyboardInterrupt

    monkeypatch.setattr(EmailBackend, "send_messages", sends_and_dies)
    with pytest.raises(KeyboardInterrupt):
        send_letters(now=MORNING)
    monkeypatch.undo()
    assert Letter.objects.get().state == LetterState.SENDING
    assert [send_letters(now=MORNING + hours * timedelta(hours=1)) for hours in (1, 5, 24)] == [0, 0, 0]
    assert len(received(server)) == 1


class RefusingServer:
    """Speaks just enough SMTP to take no letter: it answers RCPT with `answer`, once for each of `letters`."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.listening = socket.create_server((HOST, 0))
        self.port = self.listening.getsockname()[1]
        self.worker = threading.Thread(target=self._serve, daemon=True)
        self.worker.start()

    def _serve(self) -> None:
        while True:
            try:
                line, _peer = self.listening.accept()
            except OSError:
                return
            with line, line.makefile("rwb") as said:
                said.write(b"220 here\r\n")
                said.flush()
                for words in said:
                    word = words[:4].upper()
                    answer = {b"RCPT": self.answer, b"QUIT": "221 bye"}.get(word, "250 ok")
                    said.write(answer.encode() + b"\r\n")
                    said.flush()
                    if word == b"QUIT":
                        break

    def stop(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.worker.join(10)


@pytest.mark.services
@pytest.mark.parametrize(
    ("answer", "state"),
    [("550 no such person", LetterState.FAILED), ("451 later, please", LetterState.PENDING)],
)
def test_a_refused_recipient(
    engagement: Engagement, reader: User, site: Settings, answer: str, state: LetterState
) -> None:
    """For good or for now; what it would have told waits for the letter of the next day."""
    promised(engagement, due_on=TODAY - DAY, assignee=reader)
    server = RefusingServer(answer)
    site.EMAIL_PORT = server.port
    try:
        assert send_letters(now=MORNING) == 0
        assert send_letters(now=MORNING + timedelta(minutes=1)) == 0
    finally:
        server.stop()
    row = Letter.objects.get()
    assert (row.state, row.tries) == (state, 1)
    assert answer[4:] in row.error
    assert (row.next_try_at is None) == (state == LetterState.FAILED)
    assert Notice.objects.get().mail == MailState.WAITING


def test_what_held_no_more_is_left_out(
    engagement: Engagement, secret: Engagement, reader: User, manager: User, site: Settings
) -> None:
    texts = ["باقٍ", "أُنجز", "أُسقط", "تأجل", "صار سريًا"]
    rows = [promised(engagement, text=text, due_on=TODAY - DAY, assignee=reader)[0] for text in texts]
    write_reminders(now=MORNING)
    change(rows[1], manager, status="done")
    change(rows[2], manager, status="dropped")
    change(rows[3], manager, due_on=TODAY + 90 * DAY)
    Commitment.objects.filter(pk=rows[4].pk).update(engagement=secret, hidden=True)
    given = promised(engagement, text="أُسند ثم أُخذ")[0]
    change(given, manager, assignee=reader)
    change(given, manager, assignee=manager)
    composed = reminder_letter(reader, TODAY)
    assert composed is not None
    assert composed.message is not None
    body = str(composed.message.body)
    late = body.split("\n\n")[2]
    assert "باقٍ" in late
    assert [text for text in texts[1:4] if text in late] == []
    assert "صار سريًا" not in body
    assert "أُسند ثم أُخذ" not in body
    assert len(composed.left_out) == 5


def test_nothing_is_sent_of_what_all_holds_no_more(
    engagement: Engagement, reader: User, site: Settings
) -> None:
    (one,) = promised(engagement, due_on=TODAY - DAY, assignee=reader)
    write_reminders(now=MORNING)
    Commitment.objects.filter(pk=one.pk).update(status="done", closed_on=TODAY)
    assert send_letters(now=MORNING) == 0
    assert not Letter.objects.exists()
    assert Notice.objects.get().mail == MailState.LEFT_OUT


@pytest.mark.parametrize("how", ["inactive", "no address", "ended"])
def test_who_gets_none(engagement: Engagement, reader: User, site: Settings, how: str) -> None:
    promised(engagement, due_on=TODAY - DAY, assignee=reader)
    write_reminders(now=MORNING)
    if how == "inactive":
        User.objects.filter(pk=reader.pk).update(is_active=False)
    elif how == "no address":
        User.objects.filter(pk=reader.pk).update(email="")
    else:
        path = end_address(reader, LetterKind.REMINDERS).removeprefix(SITE)
        outside = Client(enforce_csrf_checks=True)
        assert outside.get(path).status_code == 200
        assert Subscription.objects.count() == 4
        assert outside.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert not Subscription.objects.exists()
    assert send_letters(now=MORNING) == 0
    assert not Letter.objects.exists()


def test_ending_letters_leaves_what_is_told_on_the_pages(viewer: User, site: Settings) -> None:
    wants(viewer, "overdue", in_app=True, by_mail=True)
    wants(viewer, "silence", 90, in_app=False, by_mail=True)
    Client().post(end_address(viewer, LetterKind.REMINDERS).removeprefix(SITE))
    kept = Subscription.objects.order_by("kind").values_list("kind", "in_app", "by_mail")
    assert list(kept) == [("overdue", True, False), ("silence", False, True)]


def test_mail_tells_no_words_of_what_is_restricted(secret: Engagement, manager: User, site: Settings) -> None:
    """Those who may see it are told that there is something; the words are in the register alone."""
    wants(manager, "overdue", in_app=False, by_mail=True)
    (one,) = promised(secret, text="نص سري", due_on=TODAY - DAY, assignee=manager)
    write_reminders(now=MORNING)
    composed = reminder_letter(manager, TODAY)
    assert composed is not None
    assert composed.message is not None
    whole = composed.message.message().as_string() + str(composed.message.body)
    assert "نص سري" not in whole
    assert "نص سري" not in str(composed.message.alternatives)
    assert one.get_absolute_url() in str(composed.message.body)


def test_a_change_of_many_is_one_line(
    engagement: Engagement, reader: User, manager: User, site: Settings
) -> None:
    """Through the service that the list uses: sixty rows, one line, one letter."""
    User.objects.filter(pk=reader.pk).update(language="en")
    reader.refresh_from_db()
    rows = promised(engagement, 60, assignee=reader)
    seen = {row.pk: Commitment.objects.get(pk=row.pk).version for row in rows}
    change_many(seen=seen, wish=Wish(status="in_progress"), by=manager, now=MORNING)
    composed = reminder_letter(reader, TODAY)
    assert composed is not None
    assert composed.message is not None
    assert str(composed.message.body).count("\n- ") == 1
    assert "- 60 follow-ups\n" in str(composed.message.body)
    assert len(composed.told) == 60


def test_many_changed_at_once_are_one_line(
    engagement: Engagement, reader: User, manager: User, site: Settings
) -> None:
    User.objects.filter(pk=reader.pk).update(language="en")
    reader.refresh_from_db()
    rows = promised(engagement, 12, assignee=reader)
    for row in rows:
        change(row, manager, status="done")
    composed = reminder_letter(reader, TODAY)
    assert composed is not None
    assert composed.message is not None
    body = str(composed.message.body)
    assert body.count("12 follow-ups") == 1
    assert rows[0].text not in body
    assert len(composed.told) == 12


@pytest.mark.parametrize("size", [3, 300])
def test_a_letter_takes_as_many_queries_for_300_as_for_3(
    engagement: Engagement, reader: User, site: Settings, size: int
) -> None:
    promised(engagement, size, due_on=TODAY - DAY, assignee=reader)
    write_reminders(now=MORNING)
    with CaptureQueriesContext(connection) as captured:
        composed = reminder_letter(reader, TODAY)
    assert len(captured) == 1
    assert composed is not None
    assert composed.message is not None
    assert len(re.findall(r"/follow-ups/\d+/", str(composed.message.body))) == min(size, LINES)
    assert str(size - LINES) in str(composed.message.body) or size <= LINES


@pytest.mark.services
@pytest.mark.parametrize("role", ["manager", "viewer"])
def test_the_week_in_figures_is_for_managers(
    engagement: Engagement, secret: Engagement, server: MailServer, account: Callable[..., User], role: str
) -> None:
    user = account(role)
    User.objects.filter(pk=user.pk).update(email=USER, language="en")
    wants(user, "managers", in_app=False, by_mail=True)
    sunday = SUNDAY.date()
    promised(engagement, 2, due_on=sunday - DAY, owner="مصرف الجدار")
    promised(engagement, due_on=sunday - DAY)
    promised(engagement, 4, due_on=sunday + DAY)
    promised(engagement, 3)
    promised(engagement, status="done", closed_on=sunday - DAY)
    promised(engagement, status="done", closed_on=sunday - 8 * DAY)
    promised(secret, 50, due_on=sunday - DAY)
    Engagement.objects.filter(pk=engagement.pk).update(approved_at=SUNDAY - DAY)
    assert send_letters(now=SUNDAY) == (1 if role == "manager" else 0)
    if role != "manager":
        assert not Letter.objects.exists()
        return
    (mail,) = received(server)
    assert mail["Subject"] == "Sijill: the week in figures, 10 open, 3 overdue"
    plain, html = parts(mail)
    lines = plain.splitlines()
    for line in (
        "Open follow-ups: 10",
        "Overdue: 3",
        "Done in the last week: 1",
        "New in the last week: 12",
        "No due date: 3",
    ):
        assert line in lines
    assert "No owner: 8" in lines
    assert lines[lines.index("Overdue by owner") + 1 :][:2] == ["- مصرف الجدار: 2", "- No owner: 1"]
    assert "<bdi>مصرف الجدار</bdi>" in html
    assert send_letters(now=SUNDAY + timedelta(hours=2)) == 0


def test_a_letter_nobody_knows_of_is_kept_as_such(
    engagement: Engagement, reader: User, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line broke after the letter was handed over: the server may have it."""
    promised(engagement, due_on=TODAY - DAY, assignee=reader)

    def breaks(self: EmailBackend, messages: list[EmailMultiAlternatives]) -> int:
        raise smtplib.SMTPServerDisconnected("broke off")

    monkeypatch.setattr(EmailBackend, "open", lambda self: True)
    monkeypatch.setattr(EmailBackend, "send_messages", breaks)
    assert send_letters(now=MORNING) == 0
    row = Letter.objects.get()
    assert (row.state, row.error) == (LetterState.SENDING, "broke off")
    assert Notice.objects.get().mail == MailState.TOLD
