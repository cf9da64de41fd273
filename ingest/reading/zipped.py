"""Zip archives of releases: each part by its own name, in whatever encoding the name was written."""

from __future__ import annotations

import itertools
import stat
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.reading.archive import SafeZip
from ingest.reading.charset import readability
from ingest.reading.errors import ErrorCode, LeftOut, ReadError
from ingest.reading.formats import ENCRYPTED
from ingest.reading.parts import Around, shown_path

if TYPE_CHECKING:
    from ingest.reading.limits import Limits
    from ingest.reading.unpack import Unpacker

# The bit that says that the name is UTF-8; without it the name is in the code page of the machine that packed.
_UTF8_NAME = 0x800
_NAME_ENCODINGS = ("utf-8", "cp720", "cp1256", "cp864")
_LOCAL_HEADER = 30


def holds_files(data: bytes, limits: Limits) -> bool:
    """Always: an archive is never a release itself."""
    del data, limits
    return True


def unpack(data: bytes, into: Unpacker, above: tuple[str, ...], around: Around) -> None:
    """Hand each part to `into`. ReadError: broken, password_protected (all of it), unsafe, zip_bomb, too_many_parts."""
    limits = into.limits
    if data.count(b"PK\x01\x02") > 20 * limits.max_parts:
        # Each entry has this mark: so many are refused before a row is made for each of them.
        raise ReadError(ErrorCode.TOO_MANY_PARTS, limit=limits.max_parts)
    bounds = replace(limits, max_unpacked_bytes=limits.max_parts_bytes, max_zip_entries=20 * limits.max_parts)
    with SafeZip(data, bounds) as archive:
        # Not `is_dir`, which falls over a part without a name.
        entries = [entry for entry in archive.entries() if not entry.filename.endswith("/")]
        if len(entries) > limits.max_parts:
            raise ReadError(ErrorCode.TOO_MANY_PARTS, limit=limits.max_parts)
        _refuse_overlaps(entries)
        if entries and all(entry.flag_bits & ENCRYPTED for entry in entries):
            raise ReadError(ErrorCode.PASSWORD_PROTECTED)
        for entry in entries:
            _take(archive, entry, into, above, around)


def _refuse_overlaps(entries: list[zipfile.ZipInfo]) -> None:
    """Parts that share bytes unpack to more than any honest archive could hold."""
    placed = sorted(entries, key=lambda entry: entry.header_offset)
    for entry, following in itertools.pairwise(placed):
        if entry.header_offset + _LOCAL_HEADER + entry.compress_size > following.header_offset:
            raise ReadError(ErrorCode.UNSAFE, reason="overlapping parts")


def _take(
    archive: SafeZip, entry: zipfile.ZipInfo, into: Unpacker, above: tuple[str, ...], around: Around
) -> None:
    name = _name(entry)
    reason = _why_not(entry, into.limits)
    data = b""
    if reason is None:
        try:
            data = archive.read_entry(entry)
        except ReadError as error:
            if error.code is not ErrorCode.BROKEN:
                raise
            reason = LeftOut.DAMAGED
    if reason:
        into.tray.leave_out(shown_path(*above, name), entry.file_size, reason, around)
    else:
        into.take(data, above, name, around)


def _why_not(entry: zipfile.ZipInfo, limits: Limits) -> LeftOut | None:
    if stat.S_ISLNK(entry.external_attr >> 16):
        return LeftOut.LINK
    if entry.flag_bits & ENCRYPTED:
        return LeftOut.LOCKED
    return LeftOut.TOO_BIG if entry.file_size > limits.max_part_bytes else None


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of a part; one without the mark of UTF-8 in the encoding that gives the best letters."""
    if entry.flag_bits & _UTF8_NAME or entry.filename.isascii():
        return entry.filename
    raw = entry.filename.encode("cp437", errors="replace")
    names = []
    for encoding in _NAME_ENCODINGS:
        try:
            names.append(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8":
            break
    return max(names, key=readability, default=entry.filename)
