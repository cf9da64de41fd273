"""The styles of the Word document, with the names by which Word recognises headings."""

from __future__ import annotations

from engagements.brief.markup import SPACES

# Both come with Word; elsewhere the program picks a similar font.
LATIN = "Calibri"
ARABIC = "Sakkal Majalla"
ACCENT = "0B4F6C"
QUIET = "4A565B"


def styles_xml(*, right: bool) -> str:
    """The element `w:styles`. Sizes are in half points; Arabic letters look smaller, so their sizes are larger."""
    bidi = "<w:bidi/>" if right else ""
    return (
        f"<w:styles {SPACES}>"
        f"<w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{LATIN}" w:cs="{ARABIC}"/>'
        f'<w:sz w:val="21"/><w:szCs w:val="26"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-LY"/>'
        f"</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        + _style("Normal", "Normal", bidi + _spacing(0, 80), "", default=True)
        + '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        + _style("Title", "Title", bidi + _spacing(0, 120), _bold(ACCENT) + _size(44, 56))
        + _style(
            "Heading1",
            "heading 1",
            "<w:keepNext/>" + bidi + _spacing(360, 100, 0),
            _bold(ACCENT) + _size(28, 36),
        )
        + _style(
            "Heading2", "heading 2", "<w:keepNext/>" + bidi + _spacing(200, 80, 1), _bold() + _size(23, 30)
        )
        + _style("Header", "header", bidi + _spacing(0, 0), _colour(QUIET) + _size(18, 22))
        + _style("Footer", "footer", bidi + _spacing(0, 0), _colour(QUIET) + _size(18, 22))
        + _style("SijillCell", "Sijill Cell", bidi + _spacing(0, 20), _size(19, 23))
        + _style(
            "SijillHead", "Sijill Head", "<w:keepNext/>" + bidi + _spacing(0, 0), _bold() + _size(18, 22)
        )
        + _style("SijillQuiet", "Sijill Quiet", bidi + _spacing(0, 20), _colour(QUIET) + _size(17, 21))
        + _style("SijillQuote", "Sijill Quote", bidi + _spacing(20, 20), _colour(QUIET) + _size(18, 22))
        + _style("SijillFigure", "Sijill Figure", bidi + _spacing(60, 0), _bold(ACCENT) + _size(25, 32))
        + _style("SijillWarning", "Sijill Warning", bidi + _spacing(80, 120), _bold("A11D1D") + _size(21, 26))
        + _table("SijillTable", "Sijill Table", inside=True)
        + _table("SijillFigures", "Sijill Figures", inside=False)
        + "</w:styles>"
    )


def _style(number: str, name: str, paragraph: str, run: str, *, default: bool = False) -> str:
    first = ' w:default="1"' if default else ""
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{first} w:styleId="{number}"><w:name w:val="{name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _spacing(before: int, after: int, outline: int | None = None) -> str:
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    return f'<w:spacing w:before="{before}" w:after="{after}"/>{level}'


def _bold(colour: str = "") -> str:
    return "<w:b/><w:bCs/>" + (_colour(colour) if colour else "")


def _colour(colour: str) -> str:
    return f'<w:color w:val="{colour}"/>'


def _size(latin: int, arabic: int) -> str:
    return f'<w:sz w:val="{latin}"/><w:szCs w:val="{arabic}"/>'


def _table(number: str, name: str, *, inside: bool) -> str:
    """A table style with lines above and below; with `inside` also between the rows."""
    rule = '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="D6DCDD"/>' if inside else ""
    edge = 'w:val="single" w:sz="6" w:space="0" w:color="78868B"/>'
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80))
    )
    return (
        f'<w:style w:type="table" w:styleId="{number}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr>'
        f"<w:tblBorders><w:top {edge}<w:bottom {edge}{rule}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar>"
        f"</w:tblPr></w:style>"
    )
