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
from ingest.reading.errors import ErrorCode, ReadError, WarningCode
from ingest.reading.result import Extract, ReadWarning

if TYPE_CHECKING:
    from ingest.reading.limits import Limits

DECODER = "docx-1"
_MAIN = "word/document.xml"
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.I)
# Deleted and moved-away words, field codes, the second copy of a text box for old Word, properties.
_SKIPPED = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "rPr", "pPr", "sectPr", "tblPr", "tcPr"}
)
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
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
        main = _main_part(archive, names)
        body = _page(parse_part(archive.read(main)), limits)
        around, lost = _other_parts(archive, names, main, limits)
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


def _other_parts(
    archive: SafeZip, names: set[str], main: str, limits: Limits
) -> tuple[dict[str, list[str]], list[str]]:
    """Paragraphs of headers, footers and notes of the main part, and the names of damaged parts."""
    found: dict[str, list[str]] = {"header": [], "footer": [], "footnotes": [], "endnotes": []}
    lost: list[str] = []
    for name in _related(archive, names, main):
        kind = re.sub(r"\d*\.xml$", "", posixpath.basename(name))
        if kind not in found:
            continue
        try:
            paragraphs = _page(parse_part(archive.read(name)), limits).paragraphs
        except ReadError as error:
            if error.code is not ErrorCode.BROKEN:
                raise
            lost.append(posixpath.basename(name))
            continue
        found[kind] += unrepeated(paragraphs, found[kind])
    return found, lost


def _related(archive: SafeZip, names: set[str], main: str) -> list[str]:
    """The parts that the main part refers to and that are there; targets outside the file are passed over."""
    folder, base = posixpath.split(main)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    if relations not in names:
        return []
    targets = []
    for relation in parse_part(archive.read(relations)).iter("{*}Relationship"):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join(folder, str(relation.get("Target", ""))))
            targets.append(target.lstrip("/"))
    return [target for target in dict.fromkeys(targets) if target in names]


def parse_part(xml: bytes) -> etree._Element:
    """The root of a part. Office writes no document type: a part with one is refused as unsafe."""
    if _DECLARATION.search(xml):
        raise ReadError(ErrorCode.UNSAFE, reason="entity declarations")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(ErrorCode.BROKEN) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError(ErrorCode.UNSAFE, reason="entity declarations")
    return root


class _Walker:
    """Collects text over a flat event loop: nesting in a hostile file cannot exhaust the stack.

    `runs` is a stack: a text box opens paragraphs inside a paragraph, and those come out before it.
    """

    def __init__(self, limits: Limits) -> None:
        self.page = _Page()
        self._limits = limits
        self._runs: list[list[str]] = [[]]
        self._row: list[list[str]] = []
        self._heading = False

    def start(self, name: str, element: etree._Element) -> None:
        if name == "p":
            self._runs.append(["- "] if _is_item(element) else [])
            self._heading = bool(_HEADINGS.match(_style(element)))
            if len(self._runs) > self._limits.max_depth:
                raise ReadError(ErrorCode.UNSAFE, reason="nesting")
        elif name == "tr":
            self._row.append([])
        elif name in _BREAKS:
            self._runs[-1].append(_BREAKS[name])
        elif name == "t" and not _hidden(element):
            self._runs[-1].append(element.text or "")

    def end(self, name: str) -> None:
        if name == "p" and len(self._runs) > 1:
            self._close_paragraph("".join(self._runs.pop()).strip(" \n"))
        elif name == "tr" and self._row:
            cells = self._row.pop()
            self._add(" | ".join(cells))

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


def _page(root: etree._Element, limits: Limits) -> _Page:
    """The paragraphs below `root`, without what `_SKIPPED` names."""
    walker = _Walker(limits)
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


def _property(element: etree._Element, path: str) -> etree._Element | None:
    return element.find("/".join(f"{{*}}{step}" for step in path.split("/")))


def _value(element: etree._Element | None) -> str:
    """The `val` attribute whatever its namespace (transitional or strict)."""
    if element is None:
        return ""
    return next(
        (str(each) for name, each in element.attrib.items() if str(name).rpartition("}")[2] == "val"), ""
    )


def _style(paragraph: etree._Element) -> str:
    return _value(_property(paragraph, "pPr/pStyle"))


def _is_item(paragraph: etree._Element) -> bool:
    """A numbered or bulleted paragraph; numbering 0 means "none"."""
    number = _property(paragraph, "pPr/numPr/numId")
    return (number is not None and _value(number) != "0") or _style(paragraph).startswith(
        ("ListBullet", "ListNumber")
    )


def _hidden(text: etree._Element) -> bool:
    run = text.getparent()
    vanish = _property(run, "rPr/vanish") if run is not None else None
    return vanish is not None and _value(vanish) not in ("0", "false")


def unrepeated(paragraphs: list[str], seen: list[str]) -> list[str]:
    """`paragraphs` without those in `seen`: first, even and odd pages repeat one header."""
    known = set(seen)
    return [each for each in dict.fromkeys(paragraphs) if each not in known]
