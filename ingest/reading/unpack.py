"""Takes a container apart: archives, mails, and those inside them, down to files that are no containers."""

from __future__ import annotations

import re
from importlib import import_module
from typing import IO

from ingest.reading import formats
from ingest.reading.errors import ErrorCode, LeftOut, ReadError
from ingest.reading.formats import Format
from ingest.reading.limits import Limits
from ingest.reading.parts import NOWHERE, Around, Tray, Unpacked, shown_path

_OPENERS = {
    Format.ZIP: "ingest.reading.zipped",
    Format.EML: "ingest.reading.mail",
    Format.MSG: "ingest.reading.msg",
}
_SYSTEM_FILE = re.compile(
    r"(^|/)(__MACOSX/.*|\._[^/]*|\.DS_Store|Thumbs\.db|ehthumbs\.db|desktop\.ini|~\$[^/]*|\.git/.*|\.[^/.]+)$",
    re.I,
)
_BY_ENDING = {
    "p7s": LeftOut.SIGNATURE,
    "p7m": LeftOut.SIGNATURE,
    "asc": LeftOut.SIGNATURE,
    "sig": LeftOut.SIGNATURE,
    "ics": LeftOut.CALENDAR,
    "vcf": LeftOut.CONTACT,
}


def take_apart(data: bytes, filename: str, spool: IO[bytes], limits: Limits) -> Unpacked:
    """The parts of a container, the bytes of those that are kept written to `spool`.

    Raises ReadError: not a container, damaged, locked, or beyond the limits as a whole. One part that cannot be had
    (locked, damaged) is left out with the reason.
    """
    if len(data) > limits.max_container_bytes:
        raise ReadError(ErrorCode.TOO_LARGE, size=len(data), limit=limits.max_container_bytes)
    kind = formats.container_kind(formats.sniff_container(data), formats.claimed_format(filename))
    if kind is None:
        raise ReadError(ErrorCode.UNSUPPORTED, kind=formats.sniff_container(data) or "text")
    unpacker = Unpacker(spool, limits)
    unpacker.open(kind, data, ())
    return unpacker.tray.finished(str(kind))


class Unpacker:
    """Goes down into containers inside containers, all of them within one set of limits."""

    def __init__(self, spool: IO[bytes], limits: Limits) -> None:
        self.tray = Tray(spool, limits)
        self.limits = limits

    def open(self, kind: Format, data: bytes, above: tuple[str, ...], around: Around = NOWHERE) -> None:
        """Put what is inside `data` on the tray; `above` are the names of the containers around it."""
        import_module(_OPENERS[kind]).unpack(data, self, above, around)

    def take(self, data: bytes, above: tuple[str, ...], name: str, around: Around = NOWHERE) -> None:
        """One file: onto the tray, or taken apart in turn if it holds others, or left out."""
        path = shown_path(*above, name)
        if reason := why_not(path):
            self.tray.leave_out(path, len(data), reason, around)
            return
        kind = formats.container_kind(formats.sniff_container(data), formats.claimed_format(name))
        if kind is None or not import_module(_OPENERS[kind]).holds_files(data, self.limits):
            self.tray.add(path, data, around)
        elif len(above) + 1 >= self.limits.max_nesting:
            self.tray.leave_out(path, len(data), LeftOut.TOO_DEEP, around)
        else:
            self._go_down(kind, data, above, name, around)

    def _go_down(self, kind: Format, data: bytes, above: tuple[str, ...], name: str, around: Around) -> None:
        """What breaks a container inside breaks only that one; what bursts the limits refuses the whole."""
        try:
            self.open(kind, data, (*above, name), around)
        except ReadError as error:
            reasons = {ErrorCode.PASSWORD_PROTECTED: LeftOut.LOCKED, ErrorCode.BROKEN: LeftOut.DAMAGED}
            if error.code not in reasons:
                raise
            self.tray.leave_out(shown_path(*above, name), len(data), reasons[error.code], around)


def why_not(path: str) -> LeftOut | None:
    """Why a file of this name is no release, whatever is in it; None if it may be one."""
    if _SYSTEM_FILE.search(path):
        return LeftOut.SYSTEM_FILE
    return _BY_ENDING.get(path.rpartition(".")[2].lower())
