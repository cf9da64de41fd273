"""Word documents: what the page shows, once, in its order."""

from __future__ import annotations

import io

import docx
import pytest

from ingest.reading import ErrorCode, ReadError, WarningCode, read_file
from tests.reading import builders as make
from tests.reading.builders import ARABIC, paragraph


def read(body: str, others: dict[str, str | bytes] | None = None) -> str:
    return read_file(make.docx(body, others), "a.docx").text


def test_what_python_docx_writes() -> None:
    document = docx.Document()
    document.add_heading("الوزير يستقبل السفير", level=1)
    for each in ARABIC.split("\n\n"):
        document.add_paragraph(each)
    document.add_paragraph("تشكيل لجنة", style="List Bullet")
    document.add_paragraph("تبادل الزيارات", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ["البند", "الموعد", "زيارة", "يناير"], strict=True
    ):
        cell.text = text
    document.add_paragraph("وفي الختام شكر الجميع.")
    document.sections[0].header.paragraphs[0].text = "وزارة الصناعة والمعادن"
    document.sections[0].footer.paragraphs[0].text = "ص.ب 12"
    file = io.BytesIO()
    document.save(file)
    result = read_file(file.getvalue(), "a.docx")
    assert result.text == (
        f"وزارة الصناعة والمعادن\n\nالوزير يستقبل السفير\n\n{ARABIC}\n\n- تشكيل لجنة\n- تبادل الزيارات\n\n"
        "البند | الموعد\nزيارة | يناير\n\nوفي الختام شكر الجميع.\n\nص.ب 12"
    )
    assert result.title == "الوزير يستقبل السفير"
    assert (result.published_on, result.outlet, result.warnings) == (None, "", ())


def test_a_text_box_is_read_once_where_it_is_anchored() -> None:
    box = f"<w:txbxContent>{paragraph('نص في مربع')}</w:txbxContent>"
    drawing = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>نص الفقرة</w:t></w:r></w:p>"
    )
    assert read(paragraph("قبل") + drawing + paragraph("بعد")) == "قبل\n\nنص في مربع\n\nنص الفقرة\n\nبعد"


def test_deleted_hidden_and_field_words_are_not_read() -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>محذوف</w:delText></w:r></w:del><w:ins><w:r><w:t>مضاف</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>مخفي</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t> ظاهر</w:t></w:r>"
        "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r></w:p>"
    )
    assert read(body) == "مضاف ظاهر"


def test_words_that_a_style_hides_are_not_read() -> None:
    def style(name: str, inside: str) -> str:
        return f'<w:style w:styleId="{name}">{inside}</w:style>'

    vanish = "<w:rPr><w:vanish/></w:rPr>"
    styles = f'<w:styles xmlns:w="{make.W}">' + style("Gone", vanish)
    styles += style("Child", '<w:basedOn w:val="Gone"/>')
    styles += style("Back", '<w:basedOn w:val="Gone"/><w:rPr><w:vanish w:val="false"/></w:rPr>')
    styles += style("A", '<w:basedOn w:val="B"/>') + style("B", '<w:basedOn w:val="A"/>') + "</w:styles>"

    def run(text: str, properties: str) -> str:
        return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"

    body = (
        paragraph("مخفي", '<w:pStyle w:val="Child"/>')
        + paragraph("ظاهر", '<w:pStyle w:val="Back"/>')
        + paragraph("دائرة", '<w:pStyle w:val="A"/>')
        + "<w:p>"
        + run("مخفي", '<w:rStyle w:val="Gone"/>')
        + run("مخفي", '<w:sz w:val="1"/>')
        + run("كلمة", '<w:rStyle w:val="Back"/><w:sz w:val="28"/>')
        + "</w:p>"
    )
    assert read(body, {"word/styles.xml": styles}) == "ظاهر\n\nدائرة\n\nكلمة"


def test_a_damaged_part_of_styles_costs_no_words() -> None:
    found = read_file(make.docx(paragraph(ARABIC), {"word/styles.xml": "<w:styles"}), "a.docx")
    assert found.text == ARABIC
    assert [each.code for each in found.warnings] == [WarningCode.PARTS_LEFT_OUT]


