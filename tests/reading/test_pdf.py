"""PDFs: logical order, paragraphs instead of lines, and clear words for what has no text."""

from __future__ import annotations

import pytest

from ingest.reading import ErrorCode, Limits, ReadError, read_file
from ingest.reading.direction import is_reversed, turn_round
from ingest.reading.reflow import PageLine, reflow
from ingest.reading.textlayer import repaired
from tests.reading import builders as make
from tests.reading.builders import ARABIC

FIRST = [
    "The Minister of Industry received on Sunday in his office the ambassador",
    "of Japan to Libya and spoke with him of mining.",
]
SECOND = [
    "It was agreed that a joint committee of the two ministries will meet in May",
    "to prepare a plan for the training of engineers.",
]


def read(data: bytes, limits: Limits | None = None) -> str:
    return read_file(data, "a.pdf", limits or Limits()).text


def content(*paragraphs: list[str]) -> bytes:
    shown = "\n".join("\n".join(f"({line}) Tj T*" for line in lines) + "\nT*" for lines in paragraphs)
    return f"BT /F1 12 Tf 14 TL 72 760 Td\n{shown}\nET".encode("latin-1")


def test_soft_wraps_are_undone_and_paragraphs_kept() -> None:
    assert read(make.pdf([content(FIRST, SECOND)])) == " ".join(FIRST) + "\n\n" + " ".join(SECOND)


def test_a_paragraph_goes_on_over_the_page_and_page_numbers_do_not() -> None:
    pages = [content(FIRST[:1], ["1"]), content(FIRST[1:], SECOND, ["2"])]
    assert read(make.pdf(pages)) == " ".join(FIRST) + "\n\n" + " ".join(SECOND)


def test_running_heads_are_read_once() -> None:
    head = ["Ministry of Industry and Minerals"]
    pages = [content(head, FIRST), content(head, SECOND), content(head, FIRST)]
    assert read(make.pdf(pages)).count(head[0]) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (make.pdf([content(FIRST)], user_password=b"secret"), ErrorCode.PASSWORD_PROTECTED),
        (make.pdf([b""]), ErrorCode.NO_TEXT),
        (make.pdf([b"0 0 100 100 re f"]), ErrorCode.NO_TEXT),
        (make.pdf([content(FIRST)])[:400], ErrorCode.BROKEN),
        (b"%PDF-1.7\nnothing else", ErrorCode.BROKEN),
    ],
)
def test_what_has_no_text_says_why(data: bytes, code: ErrorCode) -> None:
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.code is code


def test_a_password_for_changes_only_does_not_hinder_reading() -> None:
    assert read(make.pdf([content(FIRST)], user_password=b"")) == " ".join(FIRST)


def test_books_are_refused() -> None:
    data = make.pdf([content(FIRST)] * 4)
    assert read(data, Limits(max_pages=4))
    with pytest.raises(ReadError) as caught:
        read(data, Limits(max_pages=3))
    assert caught.value.code is ErrorCode.TOO_MANY_PAGES
    assert caught.value.params == {"pages": 4, "limit": 3}


def test_reversed_letters_are_found_and_turned() -> None:
    backwards = "\n".join(line[::-1] for line in ARABIC.split("\n"))
    assert is_reversed(backwards)
    assert not is_reversed(ARABIC)
    assert turn_round(backwards) == ARABIC


def test_numbers_and_latin_keep_their_direction_when_turned() -> None:
    assert turn_round("(2024/12/10) Tripoli MoU موي نم") == "من يوم Tripoli MoU (2024/12/10)"
    assert turn_round("plain English 12.5") == "plain English 12.5"


def lines(*texts: str, page: int = 1, gaps: tuple[float, ...] = ()) -> list[PageLine]:
    at = 800.0
    found = []
    for text, gap in zip(texts, (*gaps, *(14.0 for _ in texts)), strict=False):
        found.append(PageLine(text, page, at, 12.0))
        at -= gap
    return found


LONG = "سطر طويل يملأ عرض الصفحة كلها من أول كلمة فيه إلى آخر كلمة"


def test_list_items_and_headings_stay_lines() -> None:
    text = reflow(lines(LONG, "- بند أول", "- بند ثان", "1. بند ثالث", "#وسم"))
    assert text.split("\n\n") == [LONG, "- بند أول", "- بند ثان", "1. بند ثالث", "#وسم"]


def test_a_wider_gap_begins_a_paragraph() -> None:
    assert reflow(lines(LONG, LONG, LONG, LONG, gaps=(14.0, 28.0, 14.0))) == f"{LONG} {LONG}\n\n{LONG} {LONG}"


def test_a_larger_type_is_a_heading() -> None:
    heading = PageLine("عنوان طويل يكاد يملأ عرض الصفحة كلها من أولها إلى آخرها", 1, 800, 18)
    assert reflow([heading, PageLine(LONG, 1, 780, 12), PageLine("تمام.", 1, 766, 12)]).startswith(
        heading.text + "\n\n"
    )


def test_a_word_broken_at_its_own_hyphen_is_one_word() -> None:
    text = reflow(
        lines("The delegation included the department's director, Najat Bu-", "Sneina, and three engineers.")
    )
    assert "Najat Bu-Sneina, and" in text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("مشيرا\u064bإلى العمل", "مشيرا\u064b إلى العمل"),
        ("مؤكد\u064bا أهمية", "مؤكد\u064bا أهمية"),
        ("مؤكد\u064bاأهمية", "مؤكد\u064bا أهمية"),
        ("التـ\ufffdـعاون (cid:3)المشترك ", "التــعاون المشترك"),
        ("كتابا\u064b.", "كتابا\u064b."),
        ("قد\u0651م وزارة(الصناعة)", "قد\u0651م وزارة(الصناعة)"),
    ],
)
def test_lines_of_a_text_layer_are_repaired(line: str, expected: str) -> None:
    assert repaired(line) == expected


def test_nothing_gives_nothing() -> None:
    assert reflow([]) == ""
    assert reflow([PageLine(" ", 1)]) == ""
