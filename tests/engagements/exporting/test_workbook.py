"""Lists as Excel workbooks, read again with another library."""

from __future__ import annotations

import io
import tempfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation
from django.utils.translation import gettext
from openpyxl import load_workbook

from engagements.exporting import workbook
from engagements.exporting.tables import Column, Kind, Table
from engagements.exporting.workbook import fitting, workbook_file
from engagements.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from openpyxl.worksheet.worksheet import Worksheet

    from tests.engagements.conftest import Register

Row = tuple[str, int | None, date | None]
COLUMNS: tuple[Column[Row], ...] = (
    Column("text", "النص", lambda row: row[0], width=40),
    Column("number", "العدد", lambda row: row[1], Kind.NUMBER, 9),
    Column("day", "اليوم", lambda row: row[2], Kind.DATE, 12),
)


def sheets(rows: list[Row], language: str = "ar") -> list[Worksheet]:
    table = Table("المتابعات: [كلها]", COLUMNS, lambda: iter([rows[:2], rows[2:]]), language)
    with workbook_file(table) as file:
        return list(load_workbook(io.BytesIO(file.read())).worksheets)


def test_dates_are_dates_and_numbers_are_numbers() -> None:
    days = [date(2026, 11, 22), date(1900, 3, 1), date(9999, 12, 31), None]
    (sheet,) = sheets([("نص", number, day) for number, day in enumerate(days)])
    assert [cell.value for cell in sheet["B"][1:]] == [0, 1, 2, 3]
    assert [cell.value and cell.value.date() for cell in sheet["C"][1:]] == days
    assert {cell.number_format for cell in sheet["C"][1:4]} == {"yyyy-mm-dd"}


def test_a_day_that_excel_does_not_know_stays_readable() -> None:
    (sheet,) = sheets([("نص", 1, date(1899, 5, 4)), ("نص", 1, date(1900, 2, 28))])
    assert [cell.value for cell in sheet["C"][1:]] == ["1899-05-04", "1900-02-28"]


@pytest.mark.parametrize(("language", "right"), [("ar", True), ("en", None)])
def test_an_arabic_sheet_runs_from_right_to_left(language: str, right: bool | None) -> None:
    (sheet,) = sheets([("نص", 1, None)], language)
    assert sheet.sheet_view.rightToLeft is right


def test_the_head_stays_and_can_be_filtered_by() -> None:
    (sheet,) = sheets([("نص", 1, None)] * 3)
    assert sheet.title == "المتابعات   كلها"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:C4")
    assert [cell.value for cell in sheet[1]] == ["النص", "العدد", "اليوم"]
    assert sheet["A1"].font.b
    assert 40 <= sheet.column_dimensions["A"].width < 42


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+218 91", "-5", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "https://example.org/", "mailto:a@b.ly",
     "007", "1.5", "سطر\nآخر", "  فراغ ", "<b>&amp;</b>", "_x0041_", "internal:A1", "{=SUM(1)}"],
)  # fmt: skip
def test_text_is_text(text: str) -> None:
    (sheet,) = sheets([(text, None, None)])
    cell: Any = sheet["A2"]
    assert cell.value in {text, text.replace("_x0041_", "_x005F_x0041_")}
    assert (cell.data_type, cell.hyperlink) in {("s", None), ("inlineStr", None)}


def test_what_xml_cannot_hold_is_left_out() -> None:
    (sheet,) = sheets([("أ\x00ب\x0bج\x1bد\rه\ufffe\uffff\tو", None, None)])
    assert sheet["A2"].value == "أبجده\tو"


@pytest.mark.parametrize("letter", ["ب", "😀"])
def test_a_text_longer_than_a_cell_is_cut_so_that_one_sees_it(letter: str) -> None:
    note = " [قطع]"
    units = len(letter.encode("utf-16-le")) // 2
    whole = letter * (workbook.LONGEST // units)
    assert fitting(whole, note) == whole
    cut = fitting(whole + letter, note)
    assert cut.endswith(letter + note)
    assert workbook.LONGEST - 1 <= len(cut.encode("utf-16-le")) // 2 <= workbook.LONGEST
    (sheet,) = sheets([(whole + letter, None, None)], "en")
    assert sheet["A2"].value.endswith("holds no more]")
    assert len(sheet["A2"].value.encode("utf-16-le")) // 2 <= workbook.LONGEST


def test_what_does_not_fit_on_a_sheet_is_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 3)
    found = sheets([(f"سطر {number}", number, None) for number in range(7)])
    assert [sheet.title for sheet in found] == [
        "المتابعات   كلها",
        "المتابعات   كلها 2",
        "المتابعات   كلها 3",
    ]
    assert [cell.value for sheet in found for cell in sheet["B"][1:]] == list(range(7))
    assert {sheet["A1"].value for sheet in found} == {"النص"}
    assert [sheet.auto_filter.ref for sheet in found] == ["A1:C4", "A1:C4", "A1:C2"]


def test_three_rows_that_fill_a_sheet_begin_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 3)
    assert len(sheets([("سطر", 1, None)] * 3)) == 1


def test_nothing_is_left_behind_when_reading_the_rows_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def rows() -> Any:
        yield [("سطر", 1, None)]
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError, match="gone"):
        workbook_file(Table("ع", COLUMNS, rows, "ar"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("role", "status"), [("viewer", 403), ("editor", 403), ("registrar", 403), ("manager", 200)]
)
def test_only_who_may_export_gets_a_workbook(
    register: Register, as_role: Callable[[str], Client], role: str, status: int
) -> None:
    register.commitment()
    assert as_role(role).get("/follow-ups/export.xlsx").status_code == status
    assert AuditEntry.objects.filter(action="exported").count() == (status == 200)


def test_the_follow_ups_of_the_list_as_a_workbook(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    one = register.commitment(due_on=date(2026, 1, 5), owner="=شركة")
    register.commitment(countries=("IT",))
    answer: Any = as_role("manager").get("/follow-ups/export.xlsx?country=JP")
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    head, *rows = sheet.values
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.print_title_rows) == (
        "landscape",
        8,
        "$1:$1",
    ), "thirteen columns need A3"
    assert len(rows) == 1
    row = dict(zip(head, rows[0], strict=True))
    with translation.override("ar"):
        owner = gettext("Who must act")
    assert (row["الرقم"], row["الالتزام"], row[owner]) == (one.pk, one.text, "=شركة")
    assert (row["الموعد"].date(), row["الدول"]) == (date(2026, 1, 5), "اليابان")
    assert AuditEntry.objects.get(action="exported").changes["format"] == [None, "xlsx"]


@pytest.mark.parametrize("path", ["export.xls", "export.xlsx.exe", "export.zip"])
def test_there_are_no_other_files(as_role: Callable[[str], Client], path: str) -> None:
    assert as_role("manager").get(f"/follow-ups/{path}").status_code == 404
