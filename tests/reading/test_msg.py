"""Mails as Outlook saves them."""

from __future__ import annotations

import pytest

from ingest.reading import ErrorCode, Limits, ReadError, read_file
from ingest.reading.errors import LeftOut
from tests.reading import builders as make
from tests.reading import mails
from tests.reading.builders import ARABIC
from tests.reading.mails import BODY, NOTE
from tests.reading.test_mail import checked, code_of, left_out, opened


def test_a_mail_of_words_is_a_release() -> None:
    data = mails.compound(mails.outlook())
    read = read_file(data, "a.msg")
    assert read.format == "msg"
    checked(read)


def test_a_mail_with_files_is_taken_apart() -> None:
    document = make.docx(make.paragraph(ARABIC) * 30)
    data = mails.compound(
        mails.outlook(
            BODY,
            mails.attachment("تقرير.docx", document),
            mails.attachment("logo.png", b"\x89PNG" * 2_000, "image/png", cid="logo"),
            mails.attachment("large.txt", ARABIC.encode() * 100),
        )
    )
    assert code_of(data, "a.msg") is ErrorCode.CONTAINER
    found, kept = opened(data, "a.msg")
    assert list(kept) == ["الوزير يستقبل السفير.eml", "تقرير.docx", "large.txt"]
    assert kept["تقرير.docx"] == document
    assert kept["large.txt"] == ARABIC.encode() * 100
    assert left_out(found) == {"logo.png": LeftOut.SMALL_PICTURE}
    checked(read_file(kept["الوزير يستقبل السفير.eml"], "x.eml"))


def test_a_mail_in_a_mail() -> None:
    inner = mails.outlook(BODY, mails.attachment("a.txt", ARABIC.encode()), subject="الداخلي", header=24)
    data = mails.compound(mails.outlook(NOTE, mails.forwarded("الداخلي.msg", inner)))
    found, kept = opened(data, "a.msg")
    assert list(kept) == ["الداخلي.msg/الداخلي.eml", "الداخلي.msg/a.txt"]
    assert read_file(kept["الداخلي.msg/الداخلي.eml"], "x.eml").text == BODY
    assert list(left_out(found).values()) == [LeftOut.SHORT_NOTE]


def test_words_in_an_old_code_page_and_html_only() -> None:
    tree = dict(mails.outlook(""))
    del tree["__substg1.0_1000001F"]
    name, properties = mails.fixed(32)
    codepage = (0x3FFD0003).to_bytes(4, "little") + bytes(4) + (1256).to_bytes(8, "little")
    old = tree | {name: properties + codepage, "__substg1.0_1000001E": ARABIC.encode("cp1256")}
    assert read_file(mails.compound(old), "a.msg").text == ARABIC
    page = f"<html><body><p>{ARABIC}</p></body></html>".encode()
    assert read_file(mails.compound(tree | {"__substg1.0_10130102": page}), "a.msg").text == ARABIC.replace(
        "\n\n", " "
    )


@pytest.mark.parametrize("cut", [300, 600, 2_000])
def test_damaged_files_are_broken(cut: int) -> None:
    data = mails.compound(mails.outlook())
    with pytest.raises(ReadError) as caught:
        read_file(data[:512] + data[512 + cut :], "a.msg")
    assert caught.value.code in (ErrorCode.BROKEN, ErrorCode.WRONG_TYPE, ErrorCode.EMPTY, ErrorCode.NO_TEXT)


def test_limits_of_outlook_mails() -> None:
    files = (mails.attachment(f"{number}.txt", ARABIC.encode() * 20) for number in range(4))
    data = mails.compound(mails.outlook(BODY, *files))
    for limits, code in (
        (Limits(max_parts=3), ErrorCode.TOO_MANY_PARTS),
        (Limits(max_parts_bytes=15_000), ErrorCode.ZIP_BOMB),
    ):
        with pytest.raises(ReadError) as caught:
            opened(data, "a.msg", limits)
        assert caught.value.code is code
