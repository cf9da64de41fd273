"""The weekly letter: when it goes out, to whom, once, and how it is ended. Sent to a real mail server."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client

from engagements.auditing.chain import Fault, head, verify
from engagements.models import Letter, LetterKind, LetterState, Subscription, SubscriptionKind, User
from engagements.reminding.mailing import end_address, ended_by
from engagements.reminding.manager_letter import manager_letter
from engagements.reminding.silence_letter import silence_letter
from engagements.reminding.times import due_week
from engagements.services.letters import FIRST_WAIT, LONGEST_WAIT, TRIES, send_letters
from engagements.services.recording import CommitmentRecord
from engagements.tasks import send_due_letters
from tests.engagements.test_topics import met
from tests.mail_server import HOST, USER, MailServer, start_mail_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from imap_tools import MailMessage
    from pytest_django.fixtures import Settings

    from tests.engagements.conftest import Register

SUNDAY = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
"""Eight in the morning in Tripoli."""
WEEK = date(2026, 11, 22)
LETTERS = "/account/letters/"


@pytest.fixture
def site(settings: Settings) -> Settings:
    """Set up to send, to a port where nobody listens."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = HOST, 1, 10
    settings.DEFAULT_FROM_EMAIL, settings.SITE_ADDRESS = "register@lana.example", "https://register.example"
    return settings


@pytest.fixture
def server(site: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    server = start_mail_server(tmp_path_factory.mktemp("mail"))
    site.EMAIL_PORT = server.smtp_port
    yield server
    server.stop()


@pytest.fixture
def silent(register: Register) -> Register:
    """Something to tell: Japan, a company and a commitment."""
    promise = (CommitmentRecord("agreed", "تدريب الفنيين", "", date(2026, 9, 1)),)
    met(register, date=date(2026, 7, 1), commitments=promise)
    return register


def wanting(user: User, language: str = "ar", days: int = 90) -> Subscription:
    User.objects.filter(pk=user.pk).update(email=USER, language=language)
    user.refresh_from_db()
    return Subscription.objects.create(user=user, kind=SubscriptionKind.SILENCE, by_mail=True, days=[days])


def received(server: MailServer) -> list[MailMessage]:
    with server.mailbox() as box:
        return list(box.fetch(mark_seen=False))


@pytest.mark.parametrize(
    ("now", "week"),
    [
        ("2026-11-22T04:59:00+00:00", None),
        ("2026-11-22T05:00:00+00:00", WEEK),
        ("2026-11-23T22:30:00+00:00", WEEK),
        ("2026-11-24T21:59:00+00:00", WEEK),
        ("2026-11-24T22:00:00+00:00", None),
        ("2026-11-28T21:00:00+00:00", None),
        ("2026-11-29T04:00:00+00:00", None),
        ("2026-11-29T05:30:00+00:00", date(2026, 11, 29)),
    ],
)
def test_letters_are_due_from_sunday_seven_in_tripoli(now: str, week: date | None) -> None:
    assert due_week(datetime.fromisoformat(now)) == week


@pytest.mark.services
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", ["اليابان", "شركة هوكوتو", "تدريب الفنيين"]),
        ("en", ["Japan", "شركة هوكوتو", "Overdue follow-ups: 1"]),
    ],
)
def test_a_letter_arrives_once(
    silent: Register, server: MailServer, account: Callable[..., User], language: str, words: list[str]
) -> None:
    user = account("viewer")
    wanting(user, language)
    assert [send_letters(now=SUNDAY + timedelta(hours=hours)) for hours in (-2, 0, 0, 1, 24, 47)] == [
        0,
        1,
        0,
        0,
        0,
        0,
    ]
    (mail,) = received(server)
    assert (mail.from_, mail.to) == ("register@lana.example", (USER,))
    assert "90" in mail.subject
    for part in (mail.text, mail.html):
        assert [word for word in words if word not in part] == []
        assert "https://register.example/countries/JP/" in part
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in mail.html
    assert mail.headers["list-unsubscribe-post"] == ("List-Unsubscribe=One-Click",)
    assert (
        mail.headers["list-unsubscribe"][0]
        .strip("\r\n <>")
        .startswith("https://register.example/account/letters/")
    )
    row = Letter.objects.get()
    assert (row.user, row.kind, row.day, row.state, row.tries) == (
        user,
        LetterKind.SILENCE,
        WEEK,
        LetterState.SENT,
        1,
    )
    assert send_letters(now=SUNDAY + timedelta(days=7)) == 1
    assert len(received(server)) == 2


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_it_once(
    silent: Register, server: MailServer, account: Callable[..., User]
) -> None:
    wanting(account("viewer"))
    begin, sent = Barrier(2), []

    def work() -> None:
        begin.wait(30)
        sent.append(send_letters(now=SUNDAY))
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(sent) == [0, 1]
    assert len(received(server)) == 1


