"""Restarts every part, as for a new version, while people work: `python3 run.py bench rolling [--rounds 1]`.

Two web servers, three workers and beat, each in a data folder of its own as on a machine of its own, behind the proxy
of docker-compose.yml; they share PostgreSQL, the broker and an S3-compatible store, and nothing else. While seven
people look, export, sign in and upload, every web server, every worker and beat is stopped and started again, one
after the other. Every answer is looked at: one that is not what it should be fails the bench, as does a
release that is lost or read twice.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from benchmarks._documents import write_table
from benchmarks.rolled.installation import Machines
from benchmarks.rolled.visitors import Tally, crowd

QUIET_SECONDS = 6.0
PATIENCE = 300.0
ENGAGEMENTS = 3000
ROWS = """
    SELECT r.sha256, r.file, r.status,
        (SELECT count(*) FROM ingest_parserun p WHERE p.release_id = r.source_id AND p.status = 'done'),
        (SELECT count(*) FROM ingest_draft d WHERE d.release_id = r.source_id)
    FROM ingest_release r
"""
CONNECTIONS = (
    "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND datname = 'sijill'"
)
WAITING = ("received", "reading", "extracting")


@dataclass
class Outcome:
    tally: Tally = field(default_factory=Tally)
    restarts: dict[str, float] = field(default_factory=dict)
    connections: int = 0
    lost: int = 0
    doubled: int = 0
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        return not self.tally.failed and not self.lost and not self.doubled and bool(self.tally.accepted)


def run(
    home: Path, rounds: int, *, webs: int = 2, workers: int = 3, engagements: int = ENGAGEMENTS
) -> Outcome:
    """Runs the benchmark. Raises TimeoutError if a part does not stop or come back."""
    machines = Machines(home, webs=webs, workers=workers)
    outcome = Outcome()
    over = threading.Event()
    try:
        machines.start(f"seed_scale --engagements {engagements}", "create_demo_accounts")
        began = time.monotonic()
        people = crowd(machines.port, outcome.tally, over)
        watcher = threading.Thread(target=_count, args=(machines, outcome, over), daemon=True)
        watcher.start()
        over.wait(QUIET_SECONDS)
        for number in range(rounds):
            for name in (*machines.ports, *machines.workers, "beat"):
                if name == "beat":
                    machines.parts[name].stop()
                    machines.begin(name)
                    continue
                outcome.restarts[f"{name} {number + 1}"] = machines.restart(name)
                # Long enough for the proxy to notice that it is back.
                over.wait(2.5)
        over.wait(QUIET_SECONDS)
        over.set()
        for each in (*people, watcher):
            each.join(90)
        outcome.seconds = time.monotonic() - began
        outcome.lost, outcome.doubled = _judge(machines, outcome.tally)
    finally:
        over.set()
        machines.stop()
    return outcome


def _count(machines: Machines, outcome: Outcome, over: threading.Event) -> None:
    """Keeps the highest number of database connections, without its own."""
    with psycopg.connect(machines.env["DATABASE_URL"], autocommit=True) as line:
        while not over.wait(0.25):
            row = line.execute(CONNECTIONS).fetchone()
            outcome.connections = max(outcome.connections, int(row[0]) - 1 if row else 0)


def _judge(machines: Machines, tally: Tally) -> tuple[int, int]:
    """The number of accepted uploads that are lost (no row, wrong bytes, or not read), and of releases that are
    doubled.
    """
    deadline = time.monotonic() + PATIENCE
    rows: list[tuple[str, str, str, int, int]] = []
    with psycopg.connect(machines.env["DATABASE_URL"], autocommit=True) as line:
        while time.monotonic() < deadline:
            rows = line.execute(ROWS).fetchall()
            if all(row[2] not in WAITING for row in rows):
                break
            time.sleep(0.5)
    by_print = {row[0]: row for row in rows}
    lost = 0
    for print_ in tally.accepted:
        row = by_print.get(print_)
        kept = machines.store.objects / row[1] if row else None
        lost += row is None or row[2] != "drafted" or _print_of(kept) != print_
    doubled = sum(runs != 1 or drafts > 1 for _, _, _, runs, drafts in rows) + len(rows) - len(by_print)
    return lost, doubled


def _print_of(path: Path | None) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path else ""
    except OSError:
        return ""


def table(outcome: Outcome) -> str:
    rows = [
        "| asked for | requests | failed | median ms | p95 ms | longest ms |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for kind, seconds in sorted(outcome.tally.seconds.items()):
        failed = sum(each.startswith(f"{kind}:") for each in outcome.tally.failed)
        times = sorted(each * 1000 for each in seconds)
        middle, high = statistics.median(times), times[int(len(times) * 0.95)]
        rows.append(f"| {kind} | {len(times)} | {failed} | {middle:.0f} | {high:.0f} | {times[-1]:.0f} |")
    webs = [each for name, each in outcome.restarts.items() if name.startswith("web")]
    workers = [each for name, each in outcome.restarts.items() if name.startswith("worker")]
    told = (
        f"{outcome.seconds:.0f} s; {len(webs)} restarts of web servers ({statistics.mean(webs):.1f} s each),"
        f" {len(workers)} of workers ({statistics.mean(workers):.1f} s). {len(outcome.tally.accepted)} releases"
        f" accepted, {outcome.lost} lost, {outcome.doubled} read twice. At most {outcome.connections} connections to"
        " PostgreSQL."
    )
    return "\n".join([*rows, "", told])


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench rolling", description=__doc__)
    parser.add_argument("--rounds", type=int, default=2, help="how often each of them is restarted")
    parser.add_argument("--write", action="store_true", help="put the table into docs/operations.md")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="sijill-rolling-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        outcome = run(Path(folder), chosen.rounds)
    print(table(outcome))
    for fault in outcome.tally.failed[:20]:
        print(fault, file=sys.stderr)
    if chosen.write:
        write_table("operations.md", "bench rolling", table(outcome))
    return 0 if outcome.clean else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
