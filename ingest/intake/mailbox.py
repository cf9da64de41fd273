"""The mailbox: every message that arrives there becomes a release.

A message is marked as done only after its release is committed. If anything fails before, it is fetched again the
next time and known by its bytes.
"""

from __future__ import annotations

import logging
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from ingest.models import WayIn
from ingest.services.submission import MAX_KEPT_BYTES, submit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from engagements.models import User

logger = logging.getLogger(__name__)

FAULTS = (ImapToolsError, OSError, ssl.SSLError)
"""What a server that is away, refuses or breaks off raises."""
_SEEN, _FLAGGED = "\\Seen", "\\Flagged"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class BadAddress(ValueError):
    """The setting is no address of a mailbox."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where the mailbox is. `security` is `tls`, `starttls` or `none` (on this machine only)."""

    host: str
    port: int
    username: str
    password: str
    folder: str
    security: str

    @classmethod
    def from_url(cls, url: str) -> Account:
        """Reads `imaps://user:password@host:993/INBOX`, `imap+starttls://…` or `imap://…`. Raises BadAddress."""
        parts = urlsplit(url)
        kinds = {"imaps": ("tls", 993), "imap+starttls": ("starttls", 143), "imap": ("none", 143)}
        if parts.scheme not in kinds or not parts.hostname or not parts.username:
            raise BadAddress("imaps://user:password@host/folder is expected")
        security, port = kinds[parts.scheme]
        if security == "none" and parts.hostname not in _LOOPBACK:
            raise BadAddress("imap:// would send the password in the clear: use imaps:// or imap+starttls://")
        folder = unquote(parts.path.lstrip("/")) or "INBOX"
        return cls(
            parts.hostname,
            parts.port or port,
            unquote(parts.username),
            unquote(parts.password or ""),
            folder,
            security,
        )


def fetch(
    account: Account, *, by: User, now: datetime, senders: Sequence[str] = (), at_most: int = 100
) -> int:
    """Takes in the unread messages of the folder, oldest first. Returns how many. Raises one of FAULTS.

    `senders` are the addresses or domains (`@lana.example`) that are accepted; if it is empty, everybody is. A
    refused message stays unread, with the flag that mail programs show as a star.
    """
    taken = 0
    with _connected(account) as mailbox:
        numbers = mailbox.uids(AND(seen=False, flagged=False))[:at_most]
        for number in numbers:
            taken += _take(mailbox, number, by=by, now=now, senders=senders)
    return taken


def _connected(account: Account) -> BaseMailBox:
    timeout = 30.0
    box: BaseMailBox
    if account.security == "tls":
        box = MailBox(account.host, account.port, timeout=timeout, ssl_context=ssl.create_default_context())
    elif account.security == "starttls":
        box = MailBoxStartTls(
            account.host, account.port, timeout=timeout, ssl_context=ssl.create_default_context()
        )
    else:
        box = MailBoxUnencrypted(account.host, account.port, timeout=timeout)
    return box.login(account.username, account.password, initial_folder=account.folder)


def _take(mailbox: BaseMailBox, number: str, *, by: User, now: datetime, senders: Sequence[str]) -> bool:
    """Takes in one message. Fetching does not mark it as read; it is marked after the commit."""
    head = next(iter(mailbox.fetch(AND(uid=number), headers_only=True, mark_seen=False)), None)
    if head is None:
        return False
    if reason := _refusal(head.from_, head.size_rfc822, senders):
        logger.warning("message %s of the mailbox was refused: %s", number, reason)
        mailbox.flag(number, _FLAGGED, True)
        return False
    content = _bytes_of(mailbox, number)
    if content is None:
        return False
    release = submit(
        content=content,
        filename=f"{head.subject.strip()[:200] or 'message'}.eml",
        by=by,
        now=now,
        way_in=WayIn.MAIL,
    ).release
    mailbox.flag(number, _SEEN, True)
    logger.info("release %s came in by mail", release.pk)
    return True


def _refusal(sender: str, size: int, senders: Sequence[str]) -> str:
    address = sender.lower()
    if senders and not any(address == each.lower() or address.endswith(_domain(each)) for each in senders):
        return f"{sender!r} is no known sender"
    return f"it is larger than {MAX_KEPT_BYTES} bytes" if size > MAX_KEPT_BYTES else ""


def _domain(allowed: str) -> str:
    """What addresses of that domain end with; something that no address ends with if a whole address is allowed."""
    return allowed.lower() if allowed.startswith("@") else "\n"


def _bytes_of(mailbox: BaseMailBox, number: str) -> bytes | None:
    """The message byte for byte; None if it was removed meanwhile."""
    status, answer = mailbox.client.uid("fetch", number, "(BODY.PEEK[])")
    if status != "OK":
        raise OSError(f"the mail server did not give message {number}: {status}")
    return next((bytes(part[1]) for part in answer if isinstance(part, tuple)), None)
