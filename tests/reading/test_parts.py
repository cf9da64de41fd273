"""What files inside a file may amount to, whatever kind of file it is."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from ingest.reading import DEFAULT_LIMITS, ErrorCode, ReadError
from ingest.reading.parts import Around, Tray


def test_parts_that_are_small_each_are_refused_when_they_are_too_much_together() -> None:
    limits = replace(DEFAULT_LIMITS, max_part_bytes=10, max_parts_bytes=25)
    spool = io.BytesIO()
    tray = Tray(spool, limits)
    tray.add("a.txt", bytes(10), Around())
    tray.add("b.txt", bytes(11), Around())
    tray.add("c.txt", bytes(10), Around())
    with pytest.raises(ReadError) as caught:
        tray.add("d.txt", bytes(6), Around())
    assert caught.value.code is ErrorCode.ZIP_BOMB
    assert spool.tell() == 20, "nothing of it is kept, nor of the one that was too big by itself"
