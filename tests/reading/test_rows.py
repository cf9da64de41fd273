"""Stretched lines are put together again; real columns stay columns. Text layers are judged by their words."""

from __future__ import annotations

from ingest.reading.language import is_garbled
from ingest.reading.reflow import PageLine
from ingest.reading.rows import joined
from tests.reading.builders import ARABIC, ENGLISH


def lines(*rows: tuple[str, float]) -> list[PageLine]:
    return [PageLine(text, 1, baseline, 12.0) for text, baseline in rows]


def texts(found: list[PageLine]) -> list[str]:
    return [line.text for line in found]


def test_a_stretched_line_is_one_line() -> None:
    column_by_column = lines(
        *[("صحيفة", 700.0), ("اقتصاد | آخر", 680.0), ("رأس", 700.0), ("تحديث:", 680.0)],
        *[("لانوف", 700.0), ("الخميس", 680.0), ("وبعد ذلك سطر كامل من النص", 650.0)],
    )
    assert texts(joined(column_by_column)) == [
        "صحيفة رأس لانوف",
        "اقتصاد | آخر تحديث: الخميس",
        "وبعد ذلك سطر كامل من النص",
    ]


def test_the_lines_before_stay_where_they_are() -> None:
    told = lines(
        *[("سطر كامل من النص قبل ذلك كله", 720.0), ("Tags:", 700.0), ("aluminium,", 700.0), ("visit", 700.0)]
    )
    assert texts(joined(told)) == ["سطر كامل من النص قبل ذلك كله", "Tags: aluminium, visit"]


def test_two_blocks_beside_each_other_stay_apart() -> None:
    signatures = lines(
        ("عن الجانب الليبي", 200.0), ("سالم الورفلي", 180.0), ("عن الجانب الياباني", 200.0), ("كينجي", 180.0)
    )
    assert joined(signatures) == signatures


def test_columns_of_a_newspaper_stay_columns() -> None:
    columns = lines(
        *[
            (f"سطر كامل من العمود {column} فيه كلمات", 700.0 - 20 * row)
            for column in range(3)
            for row in range(4)
        ]
    )
    assert joined(columns) == columns
    assert joined([]) == []


def test_letters_that_were_mapped_wrongly_give_no_words() -> None:
    wrong = str.maketrans("ابتثجحخدذرزسشصضطظعغفقكلمنهويةى", "قفغعظطضصشسزرذدخحجثتباىةيوهنملك")
    long = (ARABIC + "\n") * 3
    assert is_garbled(long.translate(wrong))
    assert not is_garbled(long)
    assert not is_garbled(ENGLISH * 2)
    assert not is_garbled(ARABIC[:60].translate(wrong))
    assert not is_garbled(
        "Министр принял посла и обсудил с ним сотрудничество в области промышленности. " * 9
    )
