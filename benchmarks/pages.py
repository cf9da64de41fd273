"""How long pages take on a large register: `python3 run.py bench pages [--engagements N] [--write]`.

Makes a register of ten thousand engagements and one of N beside the database in use, each in a database of its own
(`manage.py seed_scale`; `--keep` leaves them for the next time), and prints for every page and role the median and the
95th percentile of the server's time, queries and bytes; beside it the time of the page's own SQL fetched by the driver
alone, and of the list that Django's administration makes of the same table.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks._documents import write_table
from benchmarks._registers import ROOT, register

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.served.measure import Row

SMALL = 10_000
HEAD = """| page | role | median, ms | p95, ms | at {small}: median, ms | growth | queries | KB | bare SQL, ms | times the SQL | Django admin, ms |
|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"""  # noqa: E501


def measured(engagements: int, *, rounds: int, keep: bool, only: Sequence[str]) -> list[Row]:
    """The measurements on a register of this size, as JSON of `served.measure.Row`."""
    with register(f"sijill_scale_{engagements}", engagements, keep=keep) as env:
        command = [sys.executable, "-m", "benchmarks.served.measure", str(rounds), *only]
        answer = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, check=True)
    rows: list[Row] = json.loads(answer.stdout)
    return rows


def table(small: Sequence[Row], large: Sequence[Row]) -> str:
    """The table of pages on the large register, with their times on the small one."""
    before = {(row["page"], row["role"]): row for row in small}  # type: ignore[index]
    lines = [HEAD.format(small=f"{SMALL:,}")]
    for row in large:
        one: dict = row  # type: ignore[assignment, type-arg]
        first = before[one["page"], one["role"]]["median"]  # type: ignore[index]
        admin = "—" if one["admin"] is None else f"{one['admin']:,.0f}"
        lines.append(
            f"| {one['page']} | {one['role']} | {one['median']:.0f} | {one['p95']:.0f} | {first:.0f} "
            f"| {one['median'] / first:.1f} | {one['queries']} | {one['bytes'] / 1024:.0f} | {one['sql']:.0f} "
            f"| {one['median'] / one['sql']:.1f} | {admin} |"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench pages", description=__doc__)
    parser.add_argument("--engagements", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15, help="how often each page is asked for")
    parser.add_argument(
        "--only", action="append", default=[], help="pages with this word in their name; may be repeated"
    )
    parser.add_argument("--keep", action="store_true", help="leave the two databases for the next time")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    chosen = parser.parse_args(arguments)
    small = measured(SMALL, rounds=chosen.rounds, keep=chosen.keep, only=chosen.only)
    large = measured(chosen.engagements, rounds=chosen.rounds, keep=chosen.keep, only=chosen.only)
    found = (
        table(small, large)
        + f"\n\n{os.cpu_count()} cores, load of the machine meanwhile {os.getloadavg()[2]:.1f}."
    )
    print(found)
    if chosen.write:
        write_table("performance.md", "bench pages", found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
