"""Mails: the words, who sent them when, and what they enclose, whatever program wrote them."""

from __future__ import annotations

import base64
import io
from datetime import date
from email.message import EmailMessage

import pytest

from ingest.reading import DEFAULT_LIMITS, ErrorCode, Limits, ReadError, ReadText, Unpacked, read_file
from ingest.reading.errors import LeftOut
from ingest.reading.letter import _own_words
from ingest.reading.unpack import take_apart
from tests.reading import builders as make
from tests.reading import mails
from tests.reading.builders import ARABIC
from tests.reading.mails import BODY, NOTE

ONE_LINE = BODY.strip()


def opened(
    data: bytes, name: str = "a.eml", limits: Limits = DEFAULT_LIMITS
) -> tuple[Unpacked, dict[str, bytes]]:
    """What is inside, and the bytes of each part that is kept."""
    spool = io.BytesIO()
    found = take_apart(data, name, spool, limits)
    held = spool.getvalue()
    return found, {
        each.path: held[each.start : each.start + each.size] for each in found.parts if not each.left_out
    }


def left_out(found: Unpacked) -> dict[str, LeftOut]:
    return {each.path: each.left_out for each in found.parts if each.left_out}


def code_of(data: bytes, name: str = "a.eml") -> ErrorCode:
    with pytest.raises(ReadError) as caught:
        read_file(data, name)
    return caught.value.code


def checked(read: ReadText, words: str = ONE_LINE) -> None:
    assert read.text == words
    assert read.title == "الوزير يستقبل السفير"
    assert read.outlet == "إدارة الإعلام"
    # Half past eleven at night in Greenwich is the next day in Tripoli.
    assert read.published_on == date(2024, 5, 13)


def test_a_mail_of_words_is_a_release() -> None:
    read = read_file(mails.mail(), "a.eml")
    assert read.format == "eml"
    checked(read)
    assert read_file(mails.mail(), "a.txt").text == ONE_LINE


def test_a_mail_with_files_is_taken_apart() -> None:
    document = make.docx(make.paragraph(ARABIC))
    data = mails.mail(BODY, ("تقرير.docx", document), ("invite.ics", b"BEGIN:VCALENDAR"))
    assert code_of(data) is ErrorCode.CONTAINER
    found, kept = opened(data)
    assert list(kept) == ["الوزير يستقبل السفير.eml", "تقرير.docx"]
    assert kept["تقرير.docx"] == document
    assert left_out(found) == {"invite.ics": LeftOut.CALENDAR}
    checked(read_file(kept["الوزير يستقبل السفير.eml"], "a.eml"))
    assert {each.around.outlet for each in found.parts} == {"إدارة الإعلام"}
    assert {each.around.sent_on for each in found.parts} == {date(2024, 5, 13)}


def test_a_covering_note_is_no_release() -> None:
    found, kept = opened(mails.mail(NOTE, ("a.txt", ARABIC.encode())))
    assert list(kept) == ["a.txt"]
    assert left_out(found) == {"الوزير يستقبل السفير.eml": LeftOut.SHORT_NOTE}


def test_short_news_with_its_day_is_no_covering_note() -> None:
    news = (
        "Tripoli, 18 November 2026. The Minister of Industry and Minerals spoke by telephone with his Hungarian "
        "colleague on Tuesday. They agreed that a Libyan delegation will visit Budapest in February 2027."
    )
    for words, parts in (
        (news, ["الوزير يستقبل السفير.eml", "a.txt"]),
        (news.replace(" 2026", ""), ["a.txt"]),
    ):
        _, kept = opened(mails.mail(words, ("a.txt", ARABIC.encode())))
        assert list(kept) == parts


def test_pictures_of_the_mail_are_left_out() -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "c@d.example", "x"
    message.set_content(BODY)
    message.add_alternative(f"<p>{BODY}</p><img src='cid:logo'>", subtype="html")
    message.add_attachment(
        b"\x89PNG" * 1_000, "image", "png", cid="<logo>", filename="logo.png", disposition="inline"
    )
    assert read_file(message.as_bytes(), "a.eml").text == ONE_LINE
    message.add_attachment(b"\xff\xd8\xff" * 50_000, "image", "jpeg", filename="scan.jpg")
    found, kept = opened(message.as_bytes())
    assert list(kept) == ["x.eml", "scan.jpg"]
    assert left_out(found) == {"logo.png": LeftOut.SMALL_PICTURE}


