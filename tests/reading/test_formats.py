"""What a file is, is told by its content; a name that says otherwise is worth a warning or a refusal."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from ingest.reading import ErrorCode, ReadError, WarningCode, read_file
from ingest.reading.errors import LeftOut
from ingest.reading.formats import claimed_format, is_html, sniff_container
from tests.reading import builders as make

DATABASE = b"SQLite format 3\x00" + bytes(200)


@pytest.mark.parametrize(
    ("name", "claimed"),
    [
        ("release.docx", "docx"),
        ("RELEASE.PDF", "pdf"),
        ("خبر صحفي.txt", "txt"),
        ("page.htm", "html"),
        ("no ending", ""),
        ("", ""),
        ("archive.tar.gz", "gz"),
        ("../../etc/passwd.html", "html"),
        ("C:\\releases\\a.docx", "docx"),
        ("report\u202exslx.docx", "docx"),
        ("photo\u202excod.exe", "exe"),
        ("trick.pdf\u200f ", "pdf"),
        ("dots...", ""),
        ("a.b c", ""),
    ],
)
def test_the_ending_is_a_claim(name: str, claimed: str) -> None:
    assert claimed_format(name) == claimed


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (make.pdf([make.page_content(["words"])]), "pdf"),
        (b"\n\n  " + make.pdf([b""]), "pdf"),
        (make.docx(make.paragraph("x")), "docx"),
        (make.docx(make.paragraph("x"))[:200], "broken zip"),
        (make.zipped({"a.txt": "x"}), "zip"),
        (make.zipped({"a.pdf": make.pdf([b""]), "b.txt": "x"}, zipfile.ZIP_STORED), "zip"),
        (b"a.txt".ljust(257, b"\x00") + b"ustar\x0000", "tar"),
        (make.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "odt"),
        (make.zipped({"[Content_Types].xml": "spreadsheetml.sheet.main", "xl/workbook.xml": "<a/>"}), "xlsx"),
        (make.ole("WordDocument"), "doc"),
        (make.ole("EncryptionInfo", "EncryptedPackage"), "encrypted_office"),
        (make.ole("__properties_version1.0"), "msg"),
        (make.png(3, 3), "png"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 20, "jpg"),
        (b"\x00\x00\x00\x20ftypavif" + b"\x00" * 20, "avif"),
        (b"\x00\x00\x00\x20ftypmif1\x00\x00\x00\x00mif1avifmiaf" + b"\x00" * 8, "avif"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 8, "heic"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isomiso2" + b"\x00" * 8, "video"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "webp"),
        (b"MZ\x90\x00\x03" + b"\x00" * 60, "exe"),
        (b"{\\rtf1\\ansi words}", "rtf"),
        (b"#!/bin/sh\nrm -r /\n", "script"),
        (b"From: a@example.org\nTo: b@example.org\nSubject: x\nMIME-Version: 1.0\n\nwords", "eml"),
        (b"MZ is the beginning of a name here, and this is text.", None),
        ("BM، بداية نص عادي".encode(), None),
        (b"From: the ministry\n\nThe minister said so.", None),
        ("#طرابلس_10_ديسمبر\nاستقبل الوزير".encode(), None),
        (b"PK is how this text begins", None),
    ],
)
def test_content_tells_the_kind(data: bytes, kind: str | None) -> None:
    assert sniff_container(data) == kind


@pytest.mark.parametrize(
    ("text", "claimed", "expected"),
    [
        ("<!DOCTYPE html><p>x", "txt", True),
        ("<?xml version='1.0'?>\n<html xmlns='x'><body/></html>", "", True),
        ("<!-- saved --><html>", "pdf", True),
        ("<p>x</p>", "html", True),
        ("<p>x</p>", "txt", False),
        ("<div><p>a</p><p>b</p><p>c</p><p>d</p></div>", "txt", True),
        ("The tags <p> and <div> are used in html.", "txt", False),
        ("plain words", "html", False),
    ],
)
def test_html_is_told_from_text(text: str, claimed: str, expected: bool) -> None:
    assert is_html(text, claimed=claimed) is expected


@pytest.mark.parametrize(
    ("data", "name", "actual"),
    [
        (make.html_page(make.article()).encode(), "release.pdf", "html"),
        (make.html_page(make.article()).encode(), "release.docx", "html"),
        (make.docx(make.paragraph(make.ARABIC)), "release.pdf", "docx"),
        (make.ARABIC.encode(), "release.docx", "txt"),
        (make.pdf([make.page_content([make.ENGLISH[:70], make.ENGLISH[70:]])]), "release.txt", "pdf"),
    ],
)
def test_a_readable_file_under_a_wrong_name_is_read_as_what_it_is(
    data: bytes, name: str, actual: str
) -> None:
    read = read_file(data, name)
    assert read.format == actual
    assert [each.params for each in read.warnings if each.code is WarningCode.OTHER_TYPE] == [
        {"claimed": name.rpartition(".")[2], "actual": actual}
    ]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", ErrorCode.EMPTY),
        (b" \n\t\r\n", "a.txt", ErrorCode.EMPTY),
        (b"\xef\xbb\xbf", "a.txt", ErrorCode.EMPTY),
        (b"MZ\x90\x00" + b"\x00" * 99, "a.docx", ErrorCode.WRONG_TYPE),
        (b"MZ\x90\x00" + b"\x00" * 99, "a.exe", ErrorCode.UNSUPPORTED),
        (DATABASE, "a.sqlite", ErrorCode.UNSUPPORTED),
        (DATABASE, "a.pdf", ErrorCode.WRONG_TYPE),
        (DATABASE, "a.png", ErrorCode.WRONG_TYPE),
        (make.png(5, 5), "a.png", ErrorCode.SCAN),
        (make.png(5, 5), "a.pdf", ErrorCode.SCAN),
        (make.ole("WordDocument"), "a.doc", ErrorCode.NO_CONVERTER),
        (make.ole("EncryptedPackage"), "a.docx", ErrorCode.PASSWORD_PROTECTED),
        (make.zipped({"x.txt": "y"}), "a.zip", ErrorCode.CONTAINER),
        (make.zipped({"x.txt": "y"}), "a.jar", ErrorCode.UNSUPPORTED),
        (make.zipped({"x.txt": "y"}), "a.docx", ErrorCode.WRONG_TYPE),
        (os.urandom(4096), "a.bin", ErrorCode.BINARY),
        (os.urandom(4096), "a.pdf", ErrorCode.WRONG_TYPE),
        (b"12345 67890 --- 11/12/2024", "a.txt", ErrorCode.NO_TEXT),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, name: str, code: ErrorCode) -> None:
    with pytest.raises(ReadError) as caught:
        read_file(data, name)
    assert caught.value.code is code


def test_every_code_explains_itself() -> None:
    for code in (*ErrorCode, *WarningCode):
        assert code.explanation.endswith(".")
        assert code == code.value
    assert "20 bytes" in str(ReadError(ErrorCode.TOO_LARGE, limit=20))


def test_the_documentation_lists_every_code_as_it_is() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "reading.md").read_text(encoding="utf-8")
    for code in (*ErrorCode, *WarningCode, *LeftOut):
        assert f"| `{code}` | {code.explanation} |" in page
