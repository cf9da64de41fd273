"""What a page shows of title, outlet and day where its head does not state them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from lxml import etree

from arabic.folding import fold
from ingest.reading.written_dates import written_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_SEPARATORS = " \t\r\n-–—|:»«•·/،"
_MIN_TITLE = 12
_MAX_OUTLET = 80
_MAX_LABEL = 120
_MAX_ELEMENTS = 20_000
# The least that an article holds: what stands around its heading and has this much is the article with its labels.
_ARTICLE_LETTERS = 300
_DATED = re.compile(r"date|time|publish|posted|created|submitted|meta|info|tarikh|تاريخ", re.I)
_CUE = re.compile(
    r"تاريخ (النشر|الخبر|الاضافه)|(^|\W)(نشر|نشرت|اضيف|كتب|تم النشر|تم انشاوه)( \w+){0,3} (في|بتاريخ|يوم)(\W|$)"
    r"|^\W*بتاريخ|^\W*التاريخ|published|posted on|^\W*date\b"
)
# Today's date, other news, remarks of readers: none of them says when this page came out.
_APART = re.compile(
    r"nav|menu|sidebar|related|footer|breadcrumb|comment|widget|ticker|today|clock|copyright|latest|most|recent|weather",
    re.I,
)
_APART_TAGS = frozenset(("nav", "footer", "aside", "select", "script", "style", "noscript", "head"))
# Some systems put a form around the whole page.
_MAX_FORM = 1_000


def heading_of(root: HtmlElement, *titles: str) -> HtmlElement | None:
    """The longest heading whose words are in one of `titles`: the page's own, among those of logos and other news.

    Where none is, the only first-level heading, if there is one.
    """
    keys = [_key(title) for title in titles if title]
    best, length = None, _MIN_TITLE - 1
    for element in root.xpath("//h1 | //h2 | //h3 | //h4")[:_MAX_ELEMENTS]:
        words = _key(element.text_content())
        if len(words) > length and any(words in key for key in keys):
            best, length = element, len(words)
    first = root.xpath("//h1")
    return first[0] if best is None and len(first) == 1 else best


def rest_of(whole: str, title: str) -> str:
    """The outlet in «headline - outlet» or «outlet | headline»; empty if `title` is not the one half of `whole`."""
    words, inner = " ".join(whole.split()), " ".join(title.split())
    if not inner or inner not in words:
        return ""
    before, _, behind = words.partition(inner)
    parts = [part.strip(_SEPARATORS) for part in (before, behind) if part.strip(_SEPARATORS)]
    # A separator stands between them: a name that goes on after the headline is a part of it.
    joined = (
        before.rstrip()[-1:] not in _SEPARATORS if before.strip() else behind.lstrip()[:1] not in _SEPARATORS
    )
    return parts[0] if len(parts) == 1 and not joined and len(parts[0]) <= _MAX_OUTLET else ""


def shown_day(root: HtmlElement, heading: HtmlElement | None) -> date | None:
    """The first day beside the article, marked as one by its element or by the words before it.

    What stands behind the heading comes first, what stands before it last. Without a heading nothing tells the page's
    day from today's but the words.
    """
    around = _around(heading) if heading is not None else root
    behind: list[date] = []
    before: list[date] = []
    seen = heading is None
    for element in _labels(around):
        seen = seen or element is heading
        day = _day(element, by_name=heading is not None)
        if day:
            (behind if seen else before).append(day)
    return next(iter([*behind, *reversed(before)]), None)


def _around(heading: HtmlElement) -> HtmlElement:
    """The nearest element around `heading` that holds an article's worth of letters."""
    around = heading
    for element in heading.iterancestors():
        if element.tag in ("body", "html"):
            return element
        around = element
        if sum(map(str.isalpha, element.text_content())) >= _ARTICLE_LETTERS + len(heading.text_content()):
            break
    return around


def _labels(around: HtmlElement) -> Iterator[HtmlElement]:
    """The elements below `around` in order, without those apart from the article."""
    walk = etree.iterwalk(around, events=("start",))
    for count, (_, element) in enumerate(walk):
        if count > _MAX_ELEMENTS:
            return
        if not isinstance(element.tag, str):
            continue
        if element is not around and _is_apart(element):
            walk.skip_subtree()
        else:
            yield element


def _is_apart(element: HtmlElement) -> bool:
    if element.tag in _APART_TAGS or (element.tag == "form" and len(element.text_content()) < _MAX_FORM):
        return True
    names = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"
    return element.tag not in ("body", "main", "article") and bool(_APART.search(names))


def _day(element: HtmlElement, *, by_name: bool) -> date | None:
    """The day that a short element shows, if it or its words say that it is one."""
    words = " ".join(element.text_content().split())
    if not words or len(words) > _MAX_LABEL:
        return None
    names = f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"
    if (by_name and (_DATED.search(names) or element.tag == "time")) or _CUE.search(fold(words)):
        return written_day(words)
    return None


def _key(words: str) -> str:
    return " ".join(fold(words).split())
