"""Addresses of pages that a page names again and again. To look one up takes as long as to write three lines of it."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

_NUMBER = 987654321
"""Stands in an address for the number of a page; nothing else of it looks like that."""


def address(name: str) -> SafeString:
    """Of the page of this name, which has no parts. It is the same for everybody, in every language."""
    return _found(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


def by_number(name: str) -> SafeString:
    """Of a page that has a number, with %d where it goes."""
    return _by_number(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@cache
def _found(name: str, urls: str, prefix: str) -> SafeString:
    return SafeString(escape(reverse(name, urls)))


@cache
def _by_number(name: str, urls: str, prefix: str) -> SafeString:
    found = reverse(name, urls, args=[_NUMBER])
    return SafeString(escape(found).replace("%", "%%").replace(str(_NUMBER), "%d"))
