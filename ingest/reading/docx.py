"""Word documents: every word that a reader of the page sees, once, in the order of the page.

Read straight from the XML: python-docx passes over text boxes and takes longer to load than to work.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from ingest.reading.archive import SafeZip
from ingest.reading.clean import join_paragraphs
from ingest.reading.docx_chunks import paragraphs_of
from ingest.reading.docx_hidden import hiding_styles, is_hidden
from ingest.reading.errors import ErrorCode, ReadError, WarningCode
from ingest.reading.result import Extract, ReadWarning
from ingest.reading.xml_parts import attribute, child, parse_part

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.reading.limits import Limits

DECODER = "docx-2"
_MAIN = "word/document.xml"
# Deleted and moved-away words, field codes, the second copy of a text box for old Word, properties.
_SKIPPED = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "rPr", "pPr", "sectPr", "tblPr", "tcPr"}
)
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_HEADINGS = re.compile(r"^(title|heading ?1|العنوان|عنوان ?1)$", re.I)


@dataclass
class _Page:
    """What one part of a document says: paragraphs in order and the first heading, if a style names one."""

    paragraphs: list[str] = field(default_factory=list)
    title: str = ""


def read(data: bytes, limits: Limits) -> Extract:
    """Headers, body (text boxes where they are anchored, tables by row), footnotes, footers.

    Raises ReadError: broken, password_protected, zip_bomb, unsafe. Core properties are not used: their title
    and dates are mostly those of the template that a document was made from.
    """
    with SafeZip(data, limits) as archive:
        names = set(archive.names())
        package = _Package(archive, names, _main_part(archive, names), limits)
        body = package.page(package.main)
        around, lost = package.around()
    paragraphs = unrepeated(around["header"], body.paragraphs)
    paragraphs += body.paragraphs + around["footnotes"] + around["endnotes"]
    paragraphs += unrepeated(around["footer"], paragraphs)
    warnings = (ReadWarning(WarningCode.PARTS_LEFT_OUT, {"parts": ", ".join(lost)}),) if lost else ()
    text = join_paragraphs(paragraphs)
    return Extract(text=text, decoder=DECODER, encoding="utf-8", title=body.title, warnings=warnings)


def _main_part(archive: SafeZip, names: set[str]) -> str:
    """The main part is named by the package's relations; Word writes word/document.xml, others need not."""
    if _MAIN in names:
        return _MAIN
    if "_rels/.rels" not in names:
        raise ReadError(ErrorCode.BROKEN)
    for relation in parse_part(archive.read("_rels/.rels")).iter("{*}Relationship"):
        target = str(relation.get("Target", "")).lstrip("/")
        if str(relation.get("Type", "")).endswith("/officeDocument") and target in names:
            return target
    raise ReadError(ErrorCode.BROKEN)


class _Package:
    """The parts of a document that its main part refers to; targets outside the file are passed over."""

    def __init__(self, archive: SafeZip, names: set[str], main: str, limits: Limits) -> None:
        self.main = main
        self._archive = archive
        self._limits = limits
        self._targets = self._related(names)
        self._lost: list[str] = []
        self._styles = self._hiding()

    def page(self, name: str) -> _Page:
        """What one part says. ReadError as `parse_part`, and unsafe."""
        chunk = self._chunk if name == self.main else None
        return _page(parse_part(self._archive.read(name)), _Walker(self._limits, self._styles, chunk))

    def around(self) -> tuple[dict[str, list[str]], list[str]]:
        """Paragraphs of headers, footers and notes of the main part, and the names of damaged parts."""
        found: dict[str, list[str]] = {"header": [], "footer": [], "footnotes": [], "endnotes": []}
        for name in dict.fromkeys(self._targets.values()):
            kind = re.sub(r"\d*\.xml$", "", posixpath.basename(name))
            if kind not in found:
                continue
            try:
                paragraphs = self.page(name).paragraphs
            except ReadError as error:
                self._lose(name, error)
                continue
            found[kind] += unrepeated(paragraphs, found[kind])
        return found, self._lost

    def _hiding(self) -> frozenset[str]:
        """The styles that hide; none where their part is damaged, for the words are still there."""
        name = next((each for each in self._targets.values() if each.endswith("/styles.xml")), "")
        try:
            return hiding_styles(parse_part(self._archive.read(name))) if name else frozenset()
        except ReadError as error:
            self._lose(name, error)
            return frozenset()

    def _chunk(self, number: str) -> list[str]:
        """The paragraphs of a page that the document takes in whole, once."""
        name = self._targets.pop(number, "")
        try:
            return paragraphs_of(self._archive.read(name), self._limits) if name else []
        except ReadError as error:
            self._lose(name, error)
            return []

    def _lose(self, name: str, error: ReadError) -> None:
        """A part that is damaged costs only itself; what is hostile costs the document."""
        if error.code not in (ErrorCode.BROKEN, ErrorCode.BINARY):
            raise error
        self._lost.append(posixpath.basename(name))

    def _related(self, names: set[str]) -> dict[str, str]:
        """`{id: name}` of the parts that are there."""
        folder, base = posixpath.split(self.main)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if relations not in names:
            return {}
        targets = {}
        for relation in parse_part(self._archive.read(relations)).iter("{*}Relationship"):
            if relation.get("TargetMode") != "External":
                target = str(relation.get("Target", ""))
                name = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
                if name in names:
                    targets[str(relation.get("Id", name))] = name
        return targets


