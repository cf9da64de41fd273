"""The two addresses that machines ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from celery import Celery
from django.db import DatabaseError, connection

from config import health

if TYPE_CHECKING:
    from django.test import Client


def test_the_process_answers_without_a_login(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_ready_when_database_and_broker_answer(client: Client, db: None) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "database": True, "broker": True})


def test_not_ready_without_a_broker(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    away = Celery("away", broker="redis+socket:///nonexistent/broker.sock", set_as_current=False)
    monkeypatch.setattr(health, "app", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "database": True, "broker": False})


def test_not_ready_without_a_database(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise DatabaseError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", fails)
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, False)
