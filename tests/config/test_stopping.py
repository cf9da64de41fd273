"""The proxy is told before a web server stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config import stopping, web

if TYPE_CHECKING:
    from django.test import Client


def test_a_server_about_to_stop_says_so_to_the_proxy(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/readyz/serving").status_code == 200
    monkeypatch.setattr(stopping, "_mark", bytearray(1))
    stopping.begin()
    assert client.get("/readyz/serving").status_code == 503
    assert client.get("/healthz").status_code == 200, "it lives, and answers all other requests"


def test_the_server_takes_its_size_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIJILL_WEB_WORKERS", "3")
    server = web.Web("127.0.0.1:1")
    assert (server.cfg.workers, server.cfg.threads, server.cfg.bind) == (3, 4, ["127.0.0.1:1"])
    assert server.cfg.worker_class_str == "gthread"


def test_the_first_signal_lets_the_proxy_go_elsewhere_and_the_second_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stopping, "_mark", bytearray(1))
    monkeypatch.setenv("SIJILL_DRAIN_SECONDS", "60")
    master = web.Draining(web.Web("127.0.0.1:1"))
    master.handle_term()
    assert stopping.begun()
    with pytest.raises(StopIteration):
        master.handle_term()


def test_without_a_proxy_the_first_signal_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "_mark", bytearray(1))
    monkeypatch.setenv("SIJILL_DRAIN_SECONDS", "0")
    with pytest.raises(StopIteration):
        web.Draining(web.Web("127.0.0.1:1")).handle_term()
    assert not stopping.begun()
