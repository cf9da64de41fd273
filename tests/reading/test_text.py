"""Every encoding that Arabic has been written in, whole texts and scraps of them."""

from __future__ import annotations

import pytest

from ingest.reading import ErrorCode, ReadError, WarningCode, read_file
from ingest.reading.charset import decode
from tests.reading.builders import ARABIC, ENGLISH

# What each encoding has: ISO-8859-6 has no Latin quotes and no Arabic digits.
ENCODINGS = ["utf-8", "utf-8-sig", "cp1256", "iso-8859-6", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
# An old Macintosh has a space and a full stop for each direction; DOS has its own places for all letters.
OLD_ENCODINGS = ["mac_arabic", "cp720"]
SCRAPS = [
    ARABIC,
    ARABIC[:60],
    ARABIC[45:100],
    "اجتماع وزاري موسع بشأن المصانع المتوقفة عن الإنتاج",
    "وقع الطرفان مذكرة تفاهم في مجال التعدين، ومدتها ثلاث سنوات",
]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", SCRAPS)
def test_arabic_in_any_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", OLD_ENCODINGS)
@pytest.mark.parametrize("text", SCRAPS)
def test_arabic_of_old_machines(text: str, encoding: str) -> None:
    data = text.encode(encoding, errors="ignore")
    assert decode(data).text == data.decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_english_in_any_encoding(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding)).text == ENGLISH


def test_a_guess_is_said() -> None:
    decoded = decode(ARABIC.encode("cp1256"))
    assert [each.code for each in decoded.warnings] == [WarningCode.ENCODING_GUESSED]
    assert decode(ARABIC.encode("cp1256"), "windows-1256").warnings == ()


def test_a_wrong_statement_is_not_believed() -> None:
    assert decode(ARABIC.encode("cp1256"), "iso-8859-6").text == ARABIC
    assert decode(ARABIC.encode("utf-8"), "windows-1256").text == ARABIC
    assert decode(ARABIC.encode("cp1256"), "rot13").text == ARABIC
    assert decode(ARABIC.encode("cp1256"), "no-such-encoding").text == ARABIC


def test_a_cut_letter_does_not_change_the_encoding() -> None:
    decoded = decode(ARABIC[:-1].encode("utf-8")[:-1])
    assert decoded.encoding == "utf-8"
    assert decoded.text == ARABIC[:-2]
    assert [each.code for each in decoded.warnings] == [WarningCode.UNDECODABLE_BYTES]


def test_letters_are_never_normalised() -> None:
    odd = "ﻻ ﷲ لا e\u0301 é " + ARABIC
    assert read_file(odd.encode(), "a.txt").text == odd


def test_line_ends_and_controls() -> None:
    dirty = "السطر الأول\r\nالسطر\x00 الثاني  \rالثالث\u2028الرابع\x0b\x0c\n\n\n\nالأخير\ufeff\u202e هنا\u200f\n\n"
    clean = "السطر الأول\nالسطر الثاني\nالثالث\nالرابع\n\nالأخير هنا\u200f"
    assert read_file(dirty.encode(), "a.txt").text == clean


def test_base64_and_links_are_text_like_any() -> None:
    text = f"{ARABIC}\n![](https://example.org/2024/12/a.avif)\nMTI3LjAuMC4x"
    assert read_file(text.encode(), "a.txt").text == text


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20,
        b"words and then \x00\x01\x02\x03\x04\x05\x06\x07" * 50,
        b"\xff\xfe" + b"\x00\xd8" * 400,
        b"\x00\xff" * 500,
        b"\xff\x00" * 500,
    ],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_file(data, "a.txt")
    assert caught.value.code is ErrorCode.BINARY


def test_utf_7_of_old_mails() -> None:
    found = read_file((ARABIC + "\n2+2=4").encode("utf-7"), "a.txt")
    assert (found.text, found.encoding) == (ARABIC + "\n2+2=4", "utf-7")
    plain = ENGLISH + " " + "q=a+abcdef+ghijkl+mnopqr " * 5
    assert read_file(plain.encode(), "a.txt").encoding == "utf-8"
