"""How static files are kept in production: compressed, under names with their hash, without what only people read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

_COMMENT = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+|[ \t]+$|\n(?=\n)", re.MULTILINE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_SPACE = re.compile(r"(?<=[{};]) | (?=[{}])|(?<=[a-z]:) (?! )")


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it comes without types
    """Also the modules that a script imports get hashed names: after an update no old part runs with a new one."""

    support_js_module_import_aggregation = True
    # Our own alone: what packages bring may name what they do not bring.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Takes comments and indentation out of our own styles and scripts, then goes on as ever."""
        ours = [name for name in paths if name.startswith(("css/", "js/")) and name.endswith((".css", ".js"))]
        for name in ours if not dry_run else ():
            kept = Path(self.path(name))
            written = kept.read_text("utf-8")
            kept.write_text(slim_css(written) if name.endswith(".css") else slim_js(written), "utf-8")
            paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)


def slim_css(text: str) -> str:
    """The same styles without comments, line ends and the spaces around braces."""
    return _CSS_SPACE.sub("", " ".join(_CSS_COMMENT.sub("", text).split()))


def slim_js(text: str) -> str:
    """The same script without comments that have their lines to themselves, and without indentation.

    A script with a text over several lines stays as it is: there, spaces may be meant.
    """
    if any(line.count("`") % 2 for line in text.splitlines()):
        return text
    return _INDENT.sub("", _COMMENT.sub("", text))
