"""What a browser has to fetch for a page: the page, its style sheets and scripts with all that they import. No font."""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"
_LINKED = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js))"')
_IMPORTED = re.compile(r'(?:@import url\(|import [^"]*|from )"([^"]+)"')


def weight(html: str) -> int:
    """Bytes, not compressed."""
    files: set[Path] = set()
    waiting = [STATIC / name for name in _LINKED.findall(html)]
    while waiting:
        path = waiting.pop().resolve()
        if path in files:
            continue
        files.add(path)
        waiting += [path.parent / name for name in _IMPORTED.findall(path.read_text(encoding="utf-8"))]
    return len(html.encode()) + sum(path.stat().st_size for path in files)
