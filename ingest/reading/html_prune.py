"""Menus and lists of other news go before the article is looked for: old pages set them in tables like all else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = "//td | //div | //ul | //ol | //section | //table"
# Where so much of a short block is links, it leads away from the page and says nothing itself.
_LINK_SHARE = 0.7
_MIN_LINKS = 2
# An article has more words of its own than this, however many links stand beside it.
_OWN_LETTERS = 150
_MAX_BLOCKS = 20_000
_RIGHTS = re.compile(
    r"(جميع|كافة) الحقوق محفوظة|حقوق (النشر|الطبع)( والنشر)? ?(محفوظة|©)|all rights reserved|^\W*©|copyright ©",
    re.I,
)
_MAX_RIGHTS = 120


def without_links(root: HtmlElement) -> None:
    """Cut out of `root` the blocks that are little but links."""
    for block in root.xpath(_BLOCKS)[:_MAX_BLOCKS]:
        links = block.xpath(".//a")
        if len(links) < _MIN_LINKS or block.getparent() is None:
            continue
        letters, linked = _letters(block), sum(map(_letters, links))
        if letters - linked <= _OWN_LETTERS and linked >= _LINK_SHARE * letters:
            block.drop_tree()


def without_rights(paragraphs: list[str]) -> list[str]:
    """`paragraphs` without the lines that say whose the page is."""
    return [each for each in paragraphs if len(each) > _MAX_RIGHTS or not _RIGHTS.search(each)]


def _letters(element: HtmlElement) -> int:
    return len("".join(element.text_content().split()))
