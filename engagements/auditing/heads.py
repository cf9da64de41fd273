"""Keeps heads of the chain outside the database: they show if the chain was cut off or written anew.

Each head is a line of the file `settings.AUDIT_HEADS`, signed with a key derived from the secret key, which the
database does not know. Each signature covers the one before it, so that no line can be removed from the middle.
"""

from __future__ import annotations

import fcntl
import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from engagements.auditing.chain import Head, head

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

logger = logging.getLogger(__name__)

_SALT = "sijill.audit.heads"


@dataclass(frozen=True, slots=True)
class Kept:
    """The content of the file: the heads by position, and the numbers of lines with a wrong signature."""

    heads: dict[int, Head]
    forged: list[int]


def keep_head(*, now: datetime, path: Path | None = None) -> Head:
    """Appends the head of the chain to the file, and logs it, if it has moved since the last line. Raises OSError.

    Processes that do this at the same time wait for each other (a file lock).
    """
    where = path or settings.AUDIT_HEADS
    where.parent.mkdir(parents=True, exist_ok=True)
    with where.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        lines = file.read().splitlines()
        last = _parsed(lines[-1]) if lines else {}
        found = head()
        if found.position and found.hash != last.get("hash"):
            at = now.isoformat(timespec="seconds")
            said = {"position": found.position, "hash": found.hash, "at": at}
            file.write(json.dumps(said | {"mac": _signed(said, last.get("mac", ""))}) + "\n")
            logger.info("head of the audit trail: %s %s", found.position, found.hash)
    return found


def kept_heads(path: Path | None = None) -> Kept:
    """Reads the file; empty if there is none."""
    where = path or settings.AUDIT_HEADS
    try:
        lines = where.read_text("utf-8").splitlines()
    except FileNotFoundError:
        lines = []
    heads: dict[int, Head] = {}
    forged, before = [], ""
    for number, line in enumerate(lines, 1):
        said = _parsed(line)
        mac = str(said.pop("mac", ""))
        if not _is_ours(said, before, mac):
            forged.append(number)
        else:
            heads[said["position"]] = Head(said["position"], said["hash"], said["at"])
        before = mac
    return Kept(heads, forged)


def _parsed(line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _is_ours(said: dict[str, Any], before: str, mac: str) -> bool:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(_signed(said, before, key), mac) for key in keys)


def _signed(said: dict[str, Any], before: str, key: str | bytes | None = None) -> str:
    line = json.dumps([before, said.get("position"), said.get("hash"), said.get("at")])
    return salted_hmac(_SALT, line, secret=key, algorithm="sha256").hexdigest()