@pytest.mark.parametrize(
    ("encoding", "transfer"),
    [("utf-8", "base64"), ("utf-8", "quoted-printable"), ("windows-1256", "8bit"), ("windows-1256", "quoted-printable"),
     ("iso-8859-6", "base64"), ("utf-16", "base64")],
)  # fmt: skip
def test_bodies_in_any_encoding(encoding: str, transfer: str) -> None:
    data = ARABIC.encode(encoding)
    if transfer == "base64":
        data = base64.encodebytes(data)
    elif transfer == "quoted-printable":
        data = b"".join(b"=%02X" % byte if byte > 126 or byte == 61 else bytes([byte]) for byte in data)
    mail = mails.raw(
        data,
        "MIME-Version: 1.0",
        f"Content-Transfer-Encoding: {transfer}",
        kind=f"text/plain; charset={encoding}",
    )
    assert read_file(mail, "a.eml").text == ARABIC


def test_a_body_whose_encoding_is_not_said() -> None:
    assert read_file(mails.raw(ARABIC.encode("cp1256"), kind="text/plain"), "a.eml").text == ARABIC
    wrong = mails.raw(ARABIC.encode("cp1256"), kind="text/plain; charset=us-ascii")
    assert read_file(wrong, "a.eml").text == ARABIC


NAME = "خبر صحفي.txt"


@pytest.mark.parametrize(
    "disposition",
    [
        "attachment; filename*=UTF-8''%D8%AE%D8%A8%D8%B1%20%D8%B5%D8%AD%D9%81%D9%8A.txt",
        "attachment; filename*0*=UTF-8''%D8%AE%D8%A8%D8%B1%20; filename*1*=%D8%B5%D8%AD%D9%81%D9%8A.txt",
        'attachment; filename="=?utf-8?B?' + base64.b64encode(NAME.encode()).decode() + '?="',
        'attachment; filename="=?windows-1256?B?' + base64.b64encode(NAME.encode("cp1256")).decode() + '?="',
        f'attachment; filename="{NAME}"',
    ],
)
def test_arabic_names_of_files(disposition: str) -> None:
    part = f"--B\nContent-Type: text/plain; charset=utf-8\nContent-Disposition: {disposition}\n\n{ARABIC}\n"
    data = mails.raw((part + "--B--\n").encode(), "MIME-Version: 1.0", kind="multipart/mixed; boundary=B")
    found, _ = opened(data)
    assert [each.path for each in found.parts] == [NAME]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256"])
def test_headers_written_raw_by_old_programs(encoding: str) -> None:
    head = "From: وزارة الصناعة <a@b.example>\nTo: c@d.example\nSubject: وزير الصناعة يستقبل سفير اليابان لدى ليبيا\n\n"
    read = read_file(head.encode(encoding) + ARABIC.encode(encoding), "a.eml")
    assert read.title == "وزير الصناعة يستقبل سفير اليابان لدى ليبيا"
    assert read.outlet == "وزارة الصناعة"


def test_the_domain_where_nobody_is_named_and_no_date() -> None:
    read = read_file(mails.raw(ARABIC.encode(), "From: press@mofa.example", "Date: yesterday"), "a.eml")
    assert (read.outlet, read.published_on) == ("mofa.example", None)
    assert read_file(mails.raw(ARABIC.encode(), "From: somebody@gmail.com"), "a.eml").outlet == ""


def test_forwarded_mails_are_taken_apart_in_turn() -> None:
    inner = EmailMessage()
    inner["From"], inner["To"], inner["Subject"] = "وكالة الأنباء <n@a.example>", "x@y.example", "خبر الوكالة"
    inner.set_content(BODY)
    inner.add_attachment(make.zipped({"مرفق.txt": ARABIC}), "application", "zip", filename="files.zip")
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "a@b.example", "c@d.example", "للاطلاع"
    outer.set_content(NOTE)
    outer.add_attachment(inner)
    found, kept = opened(outer.as_bytes())
    assert list(kept) == ["خبر الوكالة.eml/خبر الوكالة.eml", "خبر الوكالة.eml/files.zip/مرفق.txt"]
    assert {each.around.outlet for each in found.parts if not each.left_out} == {"وكالة الأنباء"}


def test_html_bodies_show_what_a_reader_sees() -> None:
    page = f"<style>p {{ color: red }}</style><p>{ARABIC.replace(chr(10) * 2, '</p><p>')}</p><script>x()</script>"
    assert read_file(mails.raw(page.encode(), kind="text/html; charset=utf-8"), "a.eml").text == ARABIC


def test_wrapped_and_flowed_bodies_are_one_line_a_paragraph() -> None:
    flowed = ARABIC.replace("، ", "، \n")
    assert (
        read_file(mails.raw(flowed.encode(), kind="text/plain; charset=utf-8; format=flowed"), "a.eml").text
        == ARABIC
    )


