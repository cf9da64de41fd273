"""Counts what a browser fetches for a page: the page, and its styles and scripts with their imports, without fonts."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import NamedTuple

from config.storage import slim_css, slim_js

STATIC = Path(__file__).resolve().parents[2] / "static"
_LINKED = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js))"')
_IMPORTED = re.compile(r'(?:@import url\(|import [^"]*|from )"([^"]+)"')


class Weight(NamedTuple):
    """Bytes: `unpacked` in the browser, `sent` over the network, where styles and scripts are compressed. Pages are
    never compressed: they contain secrets beside text that others can write (the attack BREACH).
    """

    unpacked: int
    sent: int


def weight(html: str) -> Weight:
    """The weight of the page with all that it links, as `config.storage` serves it."""
    page = len(html.encode())
    files = [_served(path) for path in _needed(html)]
    return Weight(page + sum(map(len, files)), page + sum(len(gzip.compress(each)) for each in files))


def _needed(html: str) -> set[Path]:
    files: set[Path] = set()
    waiting = [STATIC / name for name in _LINKED.findall(html)]
    while waiting:
        path = waiting.pop().resolve()
        if path in files:
            continue
        files.add(path)
        waiting += [path.parent / name for name in _IMPORTED.findall(path.read_text(encoding="utf-8"))]
    return files


def _served(path: Path) -> bytes:
    written = path.read_text(encoding="utf-8")
    return (slim_css(written) if path.suffix == ".css" else slim_js(written)).encode()
