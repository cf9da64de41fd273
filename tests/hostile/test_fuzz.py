"""Damaged and invented files, some hundred a module: a reader answers or raises ReadError, and nothing else.

Time-boxed by the number of examples, the same ones in every run. `SIJILL_FUZZ=2000` in the environment tries that
many new ones instead.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.reading import Limits, ReadError, ReadText, read_file, read_in_subprocess
from ingest.reading.charset import decode
from ingest.reading.clean import clean
from ingest.reading.direction import turn_round
from ingest.reading.formats import claimed_format, sniff_container
from ingest.reading.html_meta import parse_day
from ingest.reading.language import language_of
from ingest.reading.reflow import PageLine, reflow
from tests.reading import builders as make
from tests.reading.builders import ARABIC, ENGLISH, article, html_page, paragraph

LIMITS = Limits(max_chars=200_000, max_unpacked_bytes=5_000_000)
EXAMPLES = int(os.environ.get("SIJILL_FUZZ", "0"))
MANY = settings(
    max_examples=EXAMPLES or 100,
    derandomize=not EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
FEW = settings(MANY, max_examples=max(20, EXAMPLES // 20))
NAMES = st.sampled_from(["a.txt", "a.html", "a.docx", "a.pdf", "a", "a.bin"])
DAMAGE = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 255), st.sampled_from("scdi")), min_size=1, max_size=12
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=80)
ARABIC_WORDS = st.text(
    st.sampled_from("ابتثجحخدرزسشصضطعغفقكلمنهوي ءةى،.\n\u064b\u0640١٢٣abc<>&"), max_size=120
)

HTML_PIECES = [
    "<p>",
    "</p>",
    "<table>",
    "<tr>",
    "<td>",
    "<br>",
    "<li>",
    "<!--",
    "<![CDATA[",
    "كلمة ",
    "<svg>",
    "&#0;",
    "&x;",
]
DOCX_NAMES = ("p", "tbl", "tr", "tc", "r", "del")
DOCX_PIECES = [f"<{end}w:{name}>" for name in DOCX_NAMES for end in ("", "/")] + [
    "<w:t>كلمة</w:t>",
    "<w:br/>",
]
LINES = st.tuples(ARABIC_WORDS, st.integers(1, 3), st.none() | st.floats(0, 900), st.floats(0, 40))


def damaged(data: bytes, damage: list[tuple[float, int, str]]) -> bytes:
    """`data` with bytes set, cut off, deleted or put in, at relative places."""
    out = bytearray(data)
    for place, value, kind in damage:
        at = int(place * len(out))
        if kind == "s" and at < len(out):
            out[at] = value
        elif kind == "c" and value > 200:
            del out[at:]
        elif kind == "d":
            del out[at : at + value % 16]
        elif kind == "i":
            out[at:at] = bytes([value]) * (value % 8)
    return bytes(out)


def read(data: bytes, name: str) -> ReadText | None:
    """What reading gives, checked for what every text promises; None for a refusal."""
    try:
        result = read_file(data, name, LIMITS)
    except ReadError as error:
        str(error)
        return None
    assert result.text
    assert clean(result.text) == result.text
    assert len(result.text) <= LIMITS.max_chars
    assert ReadText.from_json(result.to_json()) == result
    result.text.encode("utf-8")
    return result


@MANY
@given(st.binary(max_size=600), NAMES)
def test_any_bytes(data: bytes, name: str) -> None:
    read(data, name)


@MANY
@given(st.binary(max_size=300), st.text(max_size=30))
def test_what_a_file_is_never_fails(data: bytes, name: str) -> None:
    sniff_container(data)
    sniff_container(b"PK\x03\x04" + data)
    claimed_format(name)


@MANY
@given(ARABIC_WORDS, st.sampled_from(["utf-8", "cp1256", "iso-8859-6", "utf-16"]), DAMAGE)
def test_damaged_text(words: str, encoding: str, damage: list[tuple[float, int, str]]) -> None:
    read(damaged((ARABIC + words).encode(encoding, errors="ignore"), damage), "a.txt")


@MANY
@given(WORDS)
def test_unicode_text_comes_through(words: str) -> None:
    """Whatever follows an Arabic release, decoding and cleaning it gives the cleaned characters."""
    text = ARABIC + words
    assert clean(decode(text.encode("utf-8")).text) == clean(text)
    assert clean(clean(text)) == clean(text)


@MANY
@given(ARABIC_WORDS, DAMAGE)
def test_damaged_html(words: str, damage: list[tuple[float, int, str]]) -> None:
    page = html_page(article(ARABIC + words), '<meta name="date" content="2024-12-10">')
    read(damaged(page.encode(), damage), "a.html")


@MANY
@given(st.lists(st.sampled_from(HTML_PIECES), max_size=40))
def test_invented_html(pieces: list[str]) -> None:
    read(html_page("".join(pieces) + ARABIC).encode(), "a.html")


@MANY
@given(DAMAGE)
def test_damaged_docx(damage: list[tuple[float, int, str]]) -> None:
    read(
        damaged(make.docx(paragraph(ARABIC) * 3, {"word/header1.xml": make.part("hdr", "ترويسة")}), damage),
        "a.docx",
    )


@MANY
@given(st.lists(st.sampled_from(DOCX_PIECES), max_size=30))
def test_invented_docx(pieces: list[str]) -> None:
    read(make.docx("".join(pieces) + paragraph(ARABIC)), "a.docx")


@MANY
@given(DAMAGE)
def test_damaged_docx_inside(damage: list[tuple[float, int, str]]) -> None:
    """A whole zip around a damaged part: the XML reader meets it, not the zip reader."""
    with zipfile.ZipFile(BytesIO(make.docx(paragraph(ARABIC) * 2))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = damaged(parts["word/document.xml"], damage)
    read(make.zipped(parts), "a.docx")


@FEW
@given(DAMAGE)
def test_damaged_pdf(damage: list[tuple[float, int, str]]) -> None:
    """In a child: what its libraries do with a damaged file must not take the test run along."""
    data = damaged(make.pdf([make.page_content([ENGLISH[:80], ENGLISH[80:]])]), damage)
    try:
        read_in_subprocess(data, "a.pdf", Limits(seconds=5))
    except ReadError as error:
        str(error)


@MANY
@given(st.lists(LINES, max_size=30))
def test_reflow_loses_no_word(rows: list[tuple[str, int, float | None, float]]) -> None:
    lines = [PageLine(text.replace("\n", " "), page, baseline, size) for text, page, baseline, size in rows]
    assert reflow(lines).split() == " ".join(line.text for line in lines).split()


@MANY
@given(st.text(max_size=200))
def test_small_parts_never_fail(text: str) -> None:
    language_of(text)
    parse_day(text)
    assert len(turn_round(text)) == len(text)


@pytest.mark.parametrize("packed", [b"", zlib.compress(b"x"), b"\x00" * 30])
def test_a_zip_in_name_only(packed: bytes) -> None:
    with pytest.raises(ReadError):
        read_file(b"PK\x03\x04" + packed, "a.docx")
