"""Mails as Outlook saves them (MS-OXMSG): streams of a compound file, one a property."""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import olefile

from ingest.reading import html, letter
from ingest.reading.charset import decode
from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.letter import Enclosure, Letter

if TYPE_CHECKING:
    from ingest.reading.limits import Limits
    from ingest.reading.parts import Around
    from ingest.reading.result import Extract
    from ingest.reading.unpack import Unpacker

DECODER = f"msg-1+olefile-{olefile.__version__}"
# Everything that a damaged compound file makes of olefile.
_FAULTS = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error, EOFError)
_PROPERTIES = "__properties_version1.0"
_ATTACHMENT = re.compile(r"__attach_version1\.0_#[0-9A-F]{8}", re.I)
_SUBJECT, _SENDER, _ADDRESS, _SMTP = 0x0037, 0x0C1A, 0x0C1F, 0x5D01
_BODY, _HTML = 0x1000, 0x1013
_SENT, _DELIVERED, _CREATED = 0x0039, 0x0E06, 0x3007
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _MIME, _CONTENT_ID, _DATA = (
    0x3707,
    0x3704,
    0x3001,
    0x370E,
    0x3712,
    0x3701,
)
_CODEPAGE, _INTERNET_CODEPAGE = 0x3FFD, 0x3FDE
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def read(data: bytes, limits: Limits) -> Extract:
    """A mail that holds nothing but its words. ReadError `container` if it encloses files; broken; unsafe."""
    found = _opened(data, limits)
    letter.refuse_files(found, "msg")
    return letter.extract(found, DECODER)


def holds_files(data: bytes, limits: Limits) -> bool:
    """Whether there is more in the mail than its words. A mail that cannot be opened counts as such."""
    try:
        return bool(_opened(data, limits).files)
    except ReadError:
        return True


def unpack(data: bytes, into: Unpacker, above: tuple[str, ...], around: Around) -> None:
    """Hand the words and each enclosure to `into`. ReadError: broken, unsafe, zip_bomb, too_many_parts."""
    letter.unpack(_opened(data, into.limits), into, above, around)


def _opened(data: bytes, limits: Limits) -> Letter:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            return _Message(file, limits).letter((), 32)
    except RecursionError as error:
        raise ReadError(ErrorCode.UNSAFE, reason="nesting") from error
    except _FAULTS as error:
        raise ReadError(ErrorCode.BROKEN) from error


@dataclass
class _Message:
    """An open file; streams are read whole, at most `max_parts_bytes` of all of them together."""

    file: olefile.OleFileIO
    limits: Limits
    _read: int = 0

    def letter(self, at: tuple[str, ...], header: int) -> Letter:
        """The mail in the storage `at`, whose fixed properties begin after `header` bytes."""
        fixed = self._fixed(at, header)
        codepage = _number(fixed, _CODEPAGE) or _number(fixed, _INTERNET_CODEPAGE)
        encoding = f"cp{codepage}" if codepage and codepage != 65001 else "utf-8"

        def words(tag: int) -> str:
            return self._words(at, tag, encoding)

        address = words(_SMTP) or words(_ADDRESS)
        plain, page = words(_BODY), self._page(at, _number(fixed, _INTERNET_CODEPAGE))
        fuller = sum(map(str.isalpha, page)) > 2 * sum(map(str.isalpha, plain))
        sent = next(
            (moment for tag in (_SENT, _DELIVERED, _CREATED) if (moment := _moment(fixed, tag))), None
        )
        return Letter(
            subject=" ".join(words(_SUBJECT).split()),
            sender=" ".join(words(_SENDER).split()),
            address=address if re.fullmatch(r"[!-~]{1,300}@[!-~]{1,300}", address) else "",
            sent=sent,
            text=page if fuller else plain,
            enclosures=self._enclosures(at, encoding),
        )

    def _enclosures(self, at: tuple[str, ...], encoding: str) -> list[Enclosure]:
        depth = len(at)
        storages = sorted(
            {
                path[depth]
                for path in map(tuple, self.file.listdir(streams=True, storages=True))
                if len(path) > depth and path[:depth] == at and _ATTACHMENT.fullmatch(path[depth])
            }
        )
        if len(storages) > self.limits.max_parts:
            raise ReadError(ErrorCode.TOO_MANY_PARTS, limit=self.limits.max_parts)
        return [self._enclosure((*at, name), encoding, number) for number, name in enumerate(storages, 1)]

    def _enclosure(self, at: tuple[str, ...], encoding: str, number: int) -> Enclosure:
        names = (self._words(at, tag, encoding) for tag in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME))
        name = next((name for name in names if name), f"{number}.bin")
        inner = (*at, f"__substg1.0_{_DATA:04X}000D")
        if self.file.exists([*inner, _PROPERTIES]):
            if len(inner) > 2 * self.limits.max_nesting:
                raise ReadError(ErrorCode.UNSAFE, reason="nesting")
            return Enclosure(name, b"", letter=self.letter(inner, 24))
        data = self._stream(at, f"__substg1.0_{_DATA:04X}0102")
        inline = bool(self._words(at, _CONTENT_ID, encoding))
        return Enclosure(
            name, data, letter.why_not(self._words(at, _MIME, encoding).lower(), len(data), inline=inline)
        )

    def _fixed(self, at: tuple[str, ...], header: int) -> dict[int, bytes]:
        """The properties of a fixed length: eight bytes each, by tag."""
        data = self._stream(at, _PROPERTIES)
        rows = (data[start : start + 16] for start in range(header, len(data) - 15, 16))
        return {struct.unpack_from("<H", row, 2)[0]: row[8:] for row in rows}

    def _words(self, at: tuple[str, ...], tag: int, encoding: str) -> str:
        wide = self._stream(at, f"__substg1.0_{tag:04X}001F")
        if wide:
            return wide.decode("utf-16-le", "replace").rstrip("\x00")
        return _decoded(self._stream(at, f"__substg1.0_{tag:04X}001E").rstrip(b"\x00"), encoding)

    def _page(self, at: tuple[str, ...], codepage: int) -> str:
        """All that shows of the html body; empty if there is none or it is damaged."""
        data = self._stream(at, f"__substg1.0_{_HTML:04X}0102")
        try:
            stated = f"cp{codepage}" if codepage and codepage != 65001 else "utf-8"
            return html.shown_text(decode(data, stated), self.limits) if data.strip() else ""
        except ReadError:
            return ""

    def _stream(self, at: tuple[str, ...], name: str) -> bytes:
        path = [*at, name]
        if not self.file.exists(path):
            return b""
        self._read += self.file.get_size(path)
        if self._read > self.limits.max_parts_bytes:
            raise ReadError(ErrorCode.ZIP_BOMB)
        return bytes(self.file.openstream(path).read())


def _number(fixed: dict[int, bytes], tag: int) -> int:
    return int(struct.unpack_from("<I", fixed[tag])[0]) if tag in fixed else 0


def _moment(fixed: dict[int, bytes], tag: int) -> datetime | None:
    """A time in steps of 100 nanoseconds since 1601, if it is one of our times."""
    if tag not in fixed:
        return None
    ticks = int(struct.unpack_from("<Q", fixed[tag])[0])
    try:
        moment = (_EPOCH + timedelta(microseconds=ticks // 10)).replace(microsecond=0)
    except OverflowError:
        return None
    return moment if 1990 <= moment.year <= 2100 else None


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return decode(data, encoding).text if data.strip() else ""
    except ReadError:
        return data.decode("utf-8", "ignore")
