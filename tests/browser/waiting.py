"""Waiting for what no page shows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

PATIENCE = 60.0
"""Seconds. A machine with other work takes longer, and one that does it at once does not wait for them."""


def wait_until(condition: Callable[[], object], page: Page) -> None:
    """Asks again and again, while the browser's events go on; fails if it is not so within PATIENCE."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come to be so"
        page.wait_for_timeout(50)
