"""What the documents name is there: paths in backticks, links to files."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("accounts", "arabic", "benchmarks", "config", "deploy", "docs", "engagements", "ingest", "samples", "static",
           "templates", "tests")  # fmt: skip
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *(path for path in sorted((ROOT / "docs").rglob("*.md")) if "guide" not in path.parts),
]
# A file by its ending, or a folder of ours; what begins with `../` is beside the tree.
NAMED = re.compile(
    rf"`((?:(?:{'|'.join(FOLDERS)})/[\w./{{}},*-]*|[\w/{{}},*-]+\.(?:py|md|tsv|css|js|html|sql)))`"
)
LINKED = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.fixture(scope="module")
def there() -> list[str]:
    """All files and folders, from the root."""
    found = [path.name for path in ROOT.iterdir()]
    for folder in FOLDERS:
        found += [folder, *(str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*"))]
    return found


def each(name: str) -> list[str]:
    """`a/{b,c}.py` is two."""
    braces = re.fullmatch(r"(.*)\{(.*)\}(.*)", name)
    if not braces:
        return [name.rstrip("/")]
    return [f"{braces[1]}{one}{braces[3]}".rstrip("/") for one in braces[2].split(",")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_names_is_there(document: Path, there: list[str]) -> None:
    text = document.read_text("utf-8")
    names = {one for name in NAMED.findall(text) for one in each(name)}
    lost = {name for name in names if not any(fnmatch(f"/{path}", f"*/{name}") for path in there)}
    lost |= {link for link in LINKED.findall(text) if not (document.parent / link).exists()}
    assert not lost
