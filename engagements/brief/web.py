"""A brief as HTML. Written in Python because a template is slow for 500 rows. All text passes `escape`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from engagements.brief.blocks import BriefTable, Layout, Paragraph, Section, Span


def sections_html(layout: Layout) -> SafeString:
    """All sections, with the classes of css/pages/brief.css."""
    return mark_safe("".join(_section(section) for section in layout.sections))  # noqa: S308 - _span escapes


def span_html(span: Span) -> SafeString:
    return mark_safe(_span(span))  # noqa: S308 - escaped below


def _section(section: Section) -> str:
    level = section.level + 1
    parts = [f"<h{level}>{escape(section.heading)}</h{level}>"]
    parts += [_line(line) for line in section.lines]
    if section.table:
        parts.append(_table(section.table))
    parts += [_line(line) for line in section.after]
    return "".join(parts)


def _table(table: BriefTable) -> str:
    columns = "".join(f'<col class="share-{column.share}">' for column in table.columns)
    head = "".join(f'<th scope="col">{escape(column.label)}</th>' for column in table.columns)
    rows = "".join(f"<tr>{_cells(table, row)}</tr>" for row in table.rows)
    return (
        f'<table class="briefing__table"><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _cells(table: BriefTable, row: tuple[tuple[Paragraph, ...], ...]) -> str:
    cells = []
    for place, (column, lines) in enumerate(zip(table.columns, row, strict=True)):
        content = "".join(_line(line) for line in lines)
        if place == table.main:
            cells.append(f'<th scope="row">{content}</th>')
        else:
            cells.append(f'<td data-label="{escape(column.label)}"><div>{content}</div></td>')
    return "".join(cells)


def _line(line: Paragraph) -> str:
    name = {"": "", "quiet": ' class="muted"', "quote": ' class="briefing__quote"'}[line.style]
    return f"<p{name}>{''.join(_span(span) for span in line.spans)}</p>"


def _span(span: Span) -> str:
    words = str(escape(span.text))
    if span.said:
        words = f"<bdi>{words}</bdi>"
    if span.href:
        words = f'<a href="{escape(span.href)}">{words}</a>'
    if span.weight == "strong":
        return f"<b>{words}</b>"
    return f'<span class="muted">{words}</span>' if span.weight == "quiet" else words