class _Walker:
    """Collects text over a flat event loop: nesting in a hostile file cannot exhaust the stack.

    `runs` is a stack: a text box opens paragraphs inside a paragraph, and those come out before it.
    """

    def __init__(
        self, limits: Limits, styles: frozenset[str], chunk: Callable[[str], list[str]] | None
    ) -> None:
        """`styles` hide their words; `chunk` gives the paragraphs of what is taken in whole, if that may be here."""
        self.page = _Page()
        self._limits = limits
        self._styles = styles
        self._chunk = chunk
        self._runs: list[list[str]] = [[]]
        self._veiled = [False]
        self._row: list[list[str]] = []
        self._heading = False

    def start(self, name: str, element: etree._Element) -> None:
        if name == "p":
            self._runs.append(["- "] if _is_item(element) else [])
            style = _style(element)
            self._veiled.append(style in self._styles)
            self._heading = bool(_HEADINGS.match(style))
            if len(self._runs) > self._limits.max_depth:
                raise ReadError(ErrorCode.UNSAFE, reason="nesting")
        elif name == "tr":
            self._row.append([])
        elif name in _BREAKS:
            self._runs[-1].append(_BREAKS[name])
        elif name == "t" and not self._is_hidden(element):
            self._runs[-1].append(element.text or "")
        elif name == "altChunk" and self._chunk:
            for paragraph in self._chunk(attribute(element, "id")):
                self._add(paragraph)

    def end(self, name: str) -> None:
        if name == "p" and len(self._runs) > 1:
            self._veiled.pop()
            self._close_paragraph("".join(self._runs.pop()).strip(" \n"))
        elif name == "tr" and self._row:
            cells = self._row.pop()
            self._add(" | ".join(cells))

    def _is_hidden(self, text: etree._Element) -> bool:
        run = text.getparent()
        return run is not None and is_hidden(run, self._styles, paragraph=self._veiled[-1])

    def _close_paragraph(self, text: str) -> None:
        if text in ("", "-"):
            return
        if self._heading and not self.page.title:
            self.page.title = text
        self._heading = False
        self._add(text)

    def _add(self, text: str) -> None:
        if not text:
            return
        if self._row:
            self._row[-1].append(text)
        else:
            self.page.paragraphs.append(text)


def _page(root: etree._Element, walker: _Walker) -> _Page:
    """The paragraphs below `root`, without what `_SKIPPED` names."""
    skipping: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        if skipping is not None:
            if event == "end" and element is skipping:
                skipping = None
        elif event == "end":
            walker.end(name)
        elif name in _SKIPPED:
            skipping = element
        else:
            walker.start(name, element)
    return walker.page


def _style(paragraph: etree._Element) -> str:
    return attribute(child(paragraph, "pPr/pStyle"), "val")


def _is_item(paragraph: etree._Element) -> bool:
    """A numbered or bulleted paragraph; numbering 0 means "none"."""
    number = child(paragraph, "pPr/numPr/numId")
    return (number is not None and attribute(number, "val") != "0") or _style(paragraph).startswith(
        ("ListBullet", "ListNumber")
    )


def unrepeated(paragraphs: list[str], seen: list[str]) -> list[str]:
    """`paragraphs` without those in `seen`: first, even and odd pages repeat one header."""
    known = set(seen)
    return [each for each in dict.fromkeys(paragraphs) if each not in known]
