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

from engagements.models import (
    Engagement,
    Letter,
    LetterKind,
    LetterState,
    MailState,
    Notice,
    User,
)
from engagements.services.letters import FIRST_WAIT, send_letters
from tests.engagements.reminding.conftest import DAY, MORNING, SITE, TODAY, change, promised, wants
from tests.mail_server import HOST, USER, MailServer, start_mail_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django.fixtures import Settings

SUNDAY = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@pytest.fixture
def server(site: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    server = start_mail_server(tmp_path_factory.mktemp("mail"))
    site.EMAIL_PORT = server.smtp_port
    yield server
    server.stop()


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
def test_a_refused_letter_fails_for_good_or_is_tried_again(
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
