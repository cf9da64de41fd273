"""The text of a source as HTML: paragraphs, in which words behind values are marked.

Marks are widened to whole words and never change how letters join in Arabic. The exact offsets stay in the mark's id
(`w-<start>-<end>`) and in its data attributes. `data-at` of a paragraph is the offset of its first character, from
which the page's script computes the offsets of a selection.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_PARAGRAPH = re.compile(r"(?:(?!\n[ \t]*\n).)+", re.DOTALL)
_WORD = re.compile(r"\w+(?:[\u0640\u064b-\u065f\u0670]\w*)*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A range to mark. `links` are the addresses (`#f-3`) of the values that were taken from it; a click goes to
    the first.
    """

    start: int
    end: int
    links: tuple[str, ...] = ()
    unsure: bool = False


def anchor(start: int, end: int) -> str:
    """The id of the mark over exactly these characters."""
    return f"w-{start}-{end}"


@dataclass(frozen=True, slots=True)
class _Painted:
    """A mark widened to whole words. `first` is the piece that has the id."""

    start: int
    end: int
    mark: Mark
    first: bool = True


def marked(text: str, marks: Iterable[Mark]) -> SafeString:
    """The text as HTML: `<p>` for each paragraph, `<br>` for a line end within, `<mark>` for the words."""
    painted = [_widened(text, mark) for mark in _united(marks) if 0 <= mark.start < mark.end <= len(text)]
    html = []
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        start += len(paragraph[0]) - len(paragraph[0].lstrip())
        if start < end:
            inside = "".join(_nested(text, start, end, _clipped(painted, start, end)))
            html.append(f'<p dir="auto" data-at="{start}">{inside}</p>')
    return mark_safe("\n".join(html))  # noqa: S308 - every piece of text was escaped in _leaf


def _united(marks: Iterable[Mark]) -> list[Mark]:
    """Marks over the same range as one, with all their links."""
    united: dict[tuple[int, int], Mark] = {}
    for mark in marks:
        key = (mark.start, mark.end)
        before = united.get(key, replace(mark, links=(), unsure=False))
        links = tuple(dict.fromkeys(before.links + mark.links))
        united[key] = replace(before, links=links, unsure=before.unsure or mark.unsure)
    return list(united.values())


def _widened(text: str, mark: Mark) -> _Painted:
    start, end = mark.start, mark.end
    for word in _WORD.finditer(text, max(0, text.rfind(" ", 0, start)), min(len(text), end + 60)):
        if word.start() < start < word.end():
            start = word.start()
        if word.start() < end < word.end():
            end = word.end()
    return _Painted(start, end, mark)


def _clipped(painted: list[_Painted], start: int, end: int) -> list[_Painted]:
    """The parts of the marks within `start:end`. A part that does not begin its mark has no id."""
    inside = [
        replace(
            each,
            start=max(each.start, start),
            end=min(each.end, end),
            first=each.first and each.start >= start,
        )
        for each in painted
        if each.start < end and each.end > start
    ]
    return sorted(inside, key=_outer_first)


def _outer_first(each: _Painted) -> tuple[int, int, int, int]:
    return (each.start, -each.end, each.mark.start, -each.mark.end)


def _nested(
    text: str, start: int, end: int, painted: list[_Painted], around: Mark | None = None
) -> Iterator[str]:
    """HTML of `text[start:end]`. If two marks overlap without nesting, the later one is cut where the earlier one
    ends.
    """
    while painted:
        outer, *rest = painted
        yield _leaf(text[start : outer.start], around)
        inner = [replace(each, end=min(each.end, outer.end)) for each in rest if each.start < outer.end]
        painted = sorted(
            [each for each in rest if each.start >= outer.end]
            + [
                replace(each, start=outer.end, first=False)
                for each in rest
                if each.start < outer.end < each.end
            ],
            key=_outer_first,
        )
        yield _opening(outer)
        yield from _nested(text, outer.start, outer.end, inner, outer.mark)
        yield "</mark>"
        start = outer.end
    yield _leaf(text[start:end], around)


def _opening(each: _Painted) -> str:
    mark = each.mark
    identity = f' id="{anchor(mark.start, mark.end)}"' if each.first else ""
    unsure = " ev--unsure" if mark.unsure else ""
    fields = escape(" ".join(link.removeprefix("#") for link in mark.links))
    return (
        f'<mark class="ev{unsure}"{identity} data-start="{mark.start}" data-end="{mark.end}" '
        f'data-fields="{fields}">'
    )


def _leaf(text: str, around: Mark | None) -> str:
    if not text:
        return ""
    words = str(escape(text)).replace("\n", "<br>")
    if not text.strip():
        return words  # a link over nothing but spaces would have no name for a screen reader
    return f'<a href="{escape(around.links[0])}">{words}</a>' if around and around.links else words
