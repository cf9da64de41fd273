"""Damaged and invented containers: taken apart within their limits or refused with a ReadError, and nothing else."""

from __future__ import annotations

from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.reading import ErrorCode, Limits, ReadError, Unpacked, office, read_in_subprocess
from ingest.reading.letter import _own_words
from ingest.reading.mail import header_words
from ingest.reading.parts import shown_path
from ingest.reading.unpack import take_apart
from ingest.reading.unwrap import unwrap
from ingest.reading.written_dates import written_day
from tests.hostile.test_fuzz import ARABIC_WORDS, DAMAGE, EXAMPLES, FEW, MANY, damaged, read
from tests.reading import builders as make
from tests.reading import mails
from tests.reading.builders import ARABIC, article, html_page

LIMITS = Limits(max_parts=50, max_parts_bytes=2_000_000)
ARCHIVE = make.zipped(
    {"a.txt": ARABIC, "نص/b.html": html_page(article()), "c.zip": make.zipped({"d": ARABIC})}
)
MAIL = mails.mail(mails.BODY, ("تقرير.docx", make.docx(make.paragraph(ARABIC))), ("a.txt", ARABIC.encode()))
OUTLOOK = mails.compound(mails.outlook(mails.BODY, mails.attachment("a.txt", ARABIC.encode())))
PLAIN_OUTLOOK = mails.compound(mails.outlook())
MIME = st.lists(
    st.sampled_from(
        ["--B\n", "--B--\n", "--C\n", "Content-Type: text/html\n", "Content-Type: multipart/mixed; boundary=C\n", "\n",
         "Content-Type: message/rfc822\n", "Content-Type: text/plain; charset*=x'y'%\n", "Subject: =?x?q?\n",
         "Content-Disposition: attachment; filename*0*=utf-8''%D8; filename*1=x\n", "Content-ID: <x>\n", f"{ARABIC}\n",
         "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: uuencode\n", "> quoted\n", "-- \n"]
    ),
    max_size=30,
)  # fmt: skip
_ODT_NAMES = ("text:p", "text:h", "table:table-row", "text:note-body")
ODT_PIECES = [
    f"<{end}{name}>"
    for name in ("text:p", "text:h", "table:table-row", "text:note-body")
    for end in ("", "/")
]
ODT_PIECES += [
    "كلمة",
    "<text:s/>",
    '<text:s text:c="x"/>',
    "<text:tab/>",
    "<office:annotation/>",
    "<text:list-item/>",
]


def opened(data: bytes, name: str) -> Unpacked | None:
    """What taking apart gives, checked for what every container promises; None for a refusal."""
    spool = BytesIO()
    try:
        found = take_apart(data, name, spool, LIMITS)
    except ReadError as error:
        str(error)
        return None
    kept = [part for part in found.parts if not part.left_out]
    assert sum(part.size for part in kept) == len(spool.getvalue()) <= LIMITS.max_parts_bytes
    assert len(found.parts) <= LIMITS.max_parts
    assert all(part.path == shown_path(part.path) for part in found.parts)
    assert Unpacked.from_json(found.to_json()) == found
    return found


@MANY
@given(st.binary(max_size=600), st.sampled_from(["a.zip", "a.eml", "a.msg", "a"]))
def test_any_bytes(data: bytes, name: str) -> None:
    opened(data, name)
    opened(b"PK\x03\x04" + data, name)


@MANY
@given(DAMAGE)
def test_damaged_archive(damage: list[tuple[float, int, str]]) -> None:
    opened(damaged(ARCHIVE, damage), "a.zip")


@MANY
@given(DAMAGE)
def test_damaged_mail(damage: list[tuple[float, int, str]]) -> None:
    data = damaged(MAIL, damage)
    opened(data, "a.eml")
    read(data, "a.eml")


@MANY
@given(MIME)
def test_invented_mail(pieces: list[str]) -> None:
    data = mails.raw("".join(pieces).encode(), "MIME-Version: 1.0", kind="multipart/mixed; boundary=B")
    opened(data, "a.eml")
    read(data, "a.eml")


@MANY
@given(DAMAGE)
def test_damaged_outlook(damage: list[tuple[float, int, str]]) -> None:
    opened(damaged(OUTLOOK, damage), "a.msg")
    read(damaged(PLAIN_OUTLOOK, damage), "a.msg")


@MANY
@given(DAMAGE)
def test_damaged_odt(damage: list[tuple[float, int, str]]) -> None:
    read(damaged(make.odt(f"<text:p>{ARABIC}</text:p>"), damage), "a.odt")


@MANY
@given(st.lists(st.sampled_from(ODT_PIECES), max_size=30))
def test_invented_odt(pieces: list[str]) -> None:
    read(make.odt("".join(pieces) + f"<text:p>{ARABIC}</text:p>"), "a.odt")


@MANY
@given(ARABIC_WORDS, DAMAGE)
def test_damaged_saved_page(words: str, damage: list[tuple[float, int, str]]) -> None:
    page = html_page(article(ARABIC + words))
    head = "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n"
    read(
        damaged(f"{head}--B\nContent-Type: text/html; charset=utf-8\n\n{page}\n--B--\n".encode(), damage),
        "a.mht",
    )


@settings(FEW, max_examples=EXAMPLES // 100 or 5)
@given(DAMAGE)
def test_damaged_rich_text(damage: list[tuple[float, int, str]]) -> None:
    """LibreOffice takes seconds a file, so few; without it all that is left is the refusal."""
    code: str = ""
    try:
        read_in_subprocess(damaged(make.rtf(ARABIC), damage), "a.rtf", Limits(office_seconds=20))
    except ReadError as error:
        code = error.code
    assert code != ErrorCode.NO_CONVERTER or not office.program()


@MANY
@given(st.text(max_size=300))
def test_small_parts_never_fail(text: str) -> None:
    written_day(text)
    header_words(text)
    path = shown_path(text)
    assert path == shown_path(path)
    assert 0 < len(path) <= 500
    _own_words(text)


@MANY
@given(st.lists(ARABIC_WORDS, max_size=20))
def test_unwrapping_loses_no_word(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert unwrap(text).split() == text.split()
