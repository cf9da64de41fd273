"""The addresses that machines ask."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
from celery import Celery
from django.db import DatabaseError, connection
from prometheus_client.parser import text_string_to_metric_families

from config.environment import CONNECT_SECONDS
from config.watching import counters, hearts
from config.watching.checks import parts, together
from config.watching.counters import Gathering
from config.watching.hearts import BEAT, Heart
from config.watching.shared import server
from engagements.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.fixtures import Settings

WORKERS = (
    Heart("celery@here", 0.0, ("celery", "archive")),
    Heart("scans@here", 0.0, ("scans",)),
    Heart(BEAT, 0.0),
)
ALL_GOOD = dict.fromkeys(("ready", "database", "broker", "worker", "scan_worker", "beat", "disk"), True)


@pytest.fixture
def living() -> Iterator[None]:
    """Workers and beat that were heard of just now."""
    for heart in WORKERS:
        hearts.beat(Heart(heart.name, time.time(), heart.queues))
    yield
    for heart in WORKERS:
        hearts.stop(heart.name)


def _away(monkeypatch: pytest.MonkeyPatch) -> None:
    away = Celery("away", broker="redis+socket:///nonexistent/broker.sock", set_as_current=False)
    monkeypatch.setattr(parts, "app", away)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine of the tests is."""
    monkeypatch.setattr(together, "DEADLINE_SECONDS", 60.0)


def test_the_process_answers_without_a_login(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_ready_when_all_parts_answer(client: Client, db: None, living: None) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, ALL_GOOD)


def test_not_ready_without_a_broker(
    client: Client, db: None, living: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _away(monkeypatch)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, ALL_GOOD | {"ready": False, "broker": False})


@pytest.fixture
def port() -> Iterator[tuple[int, socket.socket]]:
    """A port, and the socket that is bound to it: nobody listens there unless the test lets it."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1], bound


@pytest.fixture
def elsewhere(port: tuple[int, socket.socket], settings: Settings) -> Iterator[None]:
    """Database, broker and the cache that all share are looked for at that port."""
    address = f"redis://127.0.0.1:{port[0]}/0"
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": address}}
    server.cache_clear()
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        patched.setitem(connection.settings_dict, "PORT", str(port[0]))
        patched.setattr(parts, "app", Celery("away", broker=address, set_as_current=False))
        yield
    server.cache_clear()


def test_not_ready_and_soon_without_database_and_broker(client: Client, db: None, elsewhere: None) -> None:
    client.force_login(User.objects.create_user("one-admin", role="admin"))
    began = time.monotonic()
    answer = client.get("/readyz")
    took = time.monotonic() - began
    away = dict.fromkeys(ALL_GOOD, False) | {"disk": True}
    assert (answer.status_code, answer.json()) == (503, away)
    assert took < float(CONNECT_SECONDS), "what is refused is not waited for"
    assert client.get("/healthz").status_code == 200


def test_not_ready_and_soon_when_nobody_ever_answers(
    client: Client,
    db: None,
    elsewhere: None,
    port: tuple[int, socket.socket],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As of a machine that hangs: connections are taken, and nothing comes back."""
    port[1].listen()
    monkeypatch.setattr(together, "DEADLINE_SECONDS", 0.3)
    began = time.monotonic()
    answer = client.get("/readyz", {"for": "web"})
    took = time.monotonic() - began
    assert answer.json() == {"ready": False, "database": False, "broker": False, "disk": True}
    assert took < float(CONNECT_SECONDS), "the check of the database alone takes so long"
    port[1].close()
    for thread in threading.enumerate():
        if thread.name.startswith("check"):
            thread.join(float(CONNECT_SECONDS))
            assert not thread.is_alive(), "each has a time of its own"


@pytest.mark.parametrize(("key", "heart"), [("worker", 0), ("scan_worker", 1), ("beat", 2)])
def test_a_part_that_was_silent_for_a_minute_is_dead(
    client: Client, db: None, living: None, key: str, heart: int
) -> None:
    silent = WORKERS[heart]
    hearts.beat(Heart(silent.name, time.time() - 60, silent.queues))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, ALL_GOOD | {"ready": False, key: False})


def test_pages_can_be_served_without_workers(client: Client, db: None) -> None:
    answer = client.get("/readyz", {"for": "web"})
    assert (answer.status_code, set(answer.json())) == (200, {"ready", "database", "broker", "disk"})
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", "Basic marker-token", "Bearer märker"])
def test_the_figures_exist_only_for_who_bears_the_token(
    client: Client, db: None, settings: Settings, given: str
) -> None:
    settings.METRICS_TOKEN = "marker-token"
    assert client.get("/metrics", headers={"authorization": given}).status_code == 404
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def _figures(client: Client, settings: Settings) -> dict[tuple[str, str], float]:
    """Samples by name and the values of their labels (in the order of their names), by Prometheus' own reader."""
    settings.METRICS_TOKEN = "marker-token"
    answer = client.get("/metrics", headers={"authorization": "Bearer marker-token"})
    assert answer.status_code == 200
    return {
        (sample.name, ",".join(value for _label, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def test_the_figures_tell_of_answers_workers_and_work(
    client: Client, db: None, living: None, settings: Settings
) -> None:
    # Asked as no other test asks, for the counts are those of all processes.
    before = _figures(client, settings).get(("sijill_requests_total", "OPTIONS,405,healthz"), 0)
    client.options("/healthz")
    client.options("/healthz")
    found = _figures(client, settings)
    assert found["sijill_requests_total", "OPTIONS,405,healthz"] == before + 2
    assert found["sijill_request_seconds_bucket", "+Inf,healthz"] >= before + 2
    assert found["sijill_workers", "celery"] == 1
    assert found["sijill_heartbeat_age_seconds", BEAT] < 45
    assert found["sijill_releases_waiting", ""] == 0
    assert found["sijill_check", "beat"] == 0
    assert found["sijill_database_connections", ""] >= 1


def test_the_figures_say_that_the_database_is_away(
    client: Client, db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise DatabaseError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", fails)
        found = _figures(client, settings)
    assert found["sijill_check", "database"] == 2
    assert ("sijill_releases_waiting", "") not in found


def test_counts_that_nobody_took_are_told_later(monkeypatch: pytest.MonkeyPatch) -> None:
    here = Gathering()
    here.count(counters.PARSES, "of this test", by=3)
    with monkeypatch.context() as patched:
        patched.setattr(counters, "server", _broken)
        here.tell()
    here.count(counters.PARSES, "of this test")
    here.tell()
    assert counters.gathered()[counters.PARSES.name]["of this test",][""] == 4
    line = server()
    assert line is not None
    line.hdel("sijill:figures", '["sijill_parses",["of this test"],""]')


def _broken() -> None:
    raise OSError("away")
