"""Pages that a Word document takes in whole (`altChunk`): programs that make documents from html leave it to Word.

Word shows them as text of the document, so they are read at their place.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ingest.reading.charset import decode
from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.formats import SAVED_PAGE, is_html, sniff_container, stated_encoding

if TYPE_CHECKING:
    from ingest.reading.limits import Limits


def paragraphs_of(data: bytes, limits: Limits) -> list[str]:
    """All that shows of such a page, or of a plain text. ReadError: broken for what is neither, and as its reader."""
    kind = sniff_container(data)
    if kind == SAVED_PAGE:
        data, stated = import_module("ingest.reading.mhtml").page_in(data, limits)
    elif kind is not None:
        raise ReadError(ErrorCode.BROKEN)
    else:
        stated = stated_encoding(data)
    decoded = decode(data, stated)
    if kind == SAVED_PAGE or is_html(decoded.text, claimed="html"):
        # Loaded when met: a document must not wait for the libraries of pages.
        text = str(import_module("ingest.reading.html").shown_text(decoded, limits))
    else:
        text = decoded.text
    return [each.strip() for each in text.split("\n\n") if each.strip()]
