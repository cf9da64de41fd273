"""What browser tests share: the site with its vocabularies, the four accounts, pages signed in as each."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import expect

from engagements.models import User
from engagements.permissions import Role
from tests.ingest.conftest import hand_made_draft, submit
from tests.proving import has_proven
from tests.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
    from pytest_django.fixtures import Settings
    from pytest_django.live_server_helper import LiveServer

    from ingest.models import Draft

# Where a test does not say itself how long something may take. A machine with other work is slow, and not wrong.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)
PASSWORD = "a long enough one"
NAMES = {
    Role.VIEWER: "سعاد الفيتوري",
    Role.EDITOR: "هدى البوسيفي",
    Role.MANAGER: "خالد الزنتاني",
    Role.ADMIN: "أنس القماطي",
}


@pytest.fixture(scope="session")
def password() -> str:
    """The stored form of PASSWORD, reckoned once: it is made to be slow."""
    return make_password(PASSWORD)


@pytest.fixture
def site(live_server: LiveServer, settings: Settings, tmp_path: Path, password: str) -> Iterator[str]:
    """The address of a running site: countries, topics and accounts are there, nothing else."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with connection.cursor() as cursor:
        # If a late request and the emptying of the tables wait for each other all the same, the request gives way:
        # whoever looks first for such a knot breaks off, and requests look after a second.
        cursor.execute("SET deadlock_timeout = '60s'")
    call_command("load_vocabularies", verbosity=0)
    call_command("build_assets", verbosity=0)
    for role, name in NAMES.items():
        seeing = role in (Role.MANAGER, Role.ADMIN)
        User.objects.create(
            username=role.value, password=password, role=role, first_name=name, in_restricted_group=seeing
        )
    yield live_server.url
    wait_until_idle()


def wait_until_idle() -> None:
    """What a closed page still had under way ends before the tables are emptied: the two would wait for each other."""
    idle = 0
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            (busy,) = cursor.fetchone()
        idle = 0 if busy else idle + 1
        if idle == 3:
            return
        time.sleep(0.05)


@pytest.fixture
def worker(site: str, tmp_path: Path) -> Iterator[Worker]:
    """A real worker with its beat, on this test's database and files."""
    running = Worker(tmp_path)
    yield running
    running.end()


@pytest.fixture
def signed_in(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an empty window of its own for a role, in Arabic or English, already signed in.

    The page to sign in at is used in test_race, test_unfinished and test_upload.
    """
    contexts: list[BrowserContext] = []
    against_policy: list[str] = []

    def said(message: ConsoleMessage) -> None:
        # What axe does while it looks at a page comes from no address.
        of_the_page = "Content Security Policy" in message.text and message.location["url"]
        if of_the_page or "Permissions-Policy" in message.text:
            against_policy.append(message.text)

    def open_as(role: Role, language: str = "ar", width: int = 1440, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=site,
            locale="en-GB",
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("console", said)
        contexts.append(context)
        client = Client()
        client.force_login(User.objects.get(username=role.value))
        has_proven(client)
        session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        cookies = {"django_language": language, django_settings.SESSION_COOKIE_NAME: session}
        context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
        return context.new_page()

    yield open_as
    for context in contexts:
        context.close()
    assert against_policy == [], "nothing on a page may be against its own policy (config/settings/safety.py)"


@pytest.fixture
def draft(site: str) -> Draft:
    """One that waits, of the release that the tests of the intake share."""
    return hand_made_draft(submit(User.objects.get(username=Role.EDITOR.value)))


@pytest.fixture
def drafts(draft: Draft) -> list[Draft]:
    return [draft]


@pytest.fixture
def opened(drafts: list[Draft], signed_in: Callable[..., Page]) -> Callable[..., Page]:
    """Opens the first of the module's `drafts` as the editor, in a window as `signed_in` makes them."""

    def open_first(language: str = "ar", **how: Any) -> Page:
        page = signed_in(Role.EDITOR, language, **how)
        page.goto(drafts[0].get_absolute_url())
        return page

    return open_first
