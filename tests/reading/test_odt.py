"""OpenDocument texts: all that a reader of the page sees, once, in its order."""

from __future__ import annotations

import pytest

from ingest.reading import ErrorCode, Limits, ReadError, read_file
from tests.reading.builders import ARABIC, odt, odt_styles

FIRST, SECOND = ARABIC.split("\n\n")


def text(body: str, **more: str) -> str:
    return read_file(odt(body, **more), "a.odt").text


def paragraphs(*words: str) -> str:
    return "".join(f"<text:p>{each}</text:p>" for each in words)


def test_paragraphs_and_headings_become_lines_and_the_title() -> None:
    body = '<text:h text:outline-level="1">الوزير يستقبل السفير</text:h>' + paragraphs(FIRST, SECOND)
    read = read_file(odt(body), "a.odt")
    assert read.text == "الوزير يستقبل السفير\n\n" + ARABIC
    assert (read.format, read.title, read.warnings) == ("odt", "الوزير يستقبل السفير", ())


def test_spaces_tabs_and_breaks() -> None:
    body = paragraphs('كلمة<text:s text:c="2"/>كلمة<text:tab/>ثم<text:line-break/>سطر\n  من   الملف')
    assert text(body) == "كلمة  كلمة\tثم\nسطر   من   الملف"


def test_spans_links_and_notes() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        f"{paragraphs('حاشية')}</text:note-body></text:note>"
    )
    body = paragraphs(
        f'قال <text:span>الوزير</text:span> في <text:a xlink:href="x">بيان</text:a>{note} اليوم'
    )
    assert text(body) == "قال الوزير في بيان اليوم\n\nحاشية"


def test_tables_lists_and_boxes() -> None:
    cell = "<table:table-cell>{}</table:table-cell>"
    row = "<table:table-row>" + cell.format(paragraphs("زيارة")) + cell.format(paragraphs("يناير", "فبراير"))
    table = f"<table:table>{row}</table:table-row></table:table>"
    items = "".join(f"<text:list-item>{paragraphs(each)}</text:list-item>" for each in ("أول", "ثان"))
    box = f"<draw:frame><draw:text-box>{paragraphs('في الإطار')}</draw:text-box></draw:frame>"
    body = f"{paragraphs('قبل' + box)}{table}<text:list>{items}</text:list>"
    assert text(body) == "في الإطار\n\nقبل\n\nزيارة | يناير | فبراير\n\n- أول\n- ثان"


def test_what_does_not_show_is_no_text() -> None:
    deleted = (
        f"<text:tracked-changes><text:deletion>{paragraphs('محذوف')}</text:deletion></text:tracked-changes>"
    )
    remark = f"<office:annotation>{paragraphs('ملاحظة')}</office:annotation>"
    assert text(deleted + paragraphs(f"باق{remark} هنا")) == "باق هنا"


def test_hidden_words_are_no_text() -> None:
    style = '<style:style style:name="{}"><style:text-properties text:display="{}"/></style:style>'
    both = style.format("Gone", "none") + style.format("Seen", "true")
    styles = f"<office:automatic-styles>{both}</office:automatic-styles>"
    body = (
        paragraphs(
            'باق <text:span text:style-name="Gone">مخفي </text:span>هنا',
            "<text:hidden-text>مخفي</text:hidden-text>",
        )
        + '<text:p text:style-name="Gone">مخفي</text:p><text:p text:style-name="Seen">ظاهر</text:p>'
        + f'<text:section text:display="none">{paragraphs("مخفي")}</text:section>'
        + paragraphs(
            '<text:hidden-paragraph text:is-hidden="true"/>مخفي', "<text:script>run()</text:script>آخر"
        )
    )
    assert text(styles + body) == "باق هنا\n\nظاهر\n\nآخر"


def test_headers_and_footers_once() -> None:
    styles = odt_styles("وزارة الصناعة", "صفحة الوزارة")
    assert text(paragraphs(FIRST), styles=styles) == f"وزارة الصناعة\n\n{FIRST}\n\nصفحة الوزارة"
    assert text(paragraphs("وزارة الصناعة", FIRST), styles=styles).count("وزارة الصناعة") == 1


@pytest.mark.parametrize(
    ("body", "more", "code"),
    [
        ("<text:p>", {}, ErrorCode.BROKEN),
        ("<text:p/>", {}, ErrorCode.NO_TEXT),
        (paragraphs(FIRST), {"manifest": "<manifest:encryption-data/>"}, ErrorCode.PASSWORD_PROTECTED),
        (paragraphs(FIRST), {"doctype": '<!DOCTYPE x [<!ENTITY e "x">]>'}, ErrorCode.UNSAFE),
        ("<text:p><draw:text-box>" * 120 + "</draw:text-box></text:p>" * 120, {}, ErrorCode.UNSAFE),
    ],
)  # fmt: skip
def test_a_broken_or_hostile_document_is_refused_with_its_reason(
    body: str, more: dict[str, str], code: ErrorCode
) -> None:
    with pytest.raises(ReadError) as caught:
        read_file(odt(body, **more), "a.odt", Limits(max_depth=100))
    assert caught.value.code is code
