"""How words are put together in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import pgettext

if TYPE_CHECKING:
    from collections.abc import Iterable


def listed(parts: Iterable[object]) -> str:
    """`a، b، c` on an Arabic page, `a, b, c` on an English one."""
    return pgettext("list", ", ").join(str(part) for part in parts)
