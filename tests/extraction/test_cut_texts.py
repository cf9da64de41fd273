"""A text may end anywhere: in the middle of a name, an office, a date. Whatever is left is read without a fault."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.extraction import Home, read

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "samples").glob("*.txt"))
STRIDE = 13
"""Every thirteenth word; which one it begins with differs from text to text."""
DAY = date(2026, 11, 18)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_text_that_breaks_off(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    ends = [at for at, char in enumerate(text) if char.isspace()]
    for at in ends[len(text) % STRIDE :: STRIDE]:
        reading = read(text[:at], home=Home("LY"), published=DAY)
        for engagement in reading.engagements:
            for value in (engagement.city, *engagement.organizations, *engagement.partner_countries):
                assert value.evidence is None or value.evidence.end <= at


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_paragraphs_that_break_off(path: Path) -> None:
    """Every paragraph loses its last words, one after the other, so that each word of the language ends a line once."""
    paragraphs = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for lost in range(1, 40, 6):
        read("\n\n".join(" ".join(words[:-lost]) for words in paragraphs), home=Home("LY"), published=DAY)
