"""Where a request comes from, and that it stands in the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from celery.signals import task_postrun, task_prerun
from django.test import Client
from django.urls import reverse

from config import celery
from engagements import origin
from engagements.models import Action, AuditEntry
from engagements.origin import Origin, Via, address_of, request_id_of
from engagements.services import audit
from tests.engagements.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import Settings

    from engagements.models import User


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "", "192.0.2.1"),
        (0, "203.0.113.5", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "10.0.0.1, 203.0.113.5", "203.0.113.5"),
        (2, "10.0.0.1, 203.0.113.5, 198.51.100.2", "203.0.113.5"),
        (2, "203.0.113.5", "203.0.113.5"),
        (1, "203.0.113.5:4711", "203.0.113.5"),
        (1, "[2001:db8::7]:4711", "2001:db8::7"),
        (1, "2001:DB8:0::7", "2001:db8::7"),
        (1, "::ffff:203.0.113.5", "203.0.113.5"),
        (1, "unknown", "192.0.2.1"),
        (1, "<script>", "192.0.2.1"),
    ],
)
def test_an_address_is_believed_as_far_as_our_own_proxies_wrote_it(
    proxies: int, forwarded: str, found: str
) -> None:
    assert (
        address_of({"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": forwarded}, proxies=proxies) == found
    )


def test_a_socket_file_has_no_address() -> None:
    assert address_of({"REMOTE_ADDR": ""}, proxies=0) is None


def test_a_request_keeps_the_name_that_our_proxy_gave_it_and_no_other() -> None:
    given = {"HTTP_X_REQUEST_ID": "proxy-1234-abcd"}
    assert request_id_of(given, proxies=1) == "proxy-1234-abcd"
    assert request_id_of(given, proxies=0) != "proxy-1234-abcd"
    assert request_id_of({"HTTP_X_REQUEST_ID": "a\r\nSet-Cookie: x"}, proxies=1).isalnum()


def test_what_a_request_does_says_where_it_came_from(
    as_role: Callable[[str], Client], settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = 1
    headers = {"x-forwarded-for": "10.9.8.7, 203.0.113.5", "x-request-id": "proxy-1234-abcd"}
    said = {"name": "x", "days": "30"}
    answer = as_role("viewer").post(reverse("tokens"), said, headers=headers)

    entry = AuditEntry.objects.get(action=Action.ISSUED)
    assert answer.headers["X-Request-ID"] == entry.request_id == "proxy-1234-abcd"
    assert (entry.address, entry.via) == ("203.0.113.5", Via.PAGE)
    assert origin.current() == Origin()


def test_what_a_command_does_says_so(account: Callable[..., User]) -> None:
    entry = audit.write(by=None, actor_name="restore", action=Action.RESTORED, subject="backup", now=NOW)
    assert (entry.actor, entry.actor_name, entry.address) == (None, "restore", None)
    assert (entry.request_id, entry.via) == ("", Via.COMMAND)


def test_nobody_is_not_who_did_it(db: None) -> None:
    with pytest.raises(ValueError, match="who did it"):
        audit.write(by=None, action=Action.RESTORED, subject="backup", now=NOW)


def test_a_task_goes_by_the_request_that_sent_it_and_else_by_its_own_name() -> None:
    with origin.coming_from(Origin("203.0.113.5", "request-1", Via.PAGE)):
        celery.app.send_task("origins.sent", queue="origins")
    celery.app.send_task("origins.beat", queue="origins")
    found = []
    with celery.app.connection_for_read() as broker, broker.SimpleQueue("origins") as queue:
        for _ in range(2):
            message = queue.get(timeout=20)
            message.ack()
            found.append((message.headers["id"], _as_a_worker_does_it(message.headers)))

    (_one, sent), (number, by_itself) = found
    assert sent == Origin(None, "request-1", Via.WORKER)
    assert by_itself == Origin(None, number, Via.WORKER)
    assert origin.current() == Origin()


def _as_a_worker_does_it(headers: dict[str, Any]) -> Origin:
    """Celery's own task, with the request that it makes of a message, between its own two signals."""
    task = celery.app.tasks["celery.backend_cleanup"]
    task.push_request(**headers)
    try:
        task_prerun.send(sender=task, task_id=headers["id"], task=task, args=(), kwargs={})
        during = origin.current()
        task_postrun.send(sender=task, task_id=headers["id"], task=task, args=(), kwargs={})
    finally:
        task.pop_request()
    return during
