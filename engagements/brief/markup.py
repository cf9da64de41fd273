"""Writes WordprocessingML as text that is parsed once: for a table of 500 rows this takes a fraction of the time
that python-docx needs cell by cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from engagements.brief.directions import runs_of

if TYPE_CHECKING:
    from engagements.brief.blocks import BriefTable, Paragraph, Span

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = f'xmlns:w="{WORD}" xmlns:r="{RELATIONS}"'
PAGE_WIDTH = 11906
PAGE_HEIGHT = 16838
MARGIN = 1020
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
"""A4 and its margins, in twentieths of a point."""
LEFT_MARK, RIGHT_MARK = "\u200e", "\u200f"
LINE_STYLES = {"": "SijillCell", "quiet": "SijillQuiet", "quote": "SijillQuote"}
_ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass
class Markup:
    """Writes a document of one direction; `links` collects the URLs with the ids that the document must give them."""

    right: bool
    links: dict[str, str] = field(default_factory=dict)

    def paragraph(self, content: str, style: str, *, turned: bool = False) -> str:
        """A paragraph with this markup. `turned`: it runs from right to left in a document that does not."""
        direction = "<w:bidi/>" if self.right else ""
        # In a right-to-left paragraph «right» means its end, the left side, on which the other paragraphs begin.
        side = '<w:jc w:val="right"/>' if turned else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{direction}{side}</w:pPr>{content}</w:p>'

    def line(self, line: Paragraph, style: str = "") -> str:
        """A line. One that consists of the register's own words in Arabic runs from right to left in an English
        document too.
        """
        turned = not self.right and all(span.said for span in line.spans) and _begins_in_arabic(line)
        writer = Markup(True, self.links) if turned else self
        content = "".join(writer.span(span) for span in line.spans)
        return writer.paragraph(content, style or LINE_STYLES[line.style], turned=turned)

    def span(self, span: Span) -> str:
        colour = "0B4F6C" if span.href else "4A565B" if span.weight == "quiet" else ""
        bold = "<w:b/><w:bCs/>" if span.weight == "strong" else ""
        runs = self.runs(span.text, bold + (f'<w:color w:val="{colour}"/>' if colour else ""))
        if span.said and any(right != self.right for _piece, right in runs_of(span.text, right=self.right)):
            # So that it does not turn the digits and signs beside it, it stands between two marks of the document's
            # direction.
            mark = self.runs(RIGHT_MARK if self.right else LEFT_MARK)
            runs = f"{mark}{runs}{mark}"
        if not span.href:
            return runs
        number = self.links.setdefault(span.href, f"rIdLink{len(self.links) + 1}")
        return f'<w:hyperlink r:id="{number}" w:history="1">{runs}</w:hyperlink>'

    def runs(self, text: str, properties: str = "") -> str:
        """The text as one run for each direction. `properties` is markup in the order that WordprocessingML
        requires, before `w:rtl`.
        """
        written = []
        for piece, right in runs_of(text, right=self.right):
            dress = properties + ("<w:rtl/>" if right else "")
            dress = f"<w:rPr>{dress}</w:rPr>" if dress else ""
            written.append(f'<w:r>{dress}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>')
        return "".join(written)

    def number(self, code: str) -> str:
        """A field that Word fills in: PAGE or NUMPAGES."""
        dress = "<w:rPr><w:rtl/></w:rPr>" if self.right else ""
        parts = (
            '<w:fldChar w:fldCharType="begin"/>',
            f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
        return "".join(f"<w:r>{dress}{part}</w:r>" for part in parts)

    def table(self, table: BriefTable) -> str:
        """A table whose head is repeated on every page and whose rows do not break across pages."""
        widths = _widths([column.share for column in table.columns])
        head = "".join(
            self.cell(self.paragraph(self.runs(column.label), "SijillHead"), width, shade="EAEEEE")
            for column, width in zip(table.columns, widths, strict=True)
        )
        rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
        for row in table.rows:
            cells = "".join(
                self.cell("".join(self.line(line) for line in lines), width)
                for lines, width in zip(row, widths, strict=True)
            )
            rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
        return self.frame("".join(rows), widths, "SijillTable")

    def frame(self, rows: str, widths: list[int], style: str) -> str:
        """A table as wide as the text; in a right-to-left document its first column is on the right."""
        visual = "<w:bidiVisual/>" if self.right else ""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'<w:tbl {SPACES}><w:tblPr><w:tblStyle w:val="{style}"/>{visual}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        )

    def cell(self, content: str, width: int, *, shade: str = "") -> str:
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill={quoteattr(shade)}/>' if shade else ""
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>{content}</w:tc>'


def even_widths(number: int) -> list[int]:
    return _widths([100 / number] * number)


def _widths(shares: list[float] | list[int]) -> list[int]:
    widths = [round(TEXT_WIDTH * share / 100) for share in shares]
    return [*widths[:-1], TEXT_WIDTH - sum(widths[:-1])]


def _begins_in_arabic(line: Paragraph) -> bool:
    first = _LETTER.search("".join(span.text for span in line.spans))
    return bool(first and _ARABIC.match(first.group()))
