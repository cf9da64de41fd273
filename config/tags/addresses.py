"""`{% url %}` of a page that has no part, or only a number: the same for everybody, so it is looked up once
(TEMPLATES)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template import Library, Node, defaulttags
from django.utils.safestring import SafeString

from engagements.addresses import address, by_number

if TYPE_CHECKING:
    from django.template.base import Parser, Token
    from django.template.context import Context

register = Library()


class Page(Node):
    """`{% url 'countries' %}`."""

    child_nodelists = ()

    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        return address(self.name)


class Numbered(Node):
    """`{% url 'person' row.pk %}`; whatever is no number is Django's (`plain`)."""

    child_nodelists = ()

    def __init__(self, name: str, plain: defaulttags.URLNode) -> None:
        self.name = name
        self.plain = plain
        (self.number,) = plain.args

    def render(self, context: Context) -> SafeString:
        number = self.number.resolve(context)
        if type(number) is int and number >= 0:
            return SafeString(by_number(self.name) % number)
        return SafeString(self.plain.render(context))


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """Django's, or a quick one: where there are namespaces, the request has a say."""
    node = defaulttags.url(parser, token)
    name = node.view_name.var
    if not isinstance(name, str) or node.view_name.filters or ":" in name or node.kwargs or node.asvar:
        return node
    match len(node.args):
        case 0:
            return Page(name)
        case 1:
            return Numbered(name, node)
    return node
