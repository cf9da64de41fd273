"""One table of keys, each pressed by one stroke, in words in both languages."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from django.template import Context, Template

from engagements.keys import for_script
from ingest.reviewing.keys import KEYS, keys_of

SCRIPTS = Path(__file__).parents[2] / "static" / "js"


def test_no_two_keys_of_a_page_are_the_same_stroke() -> None:
    strokes = Counter((key.page, key.code, key.alt, key.ctrl, key.shift) for key in KEYS)
    assert [stroke for stroke, number in strokes.items() if number > 1] == []
    assert len({(key.page, key.name) for key in KEYS}) == len(KEYS)


def test_no_key_writes_a_letter() -> None:
    for key in KEYS:
        assert not (key.alt and key.ctrl), f"{key.name}: Ctrl and Alt together are AltGr"
        assert re.fullmatch(
            r"(Key|Digit|Arrow|F)\w+|Enter|Slash|Delete|Backspace|Comma|Period|Escape", key.code
        )


def test_the_script_gets_each_key_with_its_modifiers() -> None:
    written = for_script(keys_of("review"))
    assert written["approve"] == "c Enter"
    assert written["next-field"] == "ar ArrowDown"
    assert written["previous-unsure"] == "as KeyU"
    assert written["help"] == "s Slash"


def test_an_action_of_the_scripts_is_a_key_of_the_table() -> None:
    used = {
        name
        for script in (SCRIPTS / "review").glob("*.js")
        for name in re.findall(r'\bon\("([a-z-]+)"', script.read_text("utf-8"))
    }
    assert used
    assert used <= {key.name for key in KEYS}


@pytest.mark.parametrize(("name", "caps"), [("approve", "Ctrl ↵"), ("help", "?"), ("row-up", "Alt Shift ↑")])
def test_a_button_shows_its_key(name: str, caps: str) -> None:
    shown = Template("{% load review %}{% key name %}").render(Context({"name": name}))
    assert shown == f"<kbd>{caps}</kbd>"


def test_a_key_that_is_not_in_the_table_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        Template('{% load review %}{% key "gone" %}').render(Context())


def test_tight_leaves_what_one_typed_as_it_is() -> None:
    page = (
        "{% load review %}{% tight %}<p>\n\n  <b>a</b>\n </p> <textarea>\n x\n\n  y </textarea>{% endtight %}"
    )
    assert Template(page).render(Context()) == "<p>\n<b>a</b>\n</p> <textarea>\n x\n\n  y </textarea>"
