"""What all tests share: the browser, the database, and less care than people need. Services: tests/services.py."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django.plugin import blocking_manager_key
from whitenoise.middleware import WhiteNoiseMiddleware

from config.launch.browser import find_browser, what_is_missing
from tests.leftovers import sweep_now_and_then
from tests.proving import quick_login
from tests.template import use_template

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from pytest_django import DjangoDbBlocker

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
UNTRUNCATED = {
    "engagements_auditentry": "audit_not_truncated",
    "engagements_auditlink": "audit_link_not_truncated",
}
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


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    done = yield
    with item.config.stash[blocking_manager_key].unblock():
        sweep_now_and_then()
    return done


@pytest.fixture(scope="session", autouse=True)
def _careless() -> Iterator[None]:
    """As the tests' PostgreSQL, which writes nothing through: no waiting for the disk, and passwords quickly reckoned.

    The hashers of people's passwords stay known, behind it.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda number: None)
        quick = "django.contrib.auth.hashers.MD5PasswordHasher"
        patch.setattr(settings, "PASSWORD_HASHERS", [quick, *settings.PASSWORD_HASHERS])
        patch.setattr(Client, "force_login", quick_login)
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", _found_once())
        yield


def _found_once() -> Callable[[Any], None]:
    """Each client of a test makes its own chain of middleware, whose last looks through all static files."""
    find = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, Any] = {}

    def add(middleware: Any) -> None:
        if not found:
            find(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    return add


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """For pytest-django, which makes a database for this process."""
    use_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Tests with transactions of their own are cleared up after by TRUNCATE, which the trail refuses otherwise."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table, guard in UNTRUNCATED.items():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """For pytest-playwright: the system's own browser instead of a downloaded one."""
    return {"executable_path": find_browser(), "args": BROWSER_ARGUMENTS}
