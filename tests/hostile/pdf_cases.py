"""PDFs that nobody sends in good faith."""

from __future__ import annotations

import zlib

from ingest.reading import ErrorCode as E
from tests.hostile.case import CANARY, READ, Case
from tests.reading import builders as make

_FONT = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d " % len(data) + more + b" >>\nstream\n" + data + b"\nendstream"


_WORDS = _stream(
    make.page_content(["The Minister of Industry received the ambassador", "and the two agreed to meet."])
)


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


CASES: tuple[Case, ...] = (
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
)
