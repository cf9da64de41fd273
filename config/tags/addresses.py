"""A faster `{% url %}` for pages without arguments or with a single number: the pattern is reversed once per process.

It is a builtin of all templates (TEMPLATES in the settings). Every other use of the tag is Django's."""

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
    """`{% url 'countries' %}`: no arguments."""

    child_nodelists = ()

    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        return address(self.name)


class Numbered(Node):
    """`{% url 'person' row.pk %}`: one argument. If it is not a number, Django's node (`plain`) answers."""

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
    """A fast node where possible. With namespaces the result depends on the request, so Django's node is kept."""
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
