"""Pictures of text: handed on by the ordinary reading, recognised within limits, refused with words."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from ingest.reading import (
    ErrorCode,
    Limits,
    ReadError,
    ReadText,
    WarningCode,
    read_file,
    recognise_in_subprocess,
)
from ingest.reading.misread import corrected
from tests.reading import builders as make
from tests.reading import scans
from tests.reading.scans import TESSERACT, needs_tesseract

WORDS = ("التوقيع على عقد", "جامعة الجنوب")


def recognise(data: bytes, name: str = "a.png", limits: Limits | None = None) -> ReadText:
    return read_file(data, name, limits or Limits(seconds=120), recogniser=TESSERACT)


def refusal(data: bytes, name: str, limits: Limits, recogniser: str | None = None) -> ErrorCode:
    with pytest.raises(ReadError) as caught:
        read_file(data, name, limits, recogniser=recogniser)
    return caught.value.code


@pytest.fixture(scope="module")
def sheet() -> Image.Image:
    """The upper part of a page: recognising the whole of it would tell no more."""
    whole = scans.picture()
    return whole.crop((0, 0, whole.width, whole.height // 2))


def test_the_ordinary_reading_hands_pictures_on(sheet: Image.Image) -> None:
    for data, name in (
        (scans.encoded(sheet), "a.png"),
        (scans.picture_pdf(sheet), "a.pdf"),
        (scans.mixed_pdf(), "a.pdf"),
    ):
        assert refusal(data, name, Limits()) is ErrorCode.SCAN


@needs_tesseract
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP", "AVIF", "GIF"])
def test_every_kind_of_picture_is_read(kind: str, sheet: Image.Image) -> None:
    read = recognise(scans.encoded(sheet, kind), f"page.{kind.lower()}")
    assert all(words in read.text for words in WORDS)
    assert read.format == {"JPEG": "jpg"}.get(kind, kind.lower())
    assert read.language == "ar"
    assert [each.code for each in read.warnings] == [WarningCode.RECOGNISED]
    assert read.decoder.startswith("scan-")


@needs_tesseract
def test_a_scanned_pdf_is_read_with_few_wrong_letters() -> None:
    read = recognise(scans.picture_pdf(scans.picture()), "a.pdf")
    text = read_file(scans.first_page(), "a.pdf").text
    expected = "".join(char for char in text if char.isalpha())
    found = "".join(char for char in read.text if char.isalpha())
    assert Levenshtein.distance(expected, found) <= 0.03 * len(expected)
    assert (read.format, read.encoding) == ("pdf", "pdf")


@needs_tesseract
def test_english_pages_are_read_as_english() -> None:
    read = recognise(scans.encoded(scans.picture(scans.ENGLISH)))
    assert read.language == "en"
    # The page ends within the text; of what stands on it, nothing is wrong.
    sentence = "Libya's consul in Hamburg, Mr. Ramzi Al-Ajeli, joined the talks."
    assert sentence in scans.ENGLISH.with_suffix(".txt").read_text(encoding="utf-8").replace("\n", " ")
    assert sentence in read.text


@needs_tesseract
def test_pages_with_text_are_taken_from_their_layer_and_pictures_recognised() -> None:
    read = recognise(scans.mixed_pdf(), "a.pdf")
    assert read.text.index("Germany") < read.text.index("جامعة الجنوب")
    assert [each.code for each in read.warnings] == [WarningCode.RECOGNISED]


@needs_tesseract
def test_a_photograph_is_turned_as_its_camera_says(sheet: Image.Image) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = sheet.transpose(Image.Transpose.ROTATE_90)
    read = recognise(scans.encoded(lying, "JPEG", exif=exif), "a.jpg")
    assert WORDS[1] in read.text


@needs_tesseract
def test_letters_on_nothing_are_read_as_on_paper(sheet: Image.Image) -> None:
    clear = Image.new("RGBA", sheet.size, (0, 0, 0, 0))
    clear.putalpha(sheet.point(lambda grey: 255 - grey))
    assert WORDS[1] in recognise(scans.encoded(clear)).text


@needs_tesseract
def test_all_pages_of_a_fax_and_the_first_frame_of_an_animation(sheet: Image.Image) -> None:
    english = scans.picture(scans.ENGLISH).resize(sheet.size)
    fax = scans.encoded(sheet, "TIFF", save_all=True, append_images=[english])
    text = recognise(fax, "a.tiff").text
    assert WORDS[1] in text
    assert "German" in text
    animation = scans.encoded(sheet, "GIF", save_all=True, append_images=[english])
    assert "German" not in recognise(animation, "a.gif").text


@needs_tesseract
def test_what_is_too_much_is_refused(sheet: Image.Image) -> None:
    fax = scans.encoded(sheet, "TIFF", save_all=True, append_images=[sheet])
    assert refusal(fax, "a.tif", Limits(max_scan_pages=1), TESSERACT) is ErrorCode.TOO_MANY_PAGES
    scan = scans.picture_pdf(sheet, sheet)
    assert refusal(scan, "a.pdf", Limits(max_scan_pages=1), TESSERACT) is ErrorCode.TOO_MANY_PAGES
    data = scans.encoded(sheet)
    assert refusal(data, "a.png", Limits(max_pixels=100_000), TESSERACT) is ErrorCode.TOO_MANY_PIXELS
    assert refusal(make.png(40, 900), "a.png", Limits(), TESSERACT) is ErrorCode.NO_TEXT
    assert refusal(make.png(400, 900), "a.png", Limits(), TESSERACT) is ErrorCode.NO_TEXT
    assert refusal(data[: len(data) // 2], "a.png", Limits(), TESSERACT) is ErrorCode.BROKEN


def test_without_the_program_there_are_words_for_it(sheet: Image.Image) -> None:
    assert refusal(scans.encoded(sheet), "a.png", Limits(), "") is ErrorCode.NO_RECOGNITION
    assert refusal(scans.picture_pdf(sheet), "a.pdf", Limits(), "") is ErrorCode.NO_RECOGNITION


def test_without_the_program_a_mixed_pdf_gives_what_it_has() -> None:
    read = read_file(scans.mixed_pdf(), "a.pdf", recogniser="")
    assert "Germany" in read.text
    assert [(each.code, each.params) for each in read.warnings] == [
        (WarningCode.PAGES_WITHOUT_TEXT, {"pages": "3"})
    ]


def program(folder: Path, languages: str, then: str) -> str:
    """A program called tesseract that knows `languages` and on a page does what `then` says."""
    path = folder / "tesseract"
    path.write_text(
        f'#!/bin/sh\ncase "$1" in\n--list-langs) echo "{languages}";;\n--version) echo "tesseract 0";;\n'
        f"*) {then};;\nesac\n"
    )
    path.chmod(0o755)
    return str(path)


def test_without_its_arabic_it_is_as_good_as_missing(sheet: Image.Image, tmp_path: Path) -> None:
    path = program(tmp_path, "eng osd", "exit 0")
    assert refusal(scans.encoded(sheet), "a.png", Limits(), path) is ErrorCode.NO_RECOGNITION


def test_a_page_has_its_time_and_nothing_goes_on_after_it(
    sheet: Image.Image, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "ara", f"echo $$ > {tmp_path}/pid; exec sleep 60")
    monkeypatch.setenv("PATH", str(tmp_path))
    started = time.monotonic()
    with pytest.raises(ReadError) as caught:
        recognise_in_subprocess(scans.encoded(sheet), "a.png", Limits(page_seconds=1))
    assert caught.value.code is ErrorCode.TIMEOUT
    assert time.monotonic() - started < 15
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_what_it_leaves_behind_is_ended_with_the_child(
    sheet: Image.Image, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child's own alarm comes first; the program that it started is in its group."""
    program(tmp_path, "ara", f"echo $$ > {tmp_path}/pid; exec sleep 60")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReadError) as caught:
        recognise_in_subprocess(
            scans.encoded(sheet), "a.png", Limits(scan_seconds=1, page_seconds=60, max_memory=900_000_000)
        )
    assert caught.value.code is ErrorCode.TIMEOUT
    if (tmp_path / "pid").exists():
        with pytest.raises(ProcessLookupError):
            os.kill(int((tmp_path / "pid").read_text()), 0)


@needs_tesseract
def test_in_a_child_it_may_start_that_program_and_no_other(sheet: Image.Image) -> None:
    assert WORDS[1] in recognise_in_subprocess(scans.encoded(sheet), "a.png").text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("في القاهرة, نظيره المصري", "في القاهرة، نظيره المصري"),
        ("ماذا بعد?", "ماذا بعد؟"),
        ("سبها ء الأربعاء", "سبها ، الأربعاء"),
        ("رئيسة الجامعةء والمستشار", "رئيسة الجامعة، والمستشار"),
        ("شيء بريء بطيء", "شيء بريء بطيء"),
        ("حازم البدراوي» وذلك", "حازم البدراوي، وذلك"),
        ("شركة «دلتا فولت» للكابلات", "شركة «دلتا فولت» للكابلات"),
        ("\u200fبقدرة 1,500\u200e طن", "بقدرة 1,500 طن"),
        ("In Tripoli, Libya; why?", "In Tripoli, Libya; why?"),
    ],
)
def test_punctuation_that_is_regularly_misread(line: str, expected: str) -> None:
    assert corrected(line) == expected