HISTORY = [
    "-----Original Message-----\nFrom: a@b.example\nSent: Sunday, May 12, 2024 9:00 AM\n"
    "To: c@d.example\nSubject: قديم\n\nالسابق",
    "من: فلان\nتاريخ الإرسال: 12 مايو 2024\nإلى: علان\nالموضوع: قديم\n\nالسابق",
    "On Sun, 12 May 2024 at 09:00, A <a@b.example> wrote:\n> السابق\n> والأسبق",
    "في الأحد، 12 مايو 2024 كتب فلان <a@b.example>:\n> السابق",
]


@pytest.mark.parametrize("history", HISTORY)
def test_history_below_a_release_goes(history: str) -> None:
    assert read_file(mails.raw(f"{BODY}\n\n{history}".encode()), "a.eml").text == ONE_LINE


@pytest.mark.parametrize("history", HISTORY[:2])
def test_what_a_note_hands_on_is_the_release(history: str) -> None:
    text = f"{NOTE}\n\n{history.replace('السابق', BODY)}"
    read = read_file(mails.raw(text.encode()), "a.eml")
    assert read.text == ONE_LINE
    assert read.title == "قديم"
    assert read.published_on == date(2024, 5, 12)


def test_signatures_are_cut_and_quotations_that_belong_to_the_text_stay() -> None:
    for mark in ("-- ", "Sent from my iPhone", "أرسلت من جهاز iPhone"):
        assert read_file(mails.raw(f"{BODY}\n{mark}\nفلان\nقسم الإعلام".encode()), "a.eml").text == ONE_LINE
    long = f"{NOTE}\n--\n" + "\n".join(f"سطر {n}" for n in range(30))
    assert _own_words(long).text == long
    assert _own_words("> الأول\n> الثاني").text == "الأول\nالثاني"
    said = "قال الوزير:\n> نعمل معا\nثم أضاف"
    assert _own_words(said).text == said
    labels = "من: طرابلس\nانطلق الوفد اليوم"
    assert _own_words(labels).text == labels


def test_a_saved_page_is_a_page() -> None:
    page = make.html_page(make.article(), '<meta name="date" content="2024-12-10">')
    body = f"--B\nContent-Type: text/html; charset=utf-8\nContent-Location: https://example.org/n/7\n\n{page}\n--B--\n"
    head = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/n/7\nSubject: x\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary=B\n\n'
    )
    for name in ("page.mht", "page.mhtml", "page.html"):
        read = read_file((head + body).encode(), name)
        assert (read.format, read.url, read.published_on) == (
            "html",
            "https://example.org/n/7",
            date(2024, 12, 10),
        )
        assert read.text.endswith(ARABIC)
        assert read.warnings == ()


def test_a_mail_beyond_a_limit_is_refused() -> None:
    many = mails.mail(BODY, *((f"{number}.txt", ARABIC.encode()) for number in range(5)))
    for limits, code in (
        (Limits(max_parts=4), ErrorCode.TOO_MANY_PARTS),
        (Limits(max_parts_bytes=500), ErrorCode.ZIP_BOMB),
        (Limits(max_container_bytes=100), ErrorCode.TOO_LARGE),
    ):
        with pytest.raises(ReadError) as caught:
            opened(many, limits=limits)
        assert caught.value.code is code
    found, kept = opened(many, limits=Limits(max_part_bytes=10))
    assert not kept
    assert set(left_out(found).values()) == {LeftOut.TOO_BIG}
    boxes = mails.mail(NOTE, ("a.zip", make.zipped({"b.zip": make.zipped({"c.txt": ARABIC})})))
    assert left_out(opened(boxes, limits=Limits(max_nesting=2))[0])["a.zip/b.zip"] is LeftOut.TOO_DEEP


@pytest.mark.parametrize("named", ["undefined", "rot13", "zlib_codec", "idna", "punycode", "no-such-set"])
@pytest.mark.parametrize("really", ["utf-8", "cp1256"])
def test_a_character_set_that_makes_no_text_is_as_good_as_none(named: str, really: str) -> None:
    found = read_file(mails.raw(BODY.encode(really), kind=f"text/plain; charset={named}"), "a.eml")
    assert found.text == ONE_LINE


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("multipart/mixed", "", ""),
        ("multipart/mixed; boundary=other", "", ""),
        (
            "multipart/mixed; boundary=other",
            "--mark\nContent-Type: text/plain; charset=utf-8\n\n",
            "\n--mark--\n",
        ),
        ("multipart/alternative", "A preamble\n--mark\ncontent-type: text/html\n\n<p>", "</p>\n--mark--\n"),
    ],
)
def test_a_mail_that_names_a_wrong_mark_between_its_parts_is_read(kind: str, before: str, after: str) -> None:
    found = read_file(mails.raw((before + ARABIC + after).encode(), kind=kind), "a.eml")
    assert " ".join(found.text.split()) == " ".join(ARABIC.split())
