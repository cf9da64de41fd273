"""`python -m benchmarks.exporting.measure WAY`: exports all follow-ups in one way and prints the measurements as
JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

COPY = """COPY (
    SELECT c.id, c.text, c.kind, c.status, c.owner, u.username, c.due_on, c.closed_on,
           (SELECT string_agg(k.country_id, ' ' ORDER BY k.country_id)
            FROM engagements_engagement_partner_countries k WHERE k.engagement_id = e.id),
           e.title, e.date,
           (SELECT count(*) FROM engagements_engagement_sources s WHERE s.engagement_id = e.id)
    FROM engagements_commitment c
    JOIN engagements_engagement e ON e.id = c.engagement_id
    LEFT JOIN engagements_user u ON u.id = c.assignee_id
    ORDER BY c.due_on, c.id
) TO STDOUT (FORMAT csv)"""
ROWS = "all"
NEVER = "2999-01-01"
_MANAGER = "bench-exports"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    way = sys.argv[1]
    file = _file(way)
    began, spent = time.perf_counter(), time.process_time()
    first, size = 0.0, 0
    for part in file():
        first = first or time.perf_counter() - began
        size += len(part)
    told = {
        "way": way,
        "first": first,
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - spent,
        "peak": _peak(),
        "bytes": size,
    }
    print(json.dumps(told))
    return 0


def _file(way: str) -> Callable[[], Iterator[bytes]]:
    """The function that makes the file in parts. Everything that a server would have loaded is loaded before."""
    from django.db import connection  # noqa: PLC0415 - after setup()

    connection.ensure_connection()
    name, _dot, form = way.partition(".")
    if name == "copy":
        return _copied
    return _ours(form) if name == "sijill" else _rival(form)


def _copied() -> Iterator[bytes]:
    from django.db import connection  # noqa: PLC0415 - after setup()

    driver: Any = connection.connection
    with driver.cursor() as cursor, cursor.copy(COPY) as copy:
        for part in copy:
            yield bytes(part)


def _ours(form: str) -> Callable[[], Iterator[bytes]]:
    """The answer of the export's URL, including what the view does first: permission, filter, count, audit trail."""
    from django.test import Client  # noqa: PLC0415 - it needs the settings

    from engagements.models import User  # noqa: PLC0415 - models, after setup()

    client = Client(HTTP_HOST="127.0.0.1", headers={"accept-language": "ar"})
    client.force_login(
        User.objects.get_or_create(
            username=_MANAGER, defaults={"role": "manager", "in_restricted_group": True}
        )[0]
    )
    _answered(client, form, f"due_since={NEVER}").close()

    def file() -> Iterator[bytes]:
        yield from _answered(client, form, f"view={ROWS}").streaming_content

    return file


def _answered(client: Client, form: str, query: str) -> Any:
    answer: Any = client.get(f"/follow-ups/export.{form}?{query}")
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code}: {answer.content.decode()}")
    return answer


def _rival(form: str) -> Callable[[], Iterator[bytes]]:
    from django.utils import translation  # noqa: PLC0415 - beside the next

    from benchmarks.exporting.rival import resource  # noqa: PLC0415 - models, after setup()
    from engagements.models import Commitment  # noqa: PLC0415 - the same

    def file() -> Iterator[bytes]:
        with translation.override("ar"):
            whole = resource().export(queryset=Commitment.objects.for_list()).export(form)
        yield whole if isinstance(whole, bytes) else whole.encode()

    return file


def _peak() -> int:
    """The most bytes of memory that this process has used."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    sys.exit(main())
