"""Tables that were made to keep the reader busy, or to trip it."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from engagements.importing.cells import Unclear, day_of, known_day_of, number_of
from engagements.importing.csv_files import read_csv
from engagements.importing.tables import Unreadable
from engagements.importing.workbooks import _MERGED, MERGED, _spread

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
