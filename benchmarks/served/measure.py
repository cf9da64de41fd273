"""`python -m benchmarks.served.measure ROUNDS [WORD...]`: measures pages on the present database; prints JSON."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass
from importlib import import_module
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from benchmarks.served.addresses import Address

ADMIN_ROUNDS = 3
FAILED = 400


@dataclass(frozen=True)
class Row:
    """Times in milliseconds. `sql` is that of the page's own statements without Django, `admin` that of Django's
    admin list.
    """

    page: str
    role: str
    median: float
    p95: float
    queries: int
    bytes: int
    sql: float
    admin: float | None


def main() -> int:
    # Starts as the web server does, which also sets how often Python's garbage collector runs.
    import_module("config.wsgi")
    from django.test import Client  # noqa: PLC0415 - it needs the settings

    from benchmarks.served.addresses import addresses  # noqa: PLC0415 - the same
    from engagements.models import User  # noqa: PLC0415 - models, after setup()

    clients = {}
    for role in ("viewer", "manager", "admin"):
        user, _made = User.objects.get_or_create(
            username=f"bench-{role}",
            defaults={
                "role": role,
                "in_restricted_group": role != "viewer",
                "is_staff": True,
                "is_superuser": role == "admin",
            },
        )
        clients[role] = Client(HTTP_HOST="127.0.0.1", headers={"accept-language": "ar"})
        clients[role].force_login(user)
    rounds, *wanted = int(sys.argv[1]), *sys.argv[2:]
    rows = []
    for address in addresses(User.objects.get(username="bench-viewer")):
        if wanted and not any(word in address.name for word in wanted):
            continue
        admin = _admin(clients["admin"], address)
        for role in address.roles:
            row = _measured(clients[role], role, address, admin, rounds)
            if row is not None:
                rows.append(row)
                print(row, file=sys.stderr, flush=True)
    print(json.dumps([asdict(row) for row in rows]))
    return 0


def _measured(client: Client, role: str, address: Address, admin: float | None, rounds: int) -> Row | None:
    """The measurements of a page; None if the page does not exist."""
    answer = client.get(address.path)
    if answer.status_code == 404:
        return None
    size = len(_content(answer))
    statements = _statements(client, address)
    times = _timed(lambda: _fetch(client, address), rounds)
    bare = _timed(lambda: _run(statements), rounds)
    return Row(
        address.name,
        role,
        median(times),
        quantiles(times, n=20)[-1],
        len(statements),
        size,
        median(bare),
        admin,
    )


def _admin(client: Client, address: Address) -> float | None:
    if not address.admin or client.get(address.admin).status_code >= FAILED:
        return None
    return median(_timed(lambda: client.get(address.admin), ADMIN_ROUNDS))


def _fetch(client: Client, address: Address) -> None:
    answer: Any = client.get(address.path)
    if answer.status_code >= FAILED:
        raise RuntimeError(f"{address.path}: {answer.status_code}")
    if address.first:
        next(iter(answer.streaming_content))
        answer.close()


def _content(answer: Any) -> bytes:
    content: bytes = next(iter(answer.streaming_content)) if answer.streaming else answer.content
    return content


def _statements(client: Client, address: Address) -> list[str]:
    """The SQL statements of the page, with their values."""
    from django.db import connection  # noqa: PLC0415 - after setup()
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - the same

    with CaptureQueriesContext(connection) as captured:
        _fetch(client, address)
    return [query["sql"] for query in captured.captured_queries]


def _run(statements: list[str]) -> None:
    """Fetches the same rows with the driver alone; statements that write are skipped."""
    from django.db import connection  # noqa: PLC0415 - after setup()

    driver: Any = connection.connection
    with driver.cursor() as cursor:
        for statement in statements:
            if statement.lstrip("( \n").upper().startswith(("SELECT", "WITH ")):
                cursor.execute(statement)
                cursor.fetchall()


def _timed(what: Callable[[], object], rounds: int) -> list[float]:
    what()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        what()
        times.append((time.perf_counter() - began) * 1000)
    return times


if __name__ == "__main__":
    sys.exit(main())
