"""Template filters for the original of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from ingest.reading.viewing import has_pages

if TYPE_CHECKING:
    from ingest.models import Release

register = template.Library()


@register.filter
def paged(release: Release) -> bool:
    """Whether the original has pages that can be shown, judged by its name."""
    return has_pages(release.filename)
