"""The writers and the table of the reading benchmark."""

from __future__ import annotations

import pytest

from benchmarks.reading import Group, _drafts_figure, _table
from benchmarks.rendering import FONTS, Page
from benchmarks.rendering.presentation import presentation_pdf, shaped
from benchmarks.rendering.scans import as_picture, sheets, worn
from benchmarks.scoring import load_drafts
from ingest.reading import ErrorCode, ReadError, read_file
from tests.reading.scans import SAMPLES

NAME = "ly-2026-04-china-ambassador"
MISSING = [name for name, path in FONTS.items() if not path.exists()]


def page(font: str = "Amiri") -> Page:
    return Page(NAME, (SAMPLES / f"{NAME}.txt").read_text(encoding="utf-8"), font)


def test_letters_take_the_forms_that_their_neighbours_ask_for() -> None:
    assert shaped("سلام") == "\ufeb3\ufefc\ufee1"
    assert shaped("دار 12 a") == "\ufea9\ufe8d\ufead 12 a"
    assert shaped("مُعدّ") == "\ufee3\ufecc\ufeaa"


@pytest.mark.skipif(bool(MISSING), reason=f"typefaces are not installed: {', '.join(MISSING)}")
@pytest.mark.parametrize("font", FONTS)
def test_presentation_forms_are_read_as_letters(font: str) -> None:
    """What older layout programs write: forms instead of letters, each line from its left end."""
    own = page(font)
    group = Group("pdf", "presentation forms")
    group.add(own, presentation_pdf(own))
    assert group.refused == {}
    assert group.error_rate(font) <= 0.03


def test_the_page_is_one_that_a_browser_can_show() -> None:
    text = page().html()
    assert 'dir="rtl"' in text
    assert read_file(text.encode(), "a.html").language == "ar"


@pytest.mark.skipif(bool(MISSING), reason=f"typefaces are not installed: {', '.join(MISSING)}")
def test_scans_are_pictures_of_the_page() -> None:
    (sheet,) = sheets(presentation_pdf(page()))
    for scan in (sheet, worn(sheet, 1)):
        assert scan.size == sheet.size
        with pytest.raises(ReadError) as caught:
            read_file(as_picture(scan), "a.png")
        assert caught.value.code is ErrorCode.SCAN
    assert worn(sheet, 1).tobytes() != sheet.tobytes()


def test_the_table_tells_errors_and_what_they_cost_the_drafts() -> None:
    gold = load_drafts(SAMPLES)
    whole, spoiled = Group("txt", "as it is"), Group("txt", "without its first half")
    own = page()
    whole.add(own, own.text.encode())
    spoiled.add(own, own.text[len(own.text) // 2 :].encode())
    assert whole.error_rate("Amiri") == 0
    assert 0.4 < spoiled.error_rate("Amiri") < 0.6
    rows = _table([whole, spoiled], gold).splitlines()
    assert rows[2].split("|")[4].strip() == ".000"
    assert rows[2].split("|")[7].strip() in ("+0.000", "-0.000")
    assert float(rows[3].split("|")[7]) < 0
    assert 0.5 < _drafts_figure({NAME: own.text}, gold) <= 1
