"""Uploaded tables in any form that offices write, and files that are made to harm."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from engagements.importing import tables, workbooks
from engagements.importing.cells import Unclear, day_of, guessed, kind_of, number_of, status_of
from engagements.importing.csv_files import read_csv
from engagements.importing.tables import Unreadable
from engagements.importing.workbooks import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = [
    ["رقم المرجع", "الالتزام", "الموعد"],
    ["أ-1", "تدريب، عشرين فنيا", "2026-12-01"],
    ["أ-2", "إعداد مذكرة", ""],
]


def csv_text(separator: str) -> str:
    return "\r\n".join(separator.join(f'"{cell}"' if "،" in cell else cell for cell in row) for row in ROWS)


def book(rows: list[list[Any]], change: Callable[[Any], None] | None = None) -> bytes:
    made = Workbook()
    sheet: Any = made.active
    for row in rows:
        sheet.append(row)
    if change:
        change(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with this part in place of its own."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, part)
    return file.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_csv_is_read_in_any_encoding_with_any_separator(encoding: str, separator: str) -> None:
    sheet = read_csv(csv_text(separator).encode(encoding))
    assert [list(sheet.headers), *map(list, sheet.rows)] == ROWS
    assert sheet.numbers == (2, 3)


def test_empty_rows_are_left_out_and_rows_keep_their_numbers() -> None:
    sheet = read_csv(b'\nref,text\n,,\n1,"two\nlines"\n\n2,b,extra\n')
    assert sheet.headers == ("ref", "text", "")
    assert sheet.rows == (("1", "two\nlines", ""), ("2", "b", "extra"))
    assert sheet.numbers == (4, 7)


def test_what_our_own_files_put_before_formulas_is_taken_away() -> None:
    sheet = read_csv(b"ref,text\n1,'=1+1\n2,'tis\n")
    assert [row[1] for row in sheet.rows] == ["=1+1", "'tis"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"ref,text\n", b'ref,text\n1,"open\n2,b\n', b"\x00\x01\x02,\x00\n\x00,\x00", bytes(range(256)) * 9,
     b"ref,text\n" + b"1,a\n" * 5001, b"ref,text\n1," + b"a" * 5001, b"a," * 61 + b"a\n1\n", b"ref,text\n1,a\x00b\n",
     b'ref,text\n1,"' + b"a" * 200_000 + b'"\n'],
)  # fmt: skip
def test_a_file_that_is_no_such_table_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Unreadable, match=r"\w+ \w+"):
        read_csv(content)


def test_a_workbook_is_read_as_it_looks() -> None:
    rows: list[list[Any]] = [
        ["رقم المرجع", "العدد", "اليوم", "نص"],
        [1.0, 2.5, datetime(2026, 12, 1), "=1+1"],  # noqa: DTZ001 - as Excel has it
        ["أ", True, date(2026, 1, 2), None],
    ]
    sheet = read_workbook(book(rows))
    assert sheet.rows == (("1", "2.5", "2026-12-01", "=1+1"), ("أ", "True", "2026-01-02", ""))


def test_a_title_above_the_headings_and_cells_merged_downwards_are_understood() -> None:
    rows: list[list[Any]] = [
        ["قائمة متابعات الوزارة", None, None],
        [None, None, None],
        ["رقم\nالمرجع", "عنوان الاجتماع", "الالتزام"],
        [1, "اجتماع اللجنة", "تدريب"],
        [2, None, "زيارة"],
        [None, None, None],
        [3, None, "شراء"],
        [4, None, "إعداد"],
    ]

    def change(made: Any) -> None:
        for merged in ("A1:C1", "B4:B7", "C7:C20"):
            made.active.merge_cells(merged)

    sheet = read_workbook(book(rows, change))
    assert sheet.headers == ("رقم\nالمرجع", "عنوان الاجتماع", "الالتزام")
    assert guessed(sheet.headers) == {"reference": 0, "meeting_title": 1, "text": 2}
    assert [row[1] for row in sheet.rows] == ["اجتماع اللجنة"] * 3 + [""]
    assert [row[2] for row in sheet.rows] == ["تدريب", "زيارة", "شراء", "شراء"]
    assert sheet.numbers == (4, 5, 7, 8)
    assert read_csv(b"list of the ministry\n\nreference,text\n1,a\n").numbers == (4,)


def test_the_first_visible_sheet_with_rows_is_read() -> None:
    def change(made: Any) -> None:
        made.active.sheet_state = "hidden"
        made.create_sheet("empty")
        made.create_sheet("list").append(["ref"])
        made["list"].append([7])

    assert read_workbook(book([["secret"], ["1"]], change)).rows == (("7",),)


def test_a_sheet_that_lies_about_its_size_is_read_whole() -> None:
    content = book([["ref", "text"], *([str(n), "a"] for n in range(20))])
    name = "xl/worksheets/sheet1.xml"
    xml = zipfile.ZipFile(io.BytesIO(content)).read(name)
    assert b'ref="A1:B21"' in xml
    for lie in (b'ref="A1"', b'ref="A1:XFD1048576"'):
        sheet = read_workbook(with_part(content, name, xml.replace(b'ref="A1:B21"', lie)))
        assert len(sheet.rows) == 20


def test_workbooks_that_are_made_to_harm_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = book([["ref", "text"], ["1", "a"]])
    sheet = "xl/worksheets/sheet1.xml"
    xml = zipfile.ZipFile(io.BytesIO(whole)).read(sheet)
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + xml
    far = (
        xml.replace(b'r="2"', b'r="1048576"').replace(b'"A2"', b'"A1048576"').replace(b'"B2"', b'"B1048576"')
    )
    for harm in (
        b"PK\x03\x04",
        whole[: len(whole) // 2],
        with_part(whole, "zeros.bin", b"\0" * (workbooks.UNPACKED + 1)),
        with_part(whole, sheet, bomb),
        with_part(whole, sheet, bomb.replace(b"DOCTYPE", b"doctype")),
        with_part(whole, sheet, xml[:200]),
        with_part(whole, sheet, far),
        with_part(whole, "xl/workbook.xml", b"<x/>"),
        with_part(whole, "[Content_Types].xml", b""),
        book([["ref"]]),
        book([[]]),
        book([["a"] * 61, ["1"]]),
        book([["ref"], ["a" * 5001]]),
    ):
        with pytest.raises(Unreadable, match=r"\w+ \w+"):
            read_workbook(harm)
    # Before any reader of XML, which need not be one that refuses entities.
    with pytest.raises(Unreadable, match=r"\w+ \w+"):
        workbooks._look_inside(with_part(whole, sheet, bomb))
    monkeypatch.setattr(tables, "ROWS", 1)
    assert len(read_workbook(whole).rows) == 1
    with pytest.raises(Unreadable, match=r"\w+ \w+"):
        read_workbook(book([["ref"], ["1"], ["2"]]))


def test_more_parts_than_a_workbook_has_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        for number in range(workbooks.PARTS + 1):
            parts.writestr(f"{number}.xml", "")
    with pytest.raises(Unreadable):
        read_workbook(file.getvalue())


@pytest.mark.parametrize(
    ("cell", "day"),
    [("", None), ("  ", None), ("2026-11-22", date(2026, 11, 22)), ("2026/1/2", date(2026, 1, 2)),
     ("22/11/2026", date(2026, 11, 22)), ("2.1.2026", date(2026, 1, 2)), ("٢٢/١١/٢٠٢٦", date(2026, 11, 22)),
     ("۲۰۲۶-۱۱-۲۲", date(2026, 11, 22)), ("2026-11-22 00:00:00", date(2026, 11, 22)),
     ("22/11/2026م", date(2026, 11, 22)),
     ("12/6/1448 هـ", date(2026, 11, 22)), ("١٢/٦/١٤٤٨هـ", date(2026, 11, 22)), ("1448-06-12 AH", date(2026, 11, 22)),
     ("\u200f22/11/2026\u200f", date(2026, 11, 22)),
     ("٢٢ نوفمبر ٢٠٢٦م", date(2026, 11, 22)), ("الأحد، 22 تشرين الثاني/نوفمبر 2026", date(2026, 11, 22)),
     ("Nov 22, 2026", date(2026, 11, 22)), ("22-Nov-2026", date(2026, 11, 22)),
     ("12 جمادى الآخرة 1448 هـ", date(2026, 11, 22)), ("22 شتنبر 2026", date(2026, 9, 22))],
)  # fmt: skip
def test_days_of_both_calendars(cell: str, day: date | None) -> None:
    assert day_of(cell) == day


@pytest.mark.parametrize(
    "cell",
    [
        "soon",
        "31/02/2026",
        "2026",
        "12/6/1448",
        "0001-01-01",
        "40/40/1448 هـ",
        "11-22",
        "22/11/26",
        "2026-13-01",
        "1 2",
        "31 نوفمبر 2026",
        "22 نوفمبر",
        "نوفمبر 2026",
        "22 حين 2026",
        "22 نوفمبر رجب 2026",
    ],
)
def test_what_is_no_day_is_told(cell: str) -> None:
    with pytest.raises(Unclear, match=r"\w"):
        day_of(cell)


def test_words_of_both_languages_are_understood() -> None:
    assert [status_of(cell) for cell in ("", "مُنجَز", "قيد التنفيذ", "Cancelled", "OPEN")] == [
        "", "done", "in_progress", "dropped", "open",
    ]  # fmt: skip
    assert [kind_of(cell) for cell in ("توجيه", "Agreed")] == ["directed", "agreed"]
    assert [number_of(cell) for cell in ("", "٤٢", "#7")] == [None, 42, 7]
    for read, cell in (
        (status_of, "perhaps"),
        (kind_of, "x"),
        (number_of, "1.5"),
        (number_of, "-1"),
        (number_of, "9" * 30),
    ):
        with pytest.raises(Unclear):
            read(cell)


def test_columns_are_known_by_their_headings() -> None:
    assert guessed(["م", "Due Date:", "الحاله", "رقم النشاط", "x", "Status"]) == {
        "reference": 0, "due_on": 1, "status": 2, "engagement": 3,
    }  # fmt: skip
