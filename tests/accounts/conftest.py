"""What the tests of accounts share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    """No failure of another test counts towards locking somebody out."""
    cache.clear()
    yield
    cache.clear()
