"""Which words of a Word document nobody sees: made hidden, by themselves or by a style, or too small for any eye."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.reading.xml_parts import attribute, child

if TYPE_CHECKING:
    from lxml import etree

# Half points: nobody who looks at the page reads letters of a point and less.
_TINY = frozenset(("1", "2"))
_MOST_PARENTS = 10


def hiding_styles(root: etree._Element) -> frozenset[str]:
    """The names of the styles in styles.xml whose words are hidden, those that take it from another one too."""
    said: dict[str, bool | None] = {}
    based: dict[str, str] = {}
    for style in root.iter("{*}style"):
        name = attribute(style, "styleId")
        said[name] = _said(child(style, "rPr"))
        based[name] = attribute(child(style, "basedOn"), "val")
    return frozenset(name for name in said if _inherited(name, said, based))


def _inherited(name: str, said: dict[str, bool | None], based: dict[str, str]) -> bool:
    for _step in range(_MOST_PARENTS):
        if (here := said.get(name)) is not None:
            return here
        name = based.get(name, "")
    return False


def is_hidden(run: etree._Element, styles: frozenset[str], *, paragraph: bool) -> bool:
    """Whether the words of a run do not show; `paragraph`: those of its paragraph's style do not."""
    properties = child(run, "rPr")
    here = _said(properties)
    if here is not None or properties is None:
        return paragraph if here is None else here
    return paragraph or attribute(child(properties, "rStyle"), "val") in styles


def _said(properties: etree._Element | None) -> bool | None:
    """Whether these properties hide, None if they say nothing of it."""
    if properties is None:
        return None
    if attribute(child(properties, "sz"), "val") in _TINY:
        return True
    vanish = child(properties, "vanish")
    return None if vanish is None else attribute(vanish, "val") not in ("0", "false", "off")