@pytest.mark.services
def test_a_letter_of_a_worker_that_was_killed_is_not_sent_again(
    silent: Register, server: MailServer, account: Callable[..., User]
) -> None:
    subscription = wanting(account("viewer"))
    Letter.objects.create(
        user=subscription.user,
        kind=LetterKind.SILENCE,
        day=WEEK,
        at=SUNDAY,
        state=LetterState.SENDING,
        tries=1,
    )
    assert send_letters(now=SUNDAY + timedelta(hours=1)) == 0
    assert received(server) == []
    assert Letter.objects.get().state == LetterState.SENDING


@pytest.mark.services
def test_what_the_server_did_not_take_is_tried_again(
    silent: Register, site: Settings, account: Callable[..., User], tmp_path_factory: pytest.TempPathFactory
) -> None:
    wanting(account("viewer"))
    assert send_letters(now=SUNDAY) == 0
    row = Letter.objects.get()
    assert (row.state, row.tries, row.next_try_at) == (LetterState.PENDING, 1, SUNDAY + FIRST_WAIT)
    assert row.error
    server = start_mail_server(tmp_path_factory.mktemp("mail"))
    try:
        site.EMAIL_PORT = server.smtp_port
        assert send_letters(now=SUNDAY + FIRST_WAIT - timedelta(seconds=1)) == 0
        assert send_letters(now=SUNDAY + FIRST_WAIT) == 1
        assert len(received(server)) == 1
    finally:
        server.stop()
    row.refresh_from_db()
    assert (row.state, row.tries, row.error, row.next_try_at) == (LetterState.SENT, 2, "", None)


def test_it_is_given_up_after_some_tries(
    silent: Register, site: Settings, account: Callable[..., User]
) -> None:
    wanting(account("viewer"))
    waits, now = [], SUNDAY
    following: datetime | None = SUNDAY
    while following:
        assert send_letters(now=now) == 0
        if following := Letter.objects.get().next_try_at:
            waits.append(following - now)
            now = following
    assert send_letters(now=now + LONGEST_WAIT) == 0
    assert (Letter.objects.get().state, Letter.objects.get().tries) == (LetterState.FAILED, TRIES)
    assert waits[:4] == [FIRST_WAIT * n for n in (1, 3, 9, 27)]
    assert set(waits[4:]) == {LONGEST_WAIT}


def test_no_letter_without_silence_an_active_account_and_an_address(
    silent: Register, site: Settings, account: Callable[..., User]
) -> None:
    patient, gone, nowhere = account("viewer"), account("editor", "gone"), account("manager")
    wanting(patient, days=3000)
    wanting(gone)
    wanting(nowhere)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    User.objects.filter(pk=nowhere.pk).update(email="")
    assert send_letters(now=SUNDAY) == 0
    assert not Letter.objects.exists()


def test_nothing_is_sent_without_a_mail_server(
    silent: Register, settings: Settings, account: Callable[..., User]
) -> None:
    settings.EMAIL_HOST = ""
    wanting(account("viewer"))
    assert send_letters(now=SUNDAY) == 0
    send_due_letters()
    assert not Letter.objects.exists()
    assert "send-the-letters" not in settings.CELERY_BEAT_SCHEDULE


def test_letters_tell_nothing_restricted(
    register: Register, site: Settings, account: Callable[..., User]
) -> None:
    promise = (CommitmentRecord("agreed", "سر", "", None),)
    met(register, date=date(2026, 7, 1), confidentiality="restricted", commitments=promise)
    assert silence_letter(wanting(account("manager")).user, WEEK) is None


def test_who_may_see_the_trail_is_told_its_end(
    silent: Register, site: Settings, account: Callable[..., User]
) -> None:
    """A copy outside: whoever writes the whole chain anew cannot write the letters anew."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    end, admin, manager = head(), wanting(account("admin")).user, wanting(account("manager")).user
    assert end.position > 0
    for kind, compose in ((LetterKind.SILENCE, silence_letter), (LetterKind.MANAGERS, manager_letter)):
        told, untold = compose(admin, WEEK), compose(manager, WEEK)
        assert told is not None, kind
        assert untold is not None, kind
        assert told.message is not None
        assert untold.message is not None
        html = str(told.message.alternatives[0][0])
        for said in (str(told.message.body), html):
            assert f"verify_audit --expect {end.hash}" in said
        assert end.hash not in str(untold.message.body) + str(untold.message.alternatives)
    assert Fault.UNKNOWN_HEAD not in verify(expect=[end.hash]).faults


def test_one_post_ends_the_letters(silent: Register, site: Settings, account: Callable[..., User]) -> None:
    """As a mail program does it: nobody is signed in, there is no token of a form."""
    user, other = account("viewer"), account("manager")
    wanting(user)
    wanting(other)
    path = end_address(user, LetterKind.SILENCE).removeprefix("https://register.example")
    outside = Client(enforce_csrf_checks=True)
    asked = outside.get(path)
    assert (asked.status_code, Subscription.objects.count()) == (200, 2)
    assert re.search(r'<form method="post"', asked.content.decode())
    for _ in range(2):
        assert outside.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert [one.user for one in Subscription.objects.all()] == [other]
    assert ended_by(path.split("/")[-2]) == (user.pk, LetterKind.SILENCE)
    assert outside.post(path[:-5] + "xxxx/").status_code == 404
