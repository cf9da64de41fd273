"""OpenDocument texts: headers, body, text boxes where they are anchored, tables by row, notes, footers.

Read straight from content.xml and styles.xml, with the care that Word documents are read with.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from ingest.reading.archive import SafeZip
from ingest.reading.clean import join_paragraphs
from ingest.reading.docx import unrepeated
from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.result import Extract
from ingest.reading.xml_parts import attribute, child, parse_part

if TYPE_CHECKING:
    from ingest.reading.limits import Limits

DECODER = "odt-2"
_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
# Words that were deleted, remarks, fields of forms, objects, and the numbers that a program counts for itself.
_SKIPPED = frozenset(
    {"tracked-changes", "annotation", "forms", "sequence-decls", "variable-decls", "user-field-decls", "note-citation",
     "object", "object-ole", "desc", "bookmark-ref", "automatic-styles", "font-face-decls", "scripts", "styles",
     "script", "hidden-text"}
)  # fmt: skip
_BREAKS = {"tab": "\t", "line-break": "\n", "soft-page-break": ""}
_ASIDE = frozenset(
    ("header", "header-first", "header-left", "footer", "footer-first", "footer-left", "note-body")
)
_MAX_SPACES = 20


def read(data: bytes, limits: Limits) -> Extract:
    """The text of the document. ReadError: broken, password_protected, zip_bomb, unsafe.

    What meta.xml says of title and day is not used: it is mostly that of the document it was made from.
    """
    with SafeZip(data, limits) as archive:
        names = set(archive.names())
        if _CONTENT not in names:
            raise ReadError(ErrorCode.BROKEN)
        if _MANIFEST in names and b"encryption-data" in archive.read(_MANIFEST):
            raise ReadError(ErrorCode.PASSWORD_PROTECTED)
        parts = [parse_part(archive.read(name)) for name in (_CONTENT, _STYLES) if name in names]
        hidden = frozenset(name for part in parts for name in _hiding_styles(part))
        body, around = _Walker(limits, hidden).walk(parts[0]), _Walker(limits, hidden)
        if len(parts) > 1:
            around.walk(parts[1])
    paragraphs = unrepeated(around.headers, body.paragraphs) + body.paragraphs + body.notes
    paragraphs += unrepeated(around.footers, paragraphs)
    return Extract(text=join_paragraphs(paragraphs), decoder=DECODER, encoding="utf-8", title=body.title)


class _Walker:
    """Collects text over a flat event loop: nesting in a hostile file cannot exhaust the stack."""

    def __init__(self, limits: Limits, hidden: frozenset[str]) -> None:
        """`hidden`: the styles whose words do not show."""
        self._hidden = hidden
        self.paragraphs: list[str] = []
        self.headers: list[str] = []
        self.footers: list[str] = []
        self.notes: list[str] = []
        self.title = ""
        self._limits = limits
        self._runs: list[list[str]] = []
        self._rows: list[list[str]] = []
        self._inside: list[str] = []
        self._item = False

    def walk(self, root: etree._Element) -> _Walker:
        """Itself, after all of the document."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if not isinstance(element.tag, str):
                continue
            name = element.tag.rpartition("}")[2]
            if event == "end":
                self._end(name, element)
            elif name in _SKIPPED or self._hides(name, element):
                # Its end event comes all the same, and with it the text that follows.
                walk.skip_subtree()
            else:
                self._start(name, element)
        return self

    def _hides(self, name: str, element: etree._Element) -> bool:
        """Whether the words of an element do not show: by their style, or as a hidden paragraph or section."""
        if name == "section":
            return attribute(element, "display") == "none"
        if name in ("p", "h"):
            marks = element.iter("{*}hidden-paragraph")
            return self._by_style(element) or any(attribute(mark, "is-hidden") == "true" for mark in marks)
        return name == "span" and self._by_style(element)

    def _by_style(self, element: etree._Element) -> bool:
        return bool(self._hidden) and attribute(element, "style-name") in self._hidden

    def _start(self, name: str, element: etree._Element) -> None:
        if name in ("p", "h"):
            self._runs.append(["- "] if self._item else [])
            self._item = False
            if len(self._runs) > self._limits.max_depth:
                raise ReadError(ErrorCode.UNSAFE, reason="nesting")
        elif name == "table-row":
            self._rows.append([])
        elif name == "list-item":
            self._item = True
        elif name in _ASIDE:
            self._inside.append(name.partition("-")[0])
        elif name in _BREAKS:
            self._say(_BREAKS[name])
        elif name == "s":
            self._say(" " * min(_MAX_SPACES, _count(element)))
        self._say(element.text or "")

    def _end(self, name: str, element: etree._Element) -> None:
        if name in ("p", "h") and self._runs:
            self._close("".join(self._runs.pop()), name, element)
        elif name == "table-row" and self._rows:
            self._add(" | ".join(cell for cell in self._rows.pop() if cell))
        elif name in _ASIDE:
            self._inside.pop()
        self._say(element.tail or "")

    def _say(self, words: str) -> None:
        """Words count inside a paragraph only; between elements there is but the layout of the file."""
        if self._runs and words:
            self._runs[-1].append(words if words in ("\n", "\t") else re.sub(r"[\r\n\t]+", " ", words))

    def _close(self, words: str, name: str, element: etree._Element) -> None:
        text = words.strip(" \n")
        if text in ("", "-"):
            return
        style = attribute(element, "style-name")
        if not self.title and (style == "Title" or (name == "h" and _level(element) == "1")):
            self.title = text
        self._add(text)

    def _add(self, text: str) -> None:
        if not text:
            return
        if self._rows:
            self._rows[-1].append(text)
        elif self._inside:
            {"header": self.headers, "footer": self.footers, "note": self.notes}[self._inside[-1]].append(
                text
            )
        else:
            self.paragraphs.append(text)


def _hiding_styles(root: etree._Element) -> set[str]:
    return {
        attribute(style, "name")
        for style in root.iter("{*}style")
        if attribute(child(style, "text-properties"), "display") == "none"
    }


def _count(element: etree._Element) -> int:
    """How many spaces one element stands for."""
    said = attribute(element, "c") or "1"
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 1


def _level(element: etree._Element) -> str:
    return attribute(element, "outline-level")
