"""Reads zip files from strangers: the number of entries, the compression ratio and the unpacked bytes are limited."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Self

from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.formats import ENCRYPTED, ZIP_FAULTS

if TYPE_CHECKING:
    from types import TracebackType

    from ingest.reading.limits import Limits

_CHUNK = 1 << 16
# Small parts compress well by nature; the ratio is held against a part only from this size on.
_RATIO_FROM = 1_000_000


class SafeZip:
    """A zip file. Of all parts together, at most `limits.max_unpacked_bytes` are unpacked.

    The sizes in the directory are only a claim; the bytes that come out are counted.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.max_unpacked_bytes
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_FAULTS as error:
            raise ReadError(ErrorCode.BROKEN) from error
        entries = self._zip.infolist()
        claimed = sum(entry.file_size for entry in entries)
        if len(entries) > limits.max_zip_entries or claimed > 5 * limits.max_unpacked_bytes:
            raise ReadError(ErrorCode.ZIP_BOMB)
        self._entries = {entry.filename: entry for entry in entries}
        self._all = entries

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def names(self) -> list[str]:
        """The names of all parts, as the archive gives them. Never use them as paths."""
        return list(self._entries)

    def entries(self) -> list[zipfile.ZipInfo]:
        """All parts in the order of the directory, even two of the same name."""
        return self._all

    def read(self, name: str) -> bytes:
        """The bytes of one part. Raises KeyError if there is none, ReadError if it is damaged or exceeds the limits."""
        return self.read_entry(self._entries[name])

    def read_entry(self, entry: zipfile.ZipInfo) -> bytes:
        """The bytes of one of `entries()`. Raises ReadError if it is damaged, encrypted or exceeds the limits."""
        if entry.flag_bits & ENCRYPTED:
            raise ReadError(ErrorCode.PASSWORD_PROTECTED)
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    self._left -= len(chunk)
                    self._check(size, entry.compress_size)
                    chunks.append(chunk)
        except ZIP_FAULTS as error:
            raise ReadError(ErrorCode.BROKEN) from error
        return b"".join(chunks)

    def _check(self, size: int, packed: int) -> None:
        too_dense = size > _RATIO_FROM and size > self._limits.max_zip_ratio * max(packed, 1)
        if self._left < 0 or too_dense:
            raise ReadError(ErrorCode.ZIP_BOMB)
