"""Plain text in any of the encodings that Arabic has been written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.reading.result import Extract
from ingest.reading.unwrap import unwrap

if TYPE_CHECKING:
    from ingest.reading.charset import Decoded
    from ingest.reading.limits import Limits

DECODER = "text-2"


def read(decoded: Decoded, limits: Limits) -> Extract:
    """The characters as they are, wrapped lines joined; a text file says nothing else of itself."""
    del limits
    return Extract(
        text=unwrap(decoded.text), decoder=DECODER, encoding=decoded.encoding, warnings=decoded.warnings
    )
