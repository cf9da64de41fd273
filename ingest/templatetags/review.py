"""Template tags of the review page for keyboard shortcuts (`ingest.reviewing.keys`) and for compact HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from engagements.keys import for_script
from ingest.reviewing import drawing
from ingest.reviewing.keys import KEYS, keys_of

if TYPE_CHECKING:
    from django.template.base import Parser, Token

register = template.Library()
register.simple_tag(drawing.field, name="review_field")
register.simple_tag(drawing.row, name="review_row")
register.simple_tag(drawing.own_words, name="own_words")
register.filter("doubted", drawing.doubted)
register.filter("doubts", drawing.doubts)
register.filter("behind", drawing.behind)
_BETWEEN = re.compile(r">\s*\n\s*<")
_BY_NAME = {key.name: key for key in KEYS}


@register.simple_tag
def key(name: str) -> SafeString:
    """`<kbd>` with the labels of a shortcut, for the button that it presses. Raises KeyError for an unknown name."""
    return format_html("<kbd>{}</kbd>", " ".join(_BY_NAME[name].caps))


@register.inclusion_tag("engagements/includes/keys.html")
def keys_help(page: str) -> dict[str, Any]:
    """The dialog under `?` with the shortcuts of a page, and the same as data for its script."""
    keys = keys_of(page)
    return {"keys": keys, "for_script": for_script(keys)}


@register.tag
def tight(parser: Parser, token: Token) -> _Tight:
    """`{% tight %}…{% endtight %}`: keeps at most one line end between two tags. Half of a form's HTML is
    indentation.
    """
    inside = parser.parse(("endtight",))
    parser.delete_first_token()
    return _Tight(inside)


class _Tight(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        return mark_safe(_BETWEEN.sub(">\n<", self.nodelist.render(context)))  # noqa: S308 - as it was rendered
