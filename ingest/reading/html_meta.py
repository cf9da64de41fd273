"""What a page states of itself: title, outlet, publication date, address. Stated, never guessed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ingest.reading.html_visible import heading_of, rest_of, shown_day

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DAY = re.compile(r"\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_ARTICLE = re.compile(r"(article|newsarticle|blogposting|report|webpage)$", re.I)
_MAX_JSON = 300_000
_MAX_NODES = 5_000
_MAX_VALUE = 500
_OUTLET_KEYS = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher")
_DATE_KEYS = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "date",
)


@dataclass(frozen=True, slots=True)
class PageMeta:
    """Empty strings and None where the page says nothing. The date is the one written: no zone is applied."""

    title: str
    outlet: str
    published_on: date | None
    url: str


def page_meta(root: HtmlElement) -> PageMeta:
    """Metadata of a parsed page: JSON-LD first, then meta elements, then the markup itself."""
    linked = _linked_data(root)
    meta = _meta_elements(root)
    stated, whole = _first(linked.get("headline"), meta.get("og:title")), _first(_text(root, "//title"))
    heading = heading_of(root, stated, whole)
    shown = _first(heading.text_content()) if heading is not None else ""
    outlet = _first(*(linked.get("publisher"), *(meta.get(key) for key in _OUTLET_KEYS)))
    title = _bare(stated, outlet, shown) or shown or _bare(whole, outlet, "")
    return PageMeta(
        title=_first(title),
        outlet=outlet or rest_of(stated, title) or rest_of(whole, title),
        published_on=_first_day(
            linked.get("datePublished"), *(meta.get(key) for key in _DATE_KEYS), _time_element(root)
        )
        or shown_day(root, heading),
        url=first_url(
            *root.xpath("//link[@rel='canonical']/@href"), meta.get("og:url"), linked.get("mainEntityOfPage")
        ),
    )


def _bare(stated: str, outlet: str, shown: str) -> str:
    """A stated title without the outlet that many sites add to it."""
    if shown and rest_of(stated, shown):
        return shown
    return rest_of(stated, outlet) or stated if outlet else stated


def _first(*values: object) -> str:
    for value in values:
        words = " ".join(str(value or "").split())[:_MAX_VALUE]
        if words:
            return words
    return ""


def _first_day(*values: object) -> date | None:
    for value in values:
        day = parse_day(str(value or ""))
        if day:
            return day
    return None


def parse_day(value: str) -> date | None:
    """The day at the start of an ISO-like stamp (2024-12-10T09:00:00+02:00); None for anything else."""
    match = _DAY.match(value)
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
    return day if day and 1950 <= day.year <= 2100 else None


def first_url(*values: object) -> str:
    """Only web addresses: a page's `javascript:` must never become a link."""
    for value in values:
        url = str(value or "").strip()
        if (
            url.lower().startswith(("http://", "https://"))
            and len(url) <= 2000
            and not re.search(r"[\s<>\"]", url)
        ):
            return url
    return ""


def _meta_elements(root: HtmlElement) -> dict[str, str]:
    """The first content of each name, property or itemprop, in lower case."""
    found: dict[str, str] = {}
    for element in root.xpath("//meta[@content]")[:_MAX_NODES]:
        for key in ("property", "name", "itemprop"):
            name = str(element.get(key, "")).strip().lower()
            if name and element.get("content", "").strip():
                found.setdefault(name, str(element.get("content")))
    return found


def _time_element(root: HtmlElement) -> str:
    """A page's own publication time; a page with several times states none by them."""
    stated = root.xpath("//*[@itemprop='datePublished']/@datetime | //time[@pubdate]/@datetime")
    times = root.xpath("//article//time/@datetime") or root.xpath("//time/@datetime")
    if stated:
        return str(stated[0])
    return str(times[0]) if len({str(each)[:10] for each in times}) == 1 else ""


def _text(root: HtmlElement, path: str) -> str:
    return next((str(each.text_content()) for each in root.xpath(path)), "")


def _linked_data(root: HtmlElement) -> dict[str, str]:
    """The plain values of the first article-like JSON-LD object that has them."""
    found: dict[str, str] = {}
    for script in root.xpath("//script[@type='application/ld+json']")[:20]:
        try:
            values = json.loads((script.text or "")[:_MAX_JSON], strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _objects(values):
            if _ARTICLE.search(str(node.get("@type", "")).strip("[]'\" ")):
                for key in ("headline", "datePublished", "publisher", "mainEntityOfPage"):
                    value = _plain(node.get(key))
                    if value:
                        found.setdefault(key, value)
    return found


def _objects(values: object) -> list[dict[str, Any]]:
    """All objects inside `values`, outermost first, at most `_MAX_NODES`."""
    queue: list[object] = [values]
    found: list[dict[str, Any]] = []
    for item in queue:
        if len(queue) > _MAX_NODES:
            break
        if isinstance(item, dict):
            found.append(item)
            queue.extend(item.values())
        elif isinstance(item, list):
            queue.extend(item)
    return found


def _plain(value: object) -> str:
    """A string, or the name or address of an object such as a publisher."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id")
    return value if isinstance(value, str) else ""
