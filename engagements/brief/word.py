"""A brief as a Word document (docx): Arabic from right to left, or English."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from engagements.brief.markup import MARGIN, PAGE_HEIGHT, PAGE_WIDTH, SPACES, Markup, even_widths
from engagements.brief.styles import styles_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagements.brief.blocks import Figure, Layout, Section

FIGURES_A_ROW = 4
_PAGE, _PAGES = "\ue000", "\ue001"


def docx_of(layout: Layout, *, by: str, made_at: datetime) -> bytes:
    """The docx file in the active language. `by` and `made_at` also become its author and date."""
    right = get_language_bidi()
    markup = Markup(right)
    document: Any = Document()
    _fill(document.styles.element, styles_xml(right=right))
    _fill(document.element.body, f"<w:body {SPACES}>{''.join(_body(layout, markup))}{_page(right)}</w:body>")
    section = document.sections[0]
    _fill(
        section.header._element,
        f"<w:hdr {SPACES}>{markup.paragraph(markup.runs(layout.running), 'Header')}</w:hdr>",
    )
    _fill(section.footer._element, f"<w:ftr {SPACES}>{_footer(layout, markup)}</w:ftr>")
    for address, number in markup.links.items():
        document.part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, number, is_external=True)
    _describe(document.core_properties, layout, by, made_at, right=right)
    relations = document.part.package.rels
    for number in [key for key, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        # The template of python-docx contains a thumbnail of its own first page.
        del relations[number]
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _fill(element: Any, xml: str) -> None:
    """Replaces the children of an element by those of `xml`."""
    for child in list(element):
        element.remove(child)
    for child in list(parse_xml(xml)):
        element.append(child)


def _body(layout: Layout, markup: Markup) -> Iterator[str]:
    yield markup.paragraph(markup.runs(layout.title), "Title")
    for name, words in layout.head:
        yield markup.paragraph(markup.runs(f"{name}: ", "<w:b/><w:bCs/>") + markup.runs(words), "Normal")
    if layout.warning:
        yield markup.paragraph(markup.runs(layout.warning), "SijillWarning")
    yield markup.paragraph(markup.runs(_("Key figures")), "Heading1")
    yield _figures(layout.figures, markup)
    for section in layout.sections:
        yield from _section(section, markup)


def _figures(figures: tuple[Figure, ...], markup: Markup) -> str:
    widths = even_widths(FIGURES_A_ROW)
    rows = []
    for first in range(0, len(figures), FIGURES_A_ROW):
        cells = "".join(
            markup.cell(_figure(figure, markup), width)
            for figure, width in zip(figures[first : first + FIGURES_A_ROW], widths, strict=False)
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    return markup.frame("".join(rows), widths, "SijillFigures")


def _figure(figure: Figure, markup: Markup) -> str:
    note = markup.paragraph(markup.runs(figure.note), "SijillQuiet") if figure.note else ""
    return (
        markup.paragraph(markup.span(figure.value), "SijillFigure")
        + markup.paragraph(markup.runs(figure.label), "SijillCell")
        + note
    )


def _section(section: Section, markup: Markup) -> Iterator[str]:
    yield markup.paragraph(markup.runs(section.heading), f"Heading{section.level}")
    for line in section.lines:
        yield markup.line(line, "" if line.style else "Normal")
    if section.table:
        yield markup.table(section.table)
    for line in section.after:
        yield markup.line(line, "Normal")


def _page(right: bool) -> str:
    bidi = "<w:bidi/>" if right else ""
    return (
        f'<w:sectPr><w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/><w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" '
        f'w:bottom="{MARGIN}" w:left="{MARGIN}" w:header="500" w:footer="500" w:gutter="0"/>{bidi}</w:sectPr>'
    )


def _footer(layout: Layout, markup: Markup) -> str:
    """The footer: when and by whom it was made, and the page number."""
    words = _("Page %(page)s of %(pages)s") % {"page": _PAGE, "pages": _PAGES}
    content = markup.runs(f"{layout.footing} · ")
    before, _mark, rest = words.partition(_PAGE)
    between, _mark, after = rest.partition(_PAGES)
    content += markup.runs(before) + markup.number("PAGE") + markup.runs(between) + markup.number("NUMPAGES")
    return markup.paragraph(content + markup.runs(after), "Footer")


def _describe(properties: Any, layout: Layout, by: str, made_at: datetime, *, right: bool) -> None:
    properties.title = layout.title
    properties.subject = ": ".join(layout.head[0])
    properties.author = properties.last_modified_by = by[:255]
    # The template of python-docx says here that python-docx made the file.
    properties.comments = ""
    properties.language = "ar-LY" if right else "en-GB"
    properties.created = properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)
