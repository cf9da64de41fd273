"""What production serves of our scripts and styles: the same, only slimmer, and every part under a hashed name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

from config.storage import HashedFiles, slim_css, slim_js

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

OURS = Path(settings.BASE_DIR) / "static"


def test_styles_lose_comments_and_space() -> None:
    css = '/* a\n b */\n@layer x {\n  .a > .b:hover { margin: 0 auto;  content: "«"; }\n  /* c */\n}\n'
    assert slim_css(css) == '@layer x{.a > .b:hover{margin:0 auto;content:"«";}}'


def test_scripts_lose_whole_comments_and_indentation() -> None:
    js = '/* what\n   it is */\nconst a = () => {\n\n  /* one */\n  return "/* no */"; /* stays */\n};\n'
    assert slim_js(js) == 'const a = () => {\nreturn "/* no */"; /* stays */\n};\n'


def test_a_text_over_several_lines_is_left_alone() -> None:
    js = "const a = `\n  b`;\n"
    assert slim_js(js) == js


def test_every_part_of_a_script_has_a_hashed_name(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    storage = HashedFiles(location=tmp_path)
    paths = {}
    for finder in get_finders():
        for path, found in finder.list(None):
            prefixed = f"{found.prefix}/{path}" if getattr(found, "prefix", None) else path
            if prefixed.startswith(("js/", "django_htmx/")):
                storage.save(prefixed, found.open(path))
                paths[prefixed] = (found, path)
    failures = [done for _, _, done in storage.post_process(paths) if isinstance(done, Exception)]
    assert failures == []
    main = (tmp_path / storage.stored_name("js/review/main.js")).read_text("utf-8")
    imported = re.findall(r'"(\./[^"]+)"', main)
    assert len(imported) >= 8
    assert all(re.fullmatch(r"\./\w+\.[0-9a-f]{12}\.js", name) for name in imported)
    assert "/*" not in main.split("\n")[0]


def test_the_patterns_are_those_of_django() -> None:
    """They are private to it: if they change their shape, the rule for our scripts must follow."""
    glob, patterns = ManifestStaticFilesStorage._js_module_import_aggregation_patterns  # type: ignore[attr-defined]
    assert glob == "*.js"
    assert HashedFiles._js_module_import_aggregation_patterns == ("js/*.js", patterns)


@pytest.mark.parametrize("script", sorted((OURS / "js").rglob("*.js")), ids=lambda path: path.name)
def test_slimming_keeps_every_statement(script: Path) -> None:
    written = script.read_text("utf-8")
    whole = [line.strip() for line in slim_js(written).splitlines()]
    bare = re.sub(r"(?m)^[ \t]*/\*(?:(?!\*/)[\s\S])*\*/[ \t]*$", "", written)
    assert [line for line in whole if line] == [line.strip() for line in bare.splitlines() if line.strip()]
