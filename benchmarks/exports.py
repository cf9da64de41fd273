"""Measures exports of a long list: `python3 run.py bench exports [--commitments N] [--rounds N] [--write]`.

Makes a register with N follow-ups in a database of its own (`manage.py seed_scale`; `--keep` leaves it for the next
time) and exports all of them as CSV and as a workbook, compared with django-import-export with the same rows and
columns and with `COPY (SELECT ...) TO STDOUT`. Each way runs in a process of its own, in turns; the median of the
rounds is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from statistics import median
from typing import TYPE_CHECKING, Any

import psycopg

from benchmarks._documents import write_table
from benchmarks._registers import ROOT, register

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

A_FOLLOW_UP = 2.5
"""The number of engagements that `seed_scale` makes for each follow-up."""
MORE = 1.02
WAYS = {
    "copy": "`COPY (SELECT …) TO STDOUT`",
    "sijill.csv": "Sijill, CSV",
    "rival.csv": "django-import-export, CSV",
    "sijill.xlsx": "Sijill, XLSX",
    "rival.xlsx": "django-import-export, XLSX",
}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench exports", description=__doc__)
    parser.add_argument("--commitments", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", action="store_true", help="leave the database for the next time")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    chosen = parser.parse_args(arguments)
    found, rows = measured(chosen.commitments, rounds=chosen.rounds, keep=chosen.keep)
    told = table(found, rows)
    print(told)
    if chosen.write:
        write_table("performance.md", "bench exports", told)
    return 0


def measured(commitments: int, *, rounds: int, keep: bool) -> tuple[dict[str, dict[str, float]], int]:
    """The measurements of each way, and the number of follow-ups (at least as many as asked for)."""
    engagements = round(commitments * A_FOLLOW_UP * MORE)
    with register(f"sijill_exports_{commitments}", engagements, keep=keep) as env:
        with psycopg.connect(env["DATABASE_URL"]) as line:
            counted = line.execute("SELECT count(*) FROM engagements_commitment").fetchone()
        runs = [{way: _once(way, env) for way in WAYS} for _ in range(rounds)]
    keys = ("first", "seconds", "processor", "peak", "bytes")
    middle = {way: {key: median(run[way][key] for run in runs) for key in keys} for way in WAYS}
    return middle, counted[0] if counted else 0


def _once(way: str, env: Mapping[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.exporting.measure", way]
    answer = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(answer.stdout)
    print(found, file=sys.stderr, flush=True)
    return found


def table(found: Mapping[str, Mapping[str, float]], rows: int) -> str:
    """The table, with a line for each way."""
    lines = [
        "| way | first byte, s | whole file, s | processor of the process, s | most memory, MB | file, MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for way, label in WAYS.items():
        one = found[way]
        lines.append(
            f"| {label} | {one['first']:.2f} | {one['seconds']:.1f} | {one['processor']:.1f} "
            f"| {one['peak'] / 1e6:.0f} | {one['bytes'] / 1e6:.1f} |"
        )
    limit = 2 * found["copy"]["seconds"] + 3
    lines += ["", f"{rows:,} follow-ups. Twice `COPY` and three seconds are {limit:.1f} s. {os.cpu_count()} cores, "
              f"load of the machine meanwhile {os.getloadavg()[2]:.1f}."]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
