"""Counts what is lost or doubled while parts of Sijill are killed: `python3 run.py bench faults [--releases 500]`.

Each fault gets a Sijill of its own on loopback, with services that sync to the disk. Four people upload at once;
meanwhile the part is killed three times with SIGKILL (or the disk is full for some seconds) and is started again
after two seconds. Uploads that are refused or get no answer are tried again. At the end every accepted upload must
be there with its original bytes and have been parsed exactly once.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import queue
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from benchmarks._documents import write_table
from benchmarks.faulty.client import Client, NoAnswer
from benchmarks.faulty.stand import BROKER_NAME, POSTGRES, Stand, fill, small_disk
from config.launch.serve import WEB, WORKER

PEOPLE = 4
KILLS = 3
FULL_SECONDS = 8.0
DISK_MEGABYTES = 500
PATIENCE = 300.0
"""Seconds to wait for all uploads, and again for all parsing."""
RELEASE = (
    "استقبل وزير الصناعة والمعادن، السيد سالم الورفلي، يوم الأربعاء بمكتبه في العاصمة طرابلس، سفير اليابان لدى ليبيا، "
    "السيد كينجي موراكامي.\n\nواتفق الجانبان على تشكيل فريق فني مشترك لإعداد خطة التدريب رقم {number}.\n"
)
ROWS = """
    SELECT r.sha256, r.file, r.status,
        (SELECT count(*) FROM ingest_parserun p WHERE p.release_id = r.source_id AND p.status = 'done'),
        (SELECT count(*) FROM ingest_draft d WHERE d.release_id = r.source_id)
    FROM ingest_release r
