"""Gives a test run its own PostgreSQL, broker and data folder, before Django's settings are read.

Loaded by `-p tests.services` (pyproject.toml), because a conftest.py comes too late: pytest-django reads the
settings first. Addresses already in the environment are used as they are. With xdist the controller starts
the services and its workers inherit the environment; each has a database of its own on both servers, or one's
Celery would take the other's messages. If the run is killed, the services end by themselves.
"""

from __future__ import annotations

import gc
import os
import re
import secrets
import sysconfig
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config.embedded.services import BROKER, DATABASE, Services

if TYPE_CHECKING:
    from collections.abc import Iterator

YOUNG = 100_000
"""So many new objects, and not Python's 700, before the collector of garbage looks through them: a tenth of the
processor time of tests went by in that."""
BESIDE = "SIJILL_TEST_BESIDE"
"""Set where these tests run beside others, which have the first databases of the same servers."""
_SERVICES = pytest.StashKey[Services]()
LIMITED = ("UPLOAD", "SEARCH", "SUGGEST", "EXPORT", "BRIEF", "API", "ADDRESS")
_DEFAULTS = {
    "SIJILL_HTTPS": "0",
    "SIJILL_SERVE_UNCOLLECTED": "1",
    # Whoever tests second factors says who needs one.
    "SIJILL_SECOND_FACTOR_ROLES": "",
    # Playwright's event loop runs in the thread of the tests.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    # Tests ask in a moment for more than people do in an hour; those of the limits themselves set them.
    **dict.fromkeys((f"SIJILL_LIMIT_{name}" for name in LIMITED), "off"),
}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Starts what is missing; a wrapper, so that it comes before pytest-django's hook."""
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("SIJILL_SECRET_KEY", secrets.token_urlsafe(32))
    if DATABASE not in os.environ or BROKER not in os.environ:
        home = Path(tempfile.mkdtemp(prefix="sijill-tests-"))
        services = Services(home, Path(sysconfig.get_path("purelib")), temporary=True)
        early_config.stash[_SERVICES] = services
        services.start()
        os.environ.update(services.env)
        (home / "static").mkdir()
        os.environ.setdefault("SIJILL_DATA_DIR", str(home))
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        first = 4 if os.environ.get(BESIDE) else 1
        os.environ[BROKER] = _numbered(os.environ[BROKER], first + int(worker.removeprefix("gw")))
    return (yield)


def _numbered(broker: str, number: int) -> str:
    """The address of another database of the same broker."""
    return re.sub(r"(virtual_host=|/)\d+$", rf"\g<1>{number}", broker)


def pytest_unconfigure(config: pytest.Config) -> None:
    if services := config.stash.get(_SERVICES, None):
        services.stop()
