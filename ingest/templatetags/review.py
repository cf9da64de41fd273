"""What the templates of the review say of keys; which key does what stands in `ingest.keys`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ingest.keys import KEYS, for_script, keys_of

register = template.Library()
_BY_NAME = {key.name: key for key in KEYS}


@register.simple_tag
def key(name: str) -> SafeString:
    """`<kbd>` with the caps of a key, for the button that it presses. KeyError for a name not in the table."""
    return format_html("<kbd>{}</kbd>", " ".join(_BY_NAME[name].caps))


@register.inclusion_tag("ingest/includes/keys.html")
def keys_help(page: str) -> dict[str, Any]:
    """The dialog under `?` with the keys of a page, and the table for its script."""
    keys = keys_of(page)
    return {"keys": keys, "for_script": for_script(keys)}


@register.filter
def caps(key: Any) -> SafeString:
    """The caps of a key, each as a `<kbd>`."""
    return format_html_join(mark_safe(" "), "<kbd>{}</kbd>", ((cap,) for cap in key.caps))