"""
ENDED = ("drafted", "no_engagement", "failed", "unpacked")


@dataclass
class Tally:
    """The answers to uploads: `accepted` are SHA-256 digests; how many were refused and how many got no answer."""

    accepted: set[str] = field(default_factory=set)
    refused: int = 0
    unanswered: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Outcome:
    fault: str
    accepted: int
    refused: int
    unanswered: int
    lost: int
    doubled: int
    seconds: float


def upload_all(port: int, releases: int, tally: Tally, *, deadline: float) -> None:
    """Uploads all releases until each is accepted or the deadline has passed."""
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(releases):
        waiting.put(number)
    people = [
        threading.Thread(target=_upload_some, args=(port, waiting, tally, deadline), daemon=True)
        for _ in range(PEOPLE)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()


def _upload_some(port: int, waiting: queue.SimpleQueue[int], tally: Tally, deadline: float) -> None:
    client = Client(port)
    signed_in = False
    while time.monotonic() < deadline:
        try:
            number = waiting.get_nowait()
        except queue.Empty:
            return
        content = RELEASE.format(number=number).encode()
        try:
            signed_in = signed_in or client.sign_in()
            status, release = client.upload(f"{number}.txt", content) if signed_in else (0, None)
        except NoAnswer:
            status, release = -1, None
        with tally.lock:
            if release is not None:
                tally.accepted.add(hashlib.sha256(content).hexdigest())
                continue
            tally.refused += status > 0
            tally.unanswered += status == -1
        waiting.put(number)
        time.sleep(0.3)


def until_parsed(stand: Stand, *, deadline: float) -> list[tuple[str, str, str, int, int]]:
    """The rows of all releases as soon as none is waiting, or at the deadline."""
    rows: list[tuple[str, str, str, int, int]] = []
    while time.monotonic() < deadline:
        with (
            contextlib.suppress(psycopg.OperationalError),
            psycopg.connect(stand.env["DATABASE_URL"]) as line,
        ):
            rows = line.execute(ROWS).fetchall()
            if rows and all(row[2] in ENDED for row in rows):
                return rows
        time.sleep(1)
    return rows


def judge(stand: Stand, tally: Tally, rows: list[tuple[str, str, str, int, int]]) -> tuple[int, int]:
    """The number of accepted uploads that are lost (no row, wrong bytes, or not read), and of releases that are
    doubled.
    """
    by_print = {row[0]: row for row in rows}
    lost = 0
    for print_ in tally.accepted:
        row = by_print.get(print_)
        lost += row is None or row[2] != "drafted" or _print_of(stand.home / "files" / row[1]) != print_
    doubled = sum(runs > 1 or drafts > 1 for _, _, _, runs, drafts in rows) + len(rows) - len(by_print)
    return lost, doubled


def _print_of(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def kill_often(name: str) -> Callable[[Stand, Tally, int], None]:
    """Kills the part when a quarter, half and three quarters of the uploads are accepted."""

    def harm(stand: Stand, tally: Tally, releases: int) -> None:
        deadline = time.monotonic() + PATIENCE
        for number in range(1, KILLS + 1):
            while len(tally.accepted) < releases * number // (KILLS + 1) and time.monotonic() < deadline:
                time.sleep(0.05)
            stand.kill(name)

    return harm


def fill_the_disk(stand: Stand, tally: Tally, releases: int) -> None:
    """After a third of the uploads nothing can be written for some seconds, neither files nor the database."""
    deadline = time.monotonic() + PATIENCE
    while len(tally.accepted) < releases // 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    filler = fill(stand.home)
    time.sleep(FULL_SECONDS)
    filler.unlink()


def no_harm(stand: Stand, tally: Tally, releases: int) -> None:
    """No fault, for comparison."""


FAULTS: dict[str, Callable[[Stand, Tally, int], None]] = {
    "none": no_harm,
    "worker killed": kill_often(WORKER),
    "broker killed": kill_often(BROKER_NAME),
    "PostgreSQL killed": kill_often(POSTGRES),
    "web server killed": kill_often(WEB),
    "disk full": fill_the_disk,
}


def run(fault: str, releases: int) -> Outcome:
    """Runs one fault on a new Sijill. Raises PermissionError if its small disk cannot be made."""
    with _home(fault) as home:
        stand = Stand(home)
        try:
            stand.start()
            began = time.monotonic()
            tally = Tally()
            villain = threading.Thread(target=FAULTS[fault], args=(stand, tally, releases), daemon=True)
            villain.start()
            upload_all(stand.port, releases, tally, deadline=began + PATIENCE)
            villain.join()
            rows = until_parsed(stand, deadline=time.monotonic() + PATIENCE)
            lost, doubled = judge(stand, tally, rows)
            seconds = time.monotonic() - began
        finally:
            stand.stop()
    return Outcome(fault, len(tally.accepted), tally.refused, tally.unanswered, lost, doubled, seconds)


@contextlib.contextmanager
def _home(fault: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="sijill-faults-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        if fault != "disk full":
            yield Path(folder)
            return
        with small_disk(Path(folder) / "disk", DISK_MEGABYTES) as disk:
            yield disk


def table(outcomes: list[Outcome], releases: int) -> str:
    head = "| fault | accepted | refused | no answer | lost | doubled | seconds |\n|---|---:|---:|---:|---:|---:|---:|"
    lines = [
        f"| {one.fault} | {one.accepted} of {releases} | {one.refused} | {one.unanswered} | {one.lost} | {one.doubled} "
        f"| {one.seconds:.0f} |"
        for one in outcomes
    ]
    return "\n".join([head, *lines])


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench faults", description=__doc__)
    parser.add_argument("--releases", type=int, default=500)
    parser.add_argument("--only", choices=list(FAULTS), action="append", help="this fault; may be repeated")
    parser.add_argument("--write", action="store_true", help="put the table into docs/operations.md")
    chosen = parser.parse_args(arguments)
    outcomes = []
    for fault in chosen.only or FAULTS:
        print(f"{fault} ...", file=sys.stderr, flush=True)
        try:
            outcomes.append(run(fault, chosen.releases))
            print(outcomes[-1], file=sys.stderr, flush=True)
        except PermissionError as error:
            print(f"{fault}: not run: {error}", file=sys.stderr)
    print(table(outcomes, chosen.releases))
    if chosen.write:
        write_table("operations.md", "bench faults", table(outcomes, chosen.releases))
    harmed = any(one.lost or one.doubled or one.accepted < chosen.releases for one in outcomes)
    return 1 if harmed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
