"""Damaged pictures: each is drawn, or refused with a ReadError, and nothing else."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from ingest.reading import ReadError
from ingest.reading.picture import bitmaps
from tests.hostile.picture_cases import saved
from tests.hostile.test_fuzz import DAMAGE, LIMITS, MANY, damaged

KINDS = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP", "AVIF")


@cache
def whole(kind: str) -> bytes:
    return saved(kind, (200, 120))


@MANY
@given(st.sampled_from(KINDS), DAMAGE)
def test_a_damaged_picture(kind: str, damage: list[tuple[float, int, str]]) -> None:
    try:
        pages = list(bitmaps(damaged(whole(kind), damage), LIMITS))
    except ReadError:
        return
    assert all(page.image.mode == "L" for page in pages)


@MANY
@given(st.sampled_from(KINDS), st.binary(max_size=400))
def test_a_head_with_anything_behind(kind: str, rest: bytes) -> None:
    try:
        pages = list(bitmaps(whole(kind)[:40] + rest, LIMITS))
    except ReadError:
        return
    assert all(page.image.mode == "L" for page in pages)
