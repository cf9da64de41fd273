"""Template tags for keyboard shortcuts; which key does what is in `engagements.keys`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from engagements.keys import FOLLOW_UP_KEYS, Key, for_script

register = template.Library()
_BY_NAME = {key.name: key for key in FOLLOW_UP_KEYS}


@register.filter
def caps(key: Key) -> SafeString:
    """The labels of a key, each as a `<kbd>`."""
    return format_html_join(mark_safe(" "), "<kbd>{}</kbd>", ((cap,) for cap in key.caps))


@register.simple_tag
def follow_up_key(name: str) -> SafeString:
    """The labels of a key of the list of follow-ups. Raises KeyError for an unknown name."""
    return caps(_BY_NAME[name])


@register.inclusion_tag("engagements/includes/keys.html")
def follow_up_keys() -> dict[str, Any]:
    """The dialog under `?` with the keys of the list of follow-ups, and the table of keys for the script."""
    return {"keys": FOLLOW_UP_KEYS, "for_script": for_script(FOLLOW_UP_KEYS)}
