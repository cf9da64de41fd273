"""Word documents that nobody sends in good faith."""

from __future__ import annotations

import struct

from ingest.reading import ErrorCode as E
from tests.hostile.case import BILLION, CANARY, READ, Case
from tests.reading import builders as make
from tests.reading.builders import ARABIC, document, paragraph


def _declared(doctype: str, words: str) -> bytes:
    """A docx whose main part begins with a document type."""
    xml = document(paragraph(words)).replace("?>", f"?>{doctype}", 1)
    return make.zipped({"[Content_Types].xml": "wordprocessingml.document.main", "word/document.xml": xml})


def _utf16_declared() -> bytes:
    xml = document(paragraph("&l9;")).replace("UTF-8", "UTF-16").replace("?>", f"?>{BILLION}", 1)
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


def _polyglot_exe_zip() -> bytes:
    return b"MZ\x90\x00" + b"\x00" * 200 + make.docx(paragraph(ARABIC))


def _huge_docx_table() -> bytes:
    row = "<w:tr>" + f"<w:tc>{paragraph('خلية')}</w:tc>" * 10 + "</w:tr>"
    return make.docx(f"<w:tbl>{row * 8_000}</w:tbl>")


def _deep_docx(depth: int) -> bytes:
    opening = "<w:tbl><w:tr><w:tc>" * depth
    return make.docx(opening + paragraph("x") + "</w:tc></w:tr></w:tbl>" * depth)


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
    Case("docx_billion_laughs", "a.docx", lambda: _declared(BILLION, "&l9;"), (E.UNSAFE,), ("haha",)),
    Case("docx_billion_laughs_utf16", "a.docx", _utf16_declared, (E.UNSAFE, E.BROKEN), ("haha",)),
    Case(
        "docx_billion_laughs_in_header",
        "a.docx",
        lambda: make.docx(paragraph(ARABIC), {"word/header1.xml": BILLION + make.part("hdr", "&l9;")}),
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
    Case("docx_encrypted_parts", "a.docx", _zip_flag_encrypted, (E.PASSWORD_PROTECTED,)),
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
)
