"""What `{% load i18n %}` loads: Django's tags, with faster versions of `translate` and `blocktranslate` (TEMPLATES).

Django's nodes build a lazy string for each word and the message of each block on every rendering; that took a tenth of
the time of a page. These prepare the message once and look up its translation in the active language each time.
Anything but the plain forms is left to Django's nodes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template import Library, Node
from django.template.base import render_value_in_context
from django.templatetags import i18n
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

if TYPE_CHECKING:
    from django.template.base import Parser, Token
    from django.template.context import Context

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)

_MISSING = object()


class Words(Node):
    """`{% translate "…" %}` of a literal text; with `name`, `{% translate "…" as name %}`."""

    child_nodelists = ()

    def __init__(self, words: str, name: str) -> None:
        # Django doubles percent signs in messages of templates.
        self.words = words.replace("%", "%%")
        self.name = name

    def render(self, context: Context) -> str:
        said = SafeString(gettext(self.words).replace("%%", "%"))
        if not self.name:
            return said
        context[self.name] = said
        return SafeString()


class Sentence(i18n.BlockTranslateNode):
    """`{% blocktranslate %}` without a message context, with `with` or with `count`, not both."""

    def __init__(self, plain: i18n.BlockTranslateNode) -> None:
        self.__dict__.update(plain.__dict__)
        self.one, names = self.render_token_list(self.singular)
        self.many, more = self.render_token_list(self.plural or [])
        self.names = tuple(dict.fromkeys([*names, *more]))

    def render(self, context: Context, nested: bool = False) -> SafeString:
        values: dict[str, Any] = {name: value.resolve(context) for name, value in self.extra_context.items()}
        if self.counter is None or self.countervar is None:
            said = gettext(self.one)
        else:
            number = values[self.countervar] = self.counter.resolve(context)
            if not isinstance(number, int):
                return SafeString(super().render(context, nested))
            said = ngettext(self.one, self.many, number)
        shown = {}
        for name in self.names:
            value = values[name] if name in values else context.get(name, _MISSING)
            if value is _MISSING:
                return SafeString(super().render(context, nested))
            shown[name] = render_value_in_context(value, context)
        try:
            said = SafeString(said % shown)
        except (KeyError, ValueError):  # the translation has other placeholders
            return SafeString(super().render(context, nested))
        if not self.asvar:
            return said
        context[self.asvar] = said
        return SafeString()


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """A `Words` node for a literal, else Django's."""
    node: Any = i18n.do_translate(parser, token)
    text = node.filter_expression
    plain = isinstance(text.var.literal, str) and not text.filters
    if node.noop or node.message_context or not plain:
        return node  # type: ignore[no-any-return]
    return Words(text.var.literal, node.asvar or "")


@register.tag("blocktranslate")
@register.tag("blocktrans")
def block_translate(parser: Parser, token: Token) -> Node:
    """A `Sentence` node for the plain forms, else Django's."""
    node = i18n.do_block_translate(parser, token)
    # With both `with` and `count`, the count may depend on the values.
    if node.message_context or (node.counter and (node.extra_context or not node.plural)):
        return node
    return Sentence(node)
