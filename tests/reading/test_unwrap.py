"""Wrapped lines are joined, and only those: a wrapped release must give the drafts of the unwrapped one."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from ingest.extraction import Home
from ingest.extraction import read as extract
from ingest.reading import read_file
from ingest.reading.unwrap import unwrap
from tests.reading.builders import ARABIC

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "samples").glob("**/*.txt"))
# A dateline that fills its line to the last column: nobody can tell it from the words of the paragraph below.
AMBIGUOUS = {("sa-2025-10-libya-mining", 72)}
HOME = Home("LY", ("وزارة الصناعة والمعادن",), "طرابلس")


def wrapped(text: str, column: int, *, in_bytes: bool = False) -> str:
    """As a mail program wraps: at the last space before the column, each paragraph by itself."""
    if not in_bytes:
        return "\n".join(
            "\n".join(textwrap.wrap(line, column, break_long_words=False, break_on_hyphens=False))
            for line in text.split("\n")
        )
    out = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            if line and len(f"{line} {word}".encode()) > column:
                out.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        out.append(line)
    return "\n".join(out)


@pytest.mark.parametrize("column", [60, 72, 78])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_wrapped_sample_gives_the_same_drafts(path: Path, column: int) -> None:
    original = read_file(path.read_bytes(), path.name).text
    read = read_file(wrapped(original, column).encode(), path.name).text
    expected = [draft.to_json() for draft in extract(original, home=HOME, published=None).engagements]
    found = [draft.to_json() for draft in extract(read, home=HOME, published=None).engagements]
    assert read.split() == original.split()
    assert found == expected or (path.stem, column) in AMBIGUOUS


def test_lines_wrapped_by_bytes() -> None:
    text = "\n\n".join([ARABIC] * 3)
    assert unwrap(wrapped(text, 76, in_bytes=True)) == text


@pytest.mark.parametrize(
    "text",
    [
        "سطر قصير\nسطر آخر\nوثالث",
        "- " + "\n- ".join(["بند من بنود القائمة التي اتفق عليها الطرفان في الاجتماع"] * 6),
        "\n".join(f"{number}. بند من بنود الاتفاق بين الطرفين في المجال المذكور" for number in range(1, 9)),
        "العنوان\n" + "\n".join([ARABIC.replace("\n", " ")] * 4),
        "الاسم: فلان\nالصفة: وزير الصناعة والمعادن في حكومة الوحدة الوطنية\nالتاريخ: 2024\nالمكان: طرابلس",
        "",
        "\n\n\n",
    ],
)
def test_lines_that_their_writer_ended_stay(text: str) -> None:
    assert unwrap(text) == text


def test_items_and_addresses_among_wrapped_lines() -> None:
    text = (
        f"{ARABIC}\n\n{ARABIC}\n\n{ARABIC.replace(chr(10) * 2, chr(32))}\n\n- {ARABIC.split(chr(10))[0]}\n- البند الثاني\n\nhttps://example.org/"
        + "a" * 150
    )
    assert unwrap(wrapped(text, 72)) == text
