"""What keeps the pages right in both directions and safe under a strict content policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import override

CSS = sorted((settings.BASE_DIR / "static" / "css").rglob("*.css"))
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
# Physical sides. Only a background has no logical words; it then has a rule for each direction.
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right"
    r"|(?:min-|max-)?(?:width|height))\s*:|(?:float|clear)\s*:\s*(?:left|right)"
)
MEDIA = re.compile(r"@(?:media|container)[^{]*")
IN_LINE = re.compile(
    r"<[a-z][^>]*\s(?:on[a-z]+|style)\s*=|<script(?![^>]*\ssrc=)[^>]*>|javascript:", re.IGNORECASE
)


def place(path: Path) -> str:
    return path.relative_to(settings.BASE_DIR).as_posix()


@pytest.mark.parametrize("path", CSS, ids=place)
def test_logical_properties_only(path: Path) -> None:
    rules = MEDIA.sub("", re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL))
    assert PHYSICAL.findall(rules) == []


@pytest.mark.parametrize("path", CSS, ids=place)
def test_every_rule_is_in_a_layer(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL).strip()
    assert re.match(r"@layer |@font-face ", text), "begin with @layer components { … } or @layer pages { … }"


@pytest.mark.parametrize("path", TEMPLATES, ids=place)
def test_no_script_or_style_inside_a_page(path: Path) -> None:
    assert IN_LINE.findall(path.read_text(encoding="utf-8")) == []


def test_an_empty_list_says_nothing_of_the_page_around_it() -> None:
    """`text` is what many a page calls the words that were looked for."""
    included = re.compile(r'{% include "includes/empty\.html" with [^%]* %}')
    found = [words for path in TEMPLATES for words in included.findall(path.read_text(encoding="utf-8"))]
    assert len(found) > 30
    assert [words for words in found if not words.endswith(" only %}")] == []


def test_sizes_have_a_point_like_every_other_number_of_a_page() -> None:
    with override("ar"):
        assert filesizeformat(1843).startswith("1.8\xa0")


def test_a_physical_side_would_be_found() -> None:
    assert PHYSICAL.findall(".a { margin-left: 1px; width: 3em; border-inline-start: 0 }") == [
        "margin-left:",
        "width:",
    ]
    assert IN_LINE.findall('<p onclick="x()">')
    assert IN_LINE.findall("<script>x</script>")
