"""The parts of a container: their bytes one after another in a spool file, and the files that were left out.

No file is ever written under a name from a container; names are only shown to people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from ingest.reading.errors import ErrorCode, LeftOut, ReadError

if TYPE_CHECKING:
    from ingest.reading.limits import Limits

# Controls, and marks that make a name look like another one.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_MAX_PATH = 500
_MAX_NAME = 150


@dataclass(frozen=True, slots=True)
class Around:
    """What a mail says of everything in it. What a part says of itself takes precedence."""

    outlet: str = ""
    sent_on: date | None = None


NOWHERE = Around()


@dataclass(frozen=True, slots=True)
class Part:
    """One file in a container, in the container's order.

    `path` is its name there, for people: levels separated by `/`, none of which leads upwards, without control
    characters. A part is in the spool at offset `start`, `size` bytes long; one that was left out has a reason and is
    not in the spool.
    """

    path: str
    size: int
    start: int = 0
    left_out: LeftOut | None = None
    around: Around = Around()

    @property
    def name(self) -> str:
        """The last level of the path."""
        return self.path.rpartition("/")[2]

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values; `from_json` is its inverse."""
        return {
            "path": self.path,
            "size": self.size,
            "start": self.start,
            "left_out": str(self.left_out) if self.left_out else None,
            "outlet": self.around.outlet,
            "sent_on": self.around.sent_on.isoformat() if self.around.sent_on else None,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Part:
        """Rebuild what `to_json` wrote; KeyError or ValueError on anything else."""
        sent = values["sent_on"]
        return cls(
            path=str(values["path"]),
            size=int(values["size"]),
            start=int(values["start"]),
            left_out=LeftOut(values["left_out"]) if values["left_out"] else None,
            around=Around(str(values["outlet"]), date.fromisoformat(sent) if sent else None),
        )


@dataclass(frozen=True, slots=True)
class Unpacked:
    """An unpacked container: its format and its parts."""

    format: str
    parts: tuple[Part, ...]

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values; `from_json` is its inverse."""
        return {"format": self.format, "parts": [part.to_json() for part in self.parts]}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Unpacked:
        """Rebuild what `to_json` wrote; KeyError or ValueError on anything else."""
        return cls(str(values["format"]), tuple(map(Part.from_json, values["parts"])))


def shown_path(*levels: str) -> str:
    """A path for people from the names of each level, whatever slashes and tricks these contain."""
    names = []
    for level in levels:
        for name in _CONTROLS.sub("", level).replace("\\", "/").split("/"):
            if (bare := name.strip()) and bare not in (".", ".."):
                names.append(bare if len(bare) <= _MAX_NAME else f"{bare[:100]}…{bare[-40:]}")
    path = "/".join(names) or "–"
    # Of a path that is too long the end matters: the file's own name.
    return path if len(path) <= _MAX_PATH else "…" + path[1 - _MAX_PATH :]


@dataclass
class Tray:
    """Collects parts as long as they stay within the limits together."""

    spool: IO[bytes]
    limits: Limits
    parts: list[Part] = field(default_factory=list)
    _written: int = 0

    def add(self, path: str, data: bytes, around: Around) -> None:
        """Stores one part. Raises ReadError if there are too many parts or too many unpacked bytes."""
        if not data:
            self.leave_out(path, 0, LeftOut.EMPTY_FILE, around)
            return
        if len(data) > self.limits.max_part_bytes:
            self.leave_out(path, len(data), LeftOut.TOO_BIG, around)
            return
        if self._written + len(data) > self.limits.max_parts_bytes:
            raise ReadError(ErrorCode.ZIP_BOMB)
        self._note(Part(path, len(data), self._written, around=around))
        self.spool.write(data)
        self._written += len(data)

    def leave_out(self, path: str, size: int, reason: LeftOut, around: Around) -> None:
        """Notes a file that is no release, with the reason."""
        self._note(Part(path, size, left_out=reason, around=around))

    def _note(self, part: Part) -> None:
        if len(self.parts) >= self.limits.max_parts:
            raise ReadError(ErrorCode.TOO_MANY_PARTS, limit=self.limits.max_parts)
        self.parts.append(part)

    def finished(self, found: str) -> Unpacked:
        """All parts, as a container of that format."""
        self.spool.flush()
        return Unpacked(found, tuple(self.parts))