SAVED = "From: <Saved by Word>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", make.html_page(make.article())),
        ("page.txt", "الوزير يستقبل السفير\n\n" + ARABIC),
        ("page.mht", SAVED + "Content-Type: text/html; charset=utf-8\n\n" + make.html_page(make.article())),
    ],
)
def test_a_page_that_is_taken_in_whole_is_read_at_its_place_and_once(name: str, content: str) -> None:
    chunk = '<w:altChunk w:id="r0"/>'
    body = paragraph("قبل") + chunk + paragraph("بعد") + chunk
    assert read(body, {f"word/{name}": content}) == f"قبل\n\nالوزير يستقبل السفير\n\n{ARABIC}\n\nبعد"


def test_what_cannot_be_taken_in_costs_only_itself() -> None:
    others: dict[str, str | bytes] = {"word/chunk.rtf": b"{\\rtf1 x}"}
    found = read_file(make.docx(paragraph(ARABIC) + '<w:altChunk w:id="r0"/>', others), "a.docx")
    assert found.text == ARABIC
    assert [(each.code, each.params) for each in found.warnings] == [
        (WarningCode.PARTS_LEFT_OUT, {"parts": "chunk.rtf"})
    ]


def test_tables_in_tables_without_end_are_refused() -> None:
    with pytest.raises(ReadError) as caught:
        read("<w:tbl><w:tr><w:tc>" * 500 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 500)
    assert caught.value.code is ErrorCode.UNSAFE


def test_runs_tabs_and_breaks() -> None:
    body = (
        "<w:p><w:r><w:t>استق</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>بل</w:t><w:tab/><w:t>الوزير</w:t><w:br/>"
        "<w:t>السفير</w:t><w:noBreakHyphen/></w:r></w:p>"
    )
    assert read(body) == "استقبل\tالوزير\nالسفير-"


def test_nested_tables_and_empty_cells() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('د')}</w:tc></w:tr></w:tbl>"
    table = (
        f"<w:tbl><w:tr><w:tc>{paragraph('أولا')}{paragraph('ثانيا')}</w:tc><w:tc>{paragraph('')}</w:tc>"
        f"<w:tc>{inner}</w:tc></w:tr></w:tbl>"
    )
    assert read(table + paragraph("نص")) == "أولا | ثانيا | د\n\nنص"


def test_headers_footers_and_notes_once() -> None:
    others: dict[str, str | bytes] = {
        "word/header1.xml": make.part("hdr", "ترويسة"),
        "word/header2.xml": make.part("hdr", "ترويسة"),
        "word/footer1.xml": make.part("ftr", "تذييل"),
        "word/footnotes.xml": make.part("footnotes", "حاشية"),
        "word/comments.xml": make.part("comments", "تعليق"),
    }
    assert read(paragraph("متن"), others) == "ترويسة\n\nمتن\n\nحاشية\n\nتذييل"


def test_a_damaged_header_costs_only_itself() -> None:
    result = read_file(make.docx(paragraph(ARABIC), {"word/header1.xml": "<w:hdr"}), "a.docx")
    assert result.text == ARABIC
    assert [each.code for each in result.warnings] == [WarningCode.PARTS_LEFT_OUT]


def test_strict_documents_and_odd_main_parts() -> None:
    strict = make.document(paragraph(ARABIC)).replace(
        make.W, "http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    types = "<Types>wordprocessingml.document.main</Types>"
    relations = (
        '<Relationships><Relationship Type="x/officeDocument" Target="/other/main.xml"/></Relationships>'
    )
    data = make.zipped({"[Content_Types].xml": types, "_rels/.rels": relations, "other/main.xml": strict})
    assert read_file(data, "a.docx").text == ARABIC


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (make.docx(paragraph(ARABIC))[:-300], ErrorCode.BROKEN),
        (make.docx("<w:p>"), ErrorCode.BROKEN),
        (make.docx(paragraph(" ")), ErrorCode.NO_TEXT),
        (make.zipped({"[Content_Types].xml": "wordprocessingml.document.main"}), ErrorCode.BROKEN),
    ],
)
def test_broken_documents_say_so(data: bytes, code: ErrorCode) -> None:
    with pytest.raises(ReadError) as caught:
        read_file(data, "a.docx")
    assert caught.value.code is code
