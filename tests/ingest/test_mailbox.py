"""What arrives in the mailbox comes in once, and is marked only after it is kept. Against a real mail server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import OperationalError

from ingest.checks import ways_in
from ingest.intake import mailbox
from ingest.intake.mailbox import Account, BadAddress
from ingest.models import Release, WayIn
from ingest.tasks import fetch_mail
from tests.ingest.conftest import NOW, RELEASE
from tests.mail_server import MailServer, message, start_mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import Settings

    from engagements.models import User

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    server = start_mail_server(tmp_path_factory.mktemp("mail"))
    yield server
    server.stop()


@pytest.fixture
def server(running: MailServer) -> MailServer:
    """With an empty mailbox."""
    with running.mailbox() as box:
        box.delete(box.uids())
    assert running.flags() == {}
    return running


def fetch(server: MailServer, by: User, senders: tuple[str, ...] = ()) -> int:
    return mailbox.fetch(Account.from_url(server.url), by=by, now=NOW, senders=senders)


def test_messages_become_releases(editor: User, server: MailServer) -> None:
    server.deliver(message("لقاء الوزير", RELEASE))
    server.deliver(message("زيارة", "زار الوزير المصنع."))
    assert fetch(server, editor) == 2
    assert all("\\Seen" in flags for flags in server.flags().values())
    assert fetch(server, editor) == 0
    first = Release.objects.order_by("pk")[0]
    assert (first.filename, first.way_in) == ("لقاء الوزير.eml", WayIn.MAIL)
    assert b"press@lana.example" in first.file.read()


def test_a_message_is_not_marked_before_it_is_kept(
    editor: User, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**given: object) -> None:
        raise OperationalError("the database is away")

    server.deliver(message("لقاء الوزير", RELEASE))
    with monkeypatch.context() as patch:
        patch.setattr(mailbox, "submit", away)
        with pytest.raises(OperationalError):
            fetch(server, editor)
    assert server.flags() == {"لقاء الوزير": ()}
    assert fetch(server, editor) == 1


def test_a_break_between_keeping_and_marking_doubles_nothing(editor: User, server: MailServer) -> None:
    server.deliver(message("لقاء الوزير", RELEASE))
    assert fetch(server, editor) == 1
    with server.mailbox() as box:
        box.flag(box.uids(), "\\Seen", False)
    assert fetch(server, editor) == 1
    assert Release.objects.count() == 1


def test_messages_of_unknown_senders_are_not_taken_in(editor: User, server: MailServer) -> None:
    server.deliver(message("لقاء الوزير", RELEASE))
    server.deliver(message("إعلان", "عرض خاص", sender="shop@elsewhere.example"))
    assert fetch(server, editor, senders=("@lana.example",)) == 1
    assert server.flags()["إعلان"] == ("\\Flagged",)
    assert fetch(server, editor, senders=("@lana.example",)) == 0


def test_what_is_too_large_is_starred(
    editor: User, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "MAX_KEPT_BYTES", 100)
    server.deliver(message("طويل", "كلمة " * 200))
    assert fetch(server, editor) == 0
    assert server.flags()["طويل"] == ("\\Flagged",)


def test_the_task_bears_a_server_that_is_away(editor: User, tmp_path: Path, settings: Settings) -> None:
    assert fetch_mail() == 0, "off unless the setting names a mailbox"
    server = start_mail_server(tmp_path)
    try:
        settings.MAILBOX_URL = server.url
        server.deliver(message("لقاء الوزير", RELEASE))
        assert fetch_mail() == 1
    finally:
        server.stop()
    assert fetch_mail() == 0


def test_a_wrong_password_is_a_fault_that_is_logged(server: MailServer, settings: Settings, db: None) -> None:
    settings.MAILBOX_URL = server.url.replace("for-tests", "not-this")
    assert fetch_mail() == 0


@pytest.mark.parametrize(
    ("url", "account"),
    [
        (
            "imaps://press:a%40b@mail.example.ly/INBOX",
            Account("mail.example.ly", 993, "press", "a@b", "INBOX", "tls"),
        ),
        ("imap+starttls://p:s@h.example:1143", Account("h.example", 1143, "p", "s", "INBOX", "starttls")),
        ("imap://p:s@127.0.0.1/Press/New", Account("127.0.0.1", 143, "p", "s", "Press/New", "none")),
    ],
)
def test_an_address_says_host_port_folder_and_security(url: str, account: Account) -> None:
    assert Account.from_url(url) == account


@pytest.mark.parametrize(
    "url", ["imap://p:s@mail.example.ly", "https://mail.example.ly", "imaps://mail.example.ly", "nonsense"]
)
def test_a_wrong_address_is_an_error_at_the_start(url: str, settings: Settings) -> None:
    with pytest.raises(BadAddress):
        Account.from_url(url)
    settings.MAILBOX_URL = url
    assert [each.id for each in ways_in(None)] == ["ingest.E001"]
