"""How long an editor waits on a queue of ten thousand: `python3 run.py bench review [--drafts N] [--write]`.

Fills a database of its own beside the one in use with waiting drafts, opens the queue, its ready views and drafts, and
decides; for each it prints the server's time (median and 95th of 100), queries, and bytes of the page with its styles
and scripts, unpacked and as they are sent (the limit is for these). `--write` puts the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from benchmarks._documents import write_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.reviewing.measure import Row

READ, APPROVED, NAMED = 400, 300, 2_000
"""Drafts made by the reader itself; approved engagements besides; people, and partners, in the register."""
DECISION_MS, PAGE_BYTES = 150, 150_000
HEAD = (
    "| what | median, ms | 95th of 100, ms | queries | page, kB | with styles and scripts, kB | as sent, kB |"
    " its SQL alone, ms |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)


def table(rows: Sequence[Row]) -> str:
    lines = [HEAD]
    for row in rows:
        sizes = " | ".join(f"{size / 1000:.0f}" if size else "—" for size in (row.html, *row.weight))
        sql = "—" if row.sql is None else f"{row.sql:.1f}"
        lines.append(f"| {row.name} | {row.median:.0f} | {row.p95:.0f} | {row.queries} | {sizes} | {sql} |")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Returns 1 if a decision or a page is above its limit."""
    parser = argparse.ArgumentParser(prog="run.py bench review", description=__doc__)
    parser.add_argument("--drafts", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ |= {"SIJILL_DEBUG": "0", "SIJILL_DEMO": "1", "SIJILL_SERVE_UNCOLLECTED": "1"}
    from django.utils import timezone  # noqa: PLC0415 - after setup()

    # As gunicorn loads it, so that what is measured equals what runs.
    import config.wsgi  # noqa: F401, PLC0415 - after the environment
    from benchmarks.matches.lookups import scratch_database  # noqa: PLC0415 - it has models, so after setup()
    from benchmarks.reviewing.fill import fill  # noqa: PLC0415 - the same
    from benchmarks.reviewing.measure import measure  # noqa: PLC0415 - the same

    with scratch_database():
        filled = fill(
            chosen.drafts, read_by_the_reader=READ, approved=APPROVED, named=NAMED, now=timezone.now()
        )
        rows = measure(filled, chosen.rounds)
    found = table(rows)
    print(found)
    if chosen.write:
        write_table("performance.md", "bench review", found)
    over = [row.name for row in rows if row.p95 > DECISION_MS or row.weight.sent > PAGE_BYTES]
    if over:
        print(f"\nabove {DECISION_MS} ms or {PAGE_BYTES // 1000} kB: {', '.join(over)}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
