"""What a page hides from whoever looks at it: nothing of it may become text, or the evidence of anything.

Only what the page itself says: inline styles, the attribute `hidden`, and plain rules of its own style elements.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_COMMENT = re.compile(r"/\*.*?(\*/|\Z)", re.S)
_AT_RULE = re.compile(r"@[^@{};]*+(?:;|\{(?:[^{}]++|\{[^{}]*+\})*+\})")
_COMPOUND = re.compile(r"([a-z][a-z0-9]*|\*)?((?:[.#][\w-]+)*)", re.I)
_NAME = re.compile(r"([.#])([\w-]+)")
_HIDING = re.compile(
    r"(^|;)(display:none|visibility:(hidden|collapse)|opacity:0(\.0+)?|color:transparent|font-size:0(\.0+)?(px|pt|em|%)?"
    r"|text-indent:-\d{3,}(px|em|%)?|clip:rect\(0\w*,0\w*,0\w*,0\w*\))(!important)?(;|$)"
)
_SHOWING = re.compile(r"(^|;)(display:(?!none)|visibility:visible|opacity:(?!0(\.0+)?(;|!|$)))")
_FAR_OFF = re.compile(r"(^|;)(left|right|top):-\d{3,}(px|em|%)?(!important)?(;|$)")
_NO_ROOM = re.compile(r"(^|;)(max-)?(height|width):[01](px)?(!important)?(;|$)")
_COLOURS = re.compile(r"(?:^|;)(color|background|background-color):([^;!]+)")
_NAMED = {"#fff": "white", "#ffffff": "white", "#000": "black", "#000000": "black"}
# These hold the whole page, which scripts uncover once it is loaded.
_WHOLE = frozenset(("html", "body", "main", "article"))
_MAX_STYLE = 200_000
_MAX_RULES = 2_000
_MAX_ELEMENTS = 50_000


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule whose selector is one compound, `p.note` say. `weight` is what the cascade compares."""

    tag: str
    classes: frozenset[str]
    ids: frozenset[str]
    hides: bool
    weight: tuple[int, int, int, int]

    def meets(self, element: HtmlElement, classes: frozenset[str]) -> bool:
        if self.tag not in ("", "*", element.tag) or not self.classes <= classes:
            return False
        return not self.ids or self.ids == {element.get("id")}


def mark_hidden(root: HtmlElement) -> None:
    """Make templates, which no reader looks at, of the elements that do not show.

    What holds more than half of all letters stays: a page that hides so much shows it by a script.
    """
    hidden = list(_hidden(root))
    most = _letters(root) / 2 if hidden else 0
    for element in hidden:
        if _letters(element) <= most:
            element.tag = "template"


def _hidden(root: HtmlElement) -> Iterator[HtmlElement]:
    """The elements that do not show, those in others after these."""
    rules = _rules(root)
    for count, element in enumerate(root.iter("*")):
        if count >= _MAX_ELEMENTS:
            return
        if element.tag in _WHOLE or not isinstance(element.tag, str):
            continue
        style = _bare(element.get("style", ""))
        if (
            (element.get("hidden") is not None and not _SHOWING.search(style))
            or (element.tag == "dialog" and element.get("open") is None)
            or _hides(style)
            or (rules and not _SHOWING.search(style) and _by_rules(element, rules))
        ):
            yield element


def _hides(style: str) -> bool:
    """Whether these declarations, lower case and without spaces, keep an element from view."""
    if _HIDING.search(style):
        return True
    if ("position:absolute" in style or "position:fixed" in style) and _FAR_OFF.search(style):
        return True
    if "overflow:hidden" in style and _NO_ROOM.search(style):
        return True
    said = {name.removesuffix("-color"): _NAMED.get(value, value) for name, value in _COLOURS.findall(style)}
    return "color" in said and said.get("color") == said.get("background")


def _bare(style: str) -> str:
    return "".join(style.lower().split()) if len(style) < _MAX_STYLE else ""


def _rules(root: HtmlElement) -> dict[str, list[_Rule]]:
    """The rules that show or hide, under a class or id that they ask for, else under their tag."""
    found: dict[str, list[_Rule]] = defaultdict(list)
    count = 0
    sheets = (style.text or "" for style in root.iter("style") if "print" not in style.get("media", ""))
    for block in _AT_RULE.sub("", _COMMENT.sub("", "\n".join(sheets)[:_MAX_STYLE])).split("}"):
        selectors, _brace, declarations = block.rpartition("{")
        bare = _bare(declarations)
        hides = _hides(bare)
        if not hides and not _SHOWING.search(bare):
            continue
        for selector in selectors.split(","):
            count += 1
            rule = _rule(selector.strip(), count, hides=hides) if count <= _MAX_RULES else None
            if rule is not None:
                found[min(rule.ids | rule.classes, default=rule.tag)].append(rule)
    return found if any(rule.hides for rules in found.values() for rule in rules) else {}


def _rule(selector: str, number: int, *, hides: bool) -> _Rule | None:
    """Of a selector that looks at more than one element only what shows counts, and always: who knows what it meets."""
    steps = re.split(r"[\s>+~]+", selector)
    match = _COMPOUND.match(steps[-1])
    if match is None or not match.group() or (hides and (len(steps) > 1 or match.end() < len(steps[-1]))):
        return None
    names = _NAME.findall(match[2])
    ids = frozenset(name for sign, name in names if sign == "#")
    classes = frozenset(name for sign, name in names if sign == ".")
    tag = (match[1] or "").lower()
    loose = len(steps) > 1 or match.end() < len(steps[-1])
    weight = (9 if loose else len(ids), len(classes), int(bool(tag)), number)
    return _Rule(tag, classes, ids, hides, weight)


def _by_rules(element: HtmlElement, rules: dict[str, list[_Rule]]) -> bool:
    """Whether the rule that counts for `element` hides it."""
    classes = frozenset(str(element.get("class", ""))[:1000].split())
    keys = {*classes, element.get("id", ""), element.tag, "*"}
    met = [rule for key in keys for rule in rules.get(key, ()) if rule.meets(element, classes)]
    return bool(met) and max(met, key=lambda rule: rule.weight).hides


def _letters(element: HtmlElement) -> int:
    return sum(map(str.isalpha, element.text_content()))
