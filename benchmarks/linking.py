"""How fast names are suggested and linked: `python3 run.py bench linking [--people N] [--partners N] [--write]`.

Makes a register of names in a database of its own beside the one in use, types into it and opens the links of drafts;
prints the server's time beside that of the same SQL alone, and how many misspelt names are found. `--write` puts the
tables into docs/linking.md. Ends with 1 if a suggestion or a draft's links are above their limit (median).
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

import django

from benchmarks._documents import write_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.linked.measure import Found, Timed

SUGGESTION_MS, LINKS_MS = 50, 60


def times_table(rows: Sequence[Timed]) -> str:
    lines = [
        "| what | median, ms | 95th of 100, ms | its SQL alone, ms | ratio | queries |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        ratio = f"{row.median / row.sql:.1f}" if row.sql else "—"
        lines.append(
            f"| {row.name} | {row.median:.0f} | {row.p95:.0f} | {row.sql:.0f} | {ratio} | {row.queries:.0f} |"
        )
    return "\n".join(lines)


def found_table(rows: Sequence[Found]) -> str:
    lines = ["| what | found | of |", "| --- | ---: | ---: |"]
    return "\n".join([*lines, *(f"| {row.name} | {row.share:.0%} | {row.number} |" for row in rows)])


def too_slow(rows: Sequence[Timed]) -> list[str]:
    """The names of the rows above their limit."""
    return [row.name for row in rows if row.median > (LINKS_MS if "links" in row.name else SUGGESTION_MS)]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench linking", description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--partners", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/linking.md")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ |= {"SIJILL_DEMO": "1", "SIJILL_SERVE_UNCOLLECTED": "1"}
    django.setup()
    from benchmarks.linked.measure import measure  # noqa: PLC0415 - it has models, so after setup()
    from benchmarks.linked.register import make  # noqa: PLC0415 - the same
    from benchmarks.matches.lookups import scratch_database  # noqa: PLC0415 - the same

    with scratch_database():
        times, found = measure(make(chosen.people, chosen.partners), chosen.rounds)
    tables = {"linking-times": times_table(times), "linking-found": found_table(found)}
    print("\n\n".join(tables.values()))
    if chosen.write:
        for name, table in tables.items():
            write_table("linking.md", name, table)
    if slow := too_slow(times):
        print(f"Too slow: {', '.join(slow)}", file=sys.stderr)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
