"""Addresses of pages, reversed once per process: `reverse` is slow, and a page has dozens of links."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

_NUMBER = 987654321
"""Placeholder for the number while an address is reversed; no other part of an address contains it."""


def address(name: str) -> SafeString:
    """The address of the page `name`, which takes no arguments."""
    return _found(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


def by_number(name: str) -> SafeString:
    """The address of the page `name`, which takes one number, with %d in its place."""
    return _by_number(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=1000)
def _found(name: str, urls: str, prefix: str) -> SafeString:
    return SafeString(escape(reverse(name, urls)))


@lru_cache(maxsize=1000)
def _by_number(name: str, urls: str, prefix: str) -> SafeString:
    found = reverse(name, urls, args=[_NUMBER])
    return SafeString(escape(found).replace("%", "%%").replace(str(_NUMBER), "%d"))
