"""Tables that were made to keep the reader busy, or to trip it."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from engagements.importing.cells import Unclear, day_of, known_day_of, number_of
from engagements.importing.csv_files import read_csv
from engagements.importing.tables import Unreadable
from engagements.importing.workbooks import _MERGED, MERGED, OTHER_TAGS, TAGS, _spread, read_workbook

PART = "xl/worksheets/sheet1.xml"


def spent(text: bytes) -> float:
    """Seconds of the processor, the least of three tries."""
    taken = []
    for _try in range(3):
        begun = time.process_time()
        assert _MERGED.findall(text) == []
        taken.append(time.process_time() - begun)
    return min(taken)


@pytest.mark.parametrize(
    "tag", [b"<mergeCell ", b'<mergeCell ref="A1', b"<mergeCell\tref=", b"<a:mergeCell "]
)
def test_tags_of_merged_cells_that_never_end_are_looked_through_once(tag: bytes) -> None:
    """Ten times as many take about ten times as long; each looking on to the end, a hundred times."""
    assert spent(tag * 10_000) < 40 * max(spent(tag * 1_000), 1e-5)


def test_merged_cells_without_number_are_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(PART, '<mergeCell ref="A1:A9"/>' * (MERGED + 1))
    with pytest.raises(Unreadable):
        _spread(content.getvalue(), PART)


NINES = "9" * 4_900


@pytest.mark.parametrize(
    "cell", [NINES, f"نوفمبر {NINES}", f"{'٩' * 4_900} نوفمبر", f"15 رمضان {NINES}"], ids=range(4)
)
def test_more_digits_than_a_number_may_have_are_no_day(cell: str) -> None:
    for ask in (day_of, known_day_of):
        with pytest.raises(Unclear):
            ask(cell)
    with pytest.raises(Unclear):
        number_of(cell)


def test_quotation_marks_that_never_close_do_not_hold_up_the_separator() -> None:
    """The library's guess goes on from each of them to the end of what it is shown."""
    sheet = read_csv(("الالتزام;الموعد\n" + "ا;'ب\n" * 3_000).encode())
    assert sheet.headers == ("الالتزام", "الموعد")
    assert len(sheet.rows) == 3_000


@pytest.mark.parametrize(
    ("part", "end", "more", "number"),
    [
        ("xl/styles.xml", "</cellXfs>", '<xf numFmtId="0"/>', OTHER_TAGS),
        ("[Content_Types].xml", "</Types>", '<Default Extension="a" ContentType="b"/>', OTHER_TAGS),
        ("xl/workbook.xml", "</sheets>", '<sheet name="a" sheetId="2"/>', OTHER_TAGS),
        ("xl/workbook.xml", "</sheets>", '<sheet name="a" sheetId="2"/>', 200),
        (PART, "</sheetData>", "<row/>", TAGS),
    ],
)
def test_parts_of_a_million_elements_are_refused_before_they_are_parsed(
    part: str, end: str, more: str, number: int
) -> None:
    begun = time.process_time()
    with pytest.raises(Unreadable):
        read_workbook(swelled(part, end, more * number))
    assert time.process_time() - begun < 3


def test_a_document_type_anywhere_and_letters_of_two_bytes_are_refused() -> None:
    late = swelled(PART, "<sheetData>", "<!-- " + "x" * 9_000 + " --><!DOCTYPE a [<!ENTITY b 'c'>]>")
    wide = io.BytesIO()
    with zipfile.ZipFile(wide, "w") as parts:
        parts.writestr(PART, "<!DOCTYPE a>".encode("utf-16"))
    for content in (late, wide.getvalue()):
        with pytest.raises(Unreadable):
            read_workbook(content)


def test_what_stands_far_to_the_right_is_not_passed_over_in_silence() -> None:
    far = '<row r="3"><c r="A3"><v>1</v></c><c r="XFD3"><v>2</v></c></row>'
    with pytest.raises(Unreadable, match="60"):
        read_workbook(swelled(PART, "</sheetData>", far))
    assert len(read_workbook(swelled(PART, "</sheetData>", '<row r="3"><c r="XFD3"/></row>')).rows) == 1


def test_rows_that_are_filled_up_to_the_last_column_are_not_gone_through_by_the_thousand() -> None:
    rows = "".join(f'<row r="{number}"><c r="XFD{number}"/></row>' for number in range(3, 40_000))
    begun = time.process_time()
    with pytest.raises(Unreadable):
        read_workbook(swelled(PART, "</sheetData>", rows))
    assert time.process_time() - begun < 4


def swelled(part: str, end: str, more: str) -> bytes:
    """A workbook of two rows, with `more` before `end` in one of its parts."""
    book, content = Workbook(), io.BytesIO()
    for row in (["رقم المرجع", "الالتزام"], ["أ-1", "تشكيل لجنة"]):
        book.worksheets[0].append(row)
    book.save(content)
    file = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            xml = old.read(name).decode()
            assert name != part or end in xml
            new.writestr(name, xml.replace(end, more + end) if name == part else xml)
    return file.getvalue()
