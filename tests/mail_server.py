"""A real mail server on loopback: SMTP to send to it, IMAP to read from it. It forgets everything when it ends."""

from __future__ import annotations

import smtplib
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from email.message import EmailMessage
from typing import TYPE_CHECKING

from imap_tools import MailBoxUnencrypted

if TYPE_CHECKING:
    from pathlib import Path

    from imap_tools import BaseMailBox

HOST = "127.0.0.1"
USER = "sijill@example.org"
PASSWORD = "for-tests-only"


@dataclass
class MailServer:
    process: subprocess.Popen[bytes]
    imap_port: int
    smtp_port: int

    @property
    def url(self) -> str:
        return f"imap://{USER.replace('@', '%40')}:{PASSWORD}@{HOST}:{self.imap_port}/INBOX"

    def deliver(self, message: EmailMessage) -> None:
        with smtplib.SMTP(HOST, self.smtp_port, timeout=10) as line:
            line.send_message(message, "press@lana.example", [USER])

    def mailbox(self) -> BaseMailBox:
        return MailBoxUnencrypted(HOST, self.imap_port, timeout=10).login(USER, PASSWORD)

    def flags(self) -> dict[str, tuple[str, ...]]:
        """Subject: the flags of each message."""
        with self.mailbox() as box:
            return {each.subject: each.flags for each in box.fetch(mark_seen=False)}

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


def start_mail_server(folder: Path) -> MailServer:
    """Started and answering. Raises TimeoutError if it does not within 20 seconds."""
    imap, smtp = _free_port(), _free_port()
    with (folder / "mail-server.log").open("wb") as log:
        process = subprocess.Popen(
            [
                *[sys.executable, "-c", "from mail_devel.__main__ import main; main()"],
                *["--host", HOST, "--user", USER, "--password", PASSWORD, "--no-http"],
                *["--imap-port", str(imap), "--smtp-port", str(smtp)],
            ],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    server = MailServer(process, imap, smtp)
    deadline = time.monotonic() + 20
    while not all(_answers(port) for port in (imap, smtp)):
        if process.poll() is not None or time.monotonic() > deadline:
            server.stop()
            raise TimeoutError((folder / "mail-server.log").read_text())
        time.sleep(0.1)
    return server


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=1):
            return True
    except OSError:
        return False


def message(subject: str, text: str, sender: str = "press@lana.example") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"وكالة المرفأ <{sender}>"
    mail["To"] = USER
    mail["Subject"] = subject
    mail["Date"] = "Wed, 18 Nov 2026 10:00:00 +0200"
    mail.set_content(text)
    return mail
