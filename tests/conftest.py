"""The browser and the database that tests share. For the services, tests/services.py."""

from __future__ import annotations

import os
from typing import Any

import pytest

from config.launch.browser import find_browser, what_is_missing
from tests.template import use_template

# It runs as root in CI, and must look nothing up outside the machine.
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REQUIRED = os.environ.get("SIJILL_BROWSER") == "required"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what needs a browser where there is none, unless the run was told that there must be one."""
    driven = [item for item in items if item.get_closest_marker("browser")]
    problem = what_is_missing() if driven and not REQUIRED else None
    if not problem:
        return
    skip = pytest.mark.skip(reason=f"{problem}: `python3 run.py test --with-browser` installs what is needed")
    for item in driven:
        item.add_marker(skip)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """For pytest-django, which makes a database for this process."""
    use_template()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """For pytest-playwright: the system's own browser instead of a downloaded one."""
    return {"executable_path": find_browser(), "args": BROWSER_ARGUMENTS}
