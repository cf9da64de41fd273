"""Web pages: the article without the page around it, its title first, paragraphs and lists kept."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from arabic.folding import fold
from ingest.reading.clean import clean, join_paragraphs
from ingest.reading.errors import ErrorCode, ReadError, WarningCode
from ingest.reading.html_bounds import lean, refuse_if_cut, within
from ingest.reading.html_hidden import mark_hidden
from ingest.reading.html_meta import page_meta
from ingest.reading.html_prune import without_links, without_rights
from ingest.reading.result import Extract, ReadWarning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.reading.charset import Decoded
    from ingest.reading.limits import Limits

DECODER = f"html-3+trafilatura-{trafilatura.__version__}"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_FOREIGN = ("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "canvas")
_INVISIBLE = re.compile("head|nav|footer|aside|form|button|select|textarea|input|option|audio|video")
_BLOCKS = re.compile(
    "p|div|section|article|main|header|h[1-6]|li|ul|ol|dl|dt|dd|table|tr|blockquote|pre|figure|figcaption"
    "|address|body|hr"
)
# Less than this is no release: the article finder has picked a teaser or nothing.
_SHORT_ARTICLE = 120


def read(decoded: Decoded, limits: Limits) -> Extract:
    """The article of a page, as text. Scripts, frames and comments are never read, nothing is fetched.

    Raises ReadError: broken where no parser finds elements, unsafe where elements nest beyond all sense.
    """
    markup = _DECLARATION.sub("", clean(decoded.text))
    root = _tree(markup, limits)
    meta = page_meta(root)
    _strip(root)
    # A page of a hundred thousand elements would take the finder minutes: then all that shows is taken.
    paragraphs = without_rights(within(limits.seconds / 5, lambda: _article(root), []))
    warnings = decoded.warnings
    if sum(map(len, paragraphs)) < _SHORT_ARTICLE:
        paragraphs = without_rights(_visible(root))
        warnings = (*warnings, ReadWarning(WarningCode.WHOLE_PAGE))
    return Extract(
        text=join_paragraphs(_with_title(paragraphs, meta.title)),
        decoder=DECODER,
        encoding=decoded.encoding,
        title=meta.title,
        outlet=meta.outlet,
        published_on=meta.published_on,
        url=meta.url,
        warnings=warnings,
    )


def shown_text(decoded: Decoded, limits: Limits) -> str:
    """All that shows of a page that is no article: the html of a mail. Raises ReadError as `read` does."""
    root = _tree(_DECLARATION.sub("", clean(decoded.text)), limits)
    _strip(root)
    return join_paragraphs(_visible(root))


def _strip(root: HtmlElement) -> None:
    """Take out what the page does not show: fallback content of frames and the like, and what its styles hide."""
    mark_hidden(root)
    etree.strip_elements(root, *_FOREIGN, with_tail=False)


def _tree(markup: str, limits: Limits) -> HtmlElement:
    parser = HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(lean(markup), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(ErrorCode.BROKEN) from error
    refuse_if_cut(parser)
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.max_depth:
            raise ReadError(ErrorCode.UNSAFE, reason="nesting")
    return root


def _article(root: HtmlElement) -> list[str]:
    """The paragraphs of the page's article as trafilatura finds it, or none. Cuts links out of `root`."""
    without_links(root)
    found = trafilatura.bare_extraction(
        deepcopy(root), include_comments=False, include_tables=True, with_metadata=False
    )
    body = getattr(found, "body", None)
    return list(_rendered(body)) if body is not None else []


def _rendered(body: etree._Element) -> Iterator[str]:
    """One string a paragraph; list items begin with a dash, the cells of a row stand on one line."""
    words: list[str] = []
    cells: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            if element.tag in ("item", "p", "head", "quote", "row", "table", "list"):
                yield from _flush(words)
            words += ["- "] if element.tag == "item" else ["\n"] if element.tag == "lb" else []
            words.append(element.text or "")
            continue
        if element.tag == "cell":
            cells.append(_line(words))
            words.clear()
        elif element.tag == "row":
            yield from _flush([" | ".join(cell for cell in cells if cell)])
            cells.clear()
        elif element.tag in ("item", "p", "head", "quote", "table", "list") and not cells:
            yield from _flush(words)
        if element is not body:
            words.append(element.tail or "")
    yield from _flush(words)


def _visible(root: HtmlElement) -> list[str]:
    """All text of the page that shows, without menus, forms and footers."""
    words: list[str] = []
    found: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if _BLOCKS.fullmatch(element.tag):
            found += _flush(words)
        if event == "end":
            words += [" "] if element.tag in ("td", "th") else []
            words.append(element.tail or "")
        elif _INVISIBLE.fullmatch(element.tag):
            # Its end event comes all the same, and with it the text that follows.
            walk.skip_subtree()
        else:
            words += ["- "] if element.tag == "li" else ["\n"] if element.tag == "br" else []
            words.append(element.text or "")
    return [*found, *_flush(words)]


def _line(words: list[str]) -> str:
    """Words with the white space of markup made single spaces; a line break of the page stays one."""
    lines = re.sub(
        r"[^\S\n]+", " ", "".join(word if word == "\n" else word.replace("\n", " ") for word in words)
    )
    return re.sub(r" *\n *", "\n", lines).strip()


def _flush(words: list[str]) -> list[str]:
    line = _line(words)
    words.clear()
    return [line] if line not in ("", "-") else []


def _with_title(paragraphs: list[str], title: str) -> list[str]:
    """The title stands first, once: article finders leave it out or not, as the page is made."""
    if not title or not paragraphs:
        return paragraphs
    key = " ".join(fold(title).split())
    beginning = " ".join(fold("\n".join(paragraphs[:4])).split())
    first = " ".join(fold(paragraphs[0]).split())
    # The title element often adds the outlet: "headline - outlet".
    if key in beginning or (len(first) > 15 and key.startswith(first)):
        return paragraphs
    return [title, *paragraphs]
