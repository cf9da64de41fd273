"""How long a brief on 500 engagements takes: `python3 run.py bench brief [--rounds N] [--write]`.

Makes a register in a database of its own in which one country has more than 500 engagements; requests the page and
the Word document of all of them in both languages. Prints the median and the longest time of the server, the
processor's share, queries and size; beside them the time of the same SQL run by the driver alone.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from statistics import median
from typing import TYPE_CHECKING, Any

import django

from benchmarks._documents import write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.test import Client

SEEDED = 3000
"""The number of engagements made up; the country with the most has some 580."""
LISTED = 500
HEAD = """| brief on {listed} engagements | language | median, ms | longest, ms | of it processor, ms | queries | KB | bare SQL, ms | times the SQL |
|---|---|---:|---:|---:|---:|---:|---:|---:|"""  # noqa: E501


def main(arguments: Sequence[str]) -> int:
    """Prints the table. Returns 0: the tests check the limits."""
    parser = argparse.ArgumentParser(prog="run.py bench brief", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="how often each brief is asked for")
    parser.add_argument("--write", action="store_true", help="put the table into docs/brief.md")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # This process requests the pages, without TLS and without collected assets.
    os.environ |= {"SIJILL_DEMO": "1", "SIJILL_SERVE_UNCOLLECTED": "1"}
    django.setup()
    from benchmarks.matches.lookups import scratch_database  # noqa: PLC0415 - models, after setup()

    with scratch_database():
        found = table(_seeded(), chosen.rounds)
    found += f"\n\n{os.cpu_count()} cores, load of the machine meanwhile {os.getloadavg()[2]:.1f}."
    print(found)
    if chosen.write:
        write_table("brief.md", "bench brief", found)
    return 0


def table(country: str, rounds: int) -> str:
    """The table for the present register."""
    from django.test import Client  # noqa: PLC0415 - it needs the settings

    from engagements.models import User  # noqa: PLC0415 - models, after setup()

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(
        User.objects.create(username="bench-manager", role="manager", in_restricted_group=True)
    )
    lines = [HEAD.format(listed=LISTED)]
    for name, path in (("page", "brief/"), ("Word document", "brief.docx")):
        for language in ("ar", "en"):
            address = f"/countries/{country}/{path}?period=all&most={LISTED}&language={language}"
            lines.append(f"| {name} | {language} | {_measured(client, address, rounds)} |")
    return "\n".join(lines)


def _seeded() -> str:
    """Fills the register and gives each engagement of the largest country a source. Returns the code of that
    country.
    """
    from django.db.models import Count  # noqa: PLC0415 - after setup()
    from django.utils import timezone  # noqa: PLC0415 - the same

    from engagements.models import Engagement, Source  # noqa: PLC0415 - the same
    from engagements.seeding.loading import seed  # noqa: PLC0415 - the same

    seed(engagements=SEEDED, number=1, today=timezone.localdate(), told=lambda number: None)
    rows = Engagement.objects.exclude(partner_countries=None).values_list("partner_countries")
    code, number = rows.annotate(n=Count("pk")).order_by("-n")[0]
    if number < LISTED:
        raise RuntimeError(f"{code} has {number} engagements only")
    sources = list(Source.objects.values_list("pk", flat=True))
    bare = Engagement.objects.filter(partner_countries=code, sources=None).values_list("pk", flat=True)
    through = Engagement.sources.through
    through.objects.bulk_create(
        through(engagement_id=one, source_id=sources[place % len(sources)])
        for place, one in enumerate(list(bare))
    )
    return str(code)


def _measured(client: Client, address: str, rounds: int) -> str:
    """The cells of one row of the table."""
    statements, size = _statements(client, address)
    whole, processor = _timed(lambda: _fetch(client, address), rounds)
    bare, _processor = _timed(lambda: _run(statements), rounds)
    return (
        f"{median(whole):.0f} | {max(whole):.0f} | {median(processor):.0f} | {len(statements)} | {size / 1024:.0f} "
        f"| {median(bare):.0f} | {median(whole) / median(bare):.1f}"
    )


def _fetch(client: Client, address: str) -> bytes:
    answer: Any = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    content: bytes = answer.content
    return content


def _statements(client: Client, address: str) -> tuple[list[str], int]:
    """The SQL statements of a page, with their values, and the size of the answer in bytes."""
    from django.db import connection  # noqa: PLC0415 - after setup()
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - the same

    _fetch(client, address)
    with CaptureQueriesContext(connection) as captured:
        content = _fetch(client, address)
    return [query["sql"] for query in captured.captured_queries], len(content)


def _run(statements: list[str]) -> None:
    """Fetches the same rows with the driver alone; statements that write are skipped."""
    from django.db import connection  # noqa: PLC0415 - after setup()

    driver: Any = connection.connection
    with driver.cursor() as cursor:
        for statement in statements:
            if statement.lstrip()[:6].upper() == "SELECT":
                cursor.execute(statement)
                cursor.fetchall()


def _timed(what: Callable[[], object], rounds: int) -> tuple[list[float], list[float]]:
    """Wall time and processor time in milliseconds of each round, after one round that does not count."""
    what()
    whole, processor = [], []
    for _ in range(rounds):
        began, busy = time.perf_counter(), time.process_time()
        what()
        whole.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - busy) * 1000)
    return whole, processor


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
