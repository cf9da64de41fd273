"""Static files in production: compressed, with their hash in the name, without comments."""

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
    """Imported JavaScript modules get hashed names too: after an update no old module runs with a new one."""

    support_js_module_import_aggregation = True
    # Only our own scripts: those of packages may import files that they do not include.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Removes comments and indentation from our own styles and scripts, then continues as Django does."""
        ours = [name for name in paths if name.startswith(("css/", "js/")) and name.endswith((".css", ".js"))]
        for name in ours if not dry_run else ():
            kept = Path(self.path(name))
            written = kept.read_text("utf-8")
            kept.write_text(slim_css(written) if name.endswith(".css") else slim_js(written), "utf-8")
            paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)


def slim_css(text: str) -> str:
    """The style sheet without comments, line ends and spaces around braces."""
    return _CSS_SPACE.sub("", " ".join(_CSS_COMMENT.sub("", text).split()))


def slim_js(text: str) -> str:
    """The script without comments on lines of their own and without indentation.

    A script with a template literal over several lines is returned unchanged: its spaces may matter.
    """
    if any(line.count("`") % 2 for line in text.splitlines()):
        return text
    return _INDENT.sub("", _COMMENT.sub("", text))
