"""Hostile pictures: in the ordinary lane they are only told to be scans; where letters are recognised, bounds hold."""

from __future__ import annotations

import shutil
import time
from functools import cache

import pytest

from ingest.reading import ErrorCode, Limits, ReadError, read_in_subprocess, recognise_in_subprocess
from ingest.reading.picture import bitmaps
from tests.hostile.case import READ, Case
from tests.hostile.picture_cases import CASES, saved

LIMITS = Limits(scan_seconds=20.0, page_seconds=10.0, max_memory=700_000_000)


@cache
def built(case: Case) -> bytes:
    """For both lanes."""
    return case.build()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_in_the_lane_of_texts_it_is_a_scan(case: Case) -> None:
    """Nothing of it is decoded there."""
    with pytest.raises(ReadError) as told:
        read_in_subprocess(built(case), case.filename, LIMITS)
    assert told.value.code == ErrorCode.SCAN


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hostile_picture(case: Case, caplog: pytest.LogCaptureFixture) -> None:
    data = built(case)
    started = time.monotonic()
    try:
        outcome, text = READ, recognise_in_subprocess(data, case.filename, LIMITS).text
    except ReadError as error:
        outcome, text = str(error.code), str(error)
    assert outcome in case.expected
    assert time.monotonic() - started < LIMITS.scan_seconds + 5
    assert not [word for word in case.never if word in text]
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP", "AVIF"])
def test_every_kind_of_picture_opens(kind: str) -> None:
    """Or what is refused above might be refused for the wrong reason."""
    (page,) = bitmaps(saved(kind), LIMITS)
    assert page.image.height == 2 * 400
