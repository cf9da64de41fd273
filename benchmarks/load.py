"""How the register bears a ministry's day: `python3 run.py bench load [--seconds N] [--write]`.

On a copy of the made-up register (a million engagements): 50 viewers who look 7 s at a page in the middle, 5 editors
who approve drafts, 2 managers who export, and 1,000 releases that come in, for five minutes, over HTTP; then the same
with one worker killed every 20 s. Before each, the viewers, editors and managers work for half a minute of which no
times are taken: the programs have just begun. Prints errors, times, connections of the database, memory at begin,
middle and end, and whether every release was read once. The crowd runs in this process, on the same machine; what it
takes of the processor is printed, too.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

import psycopg

from benchmarks._documents import write_table
from benchmarks._registers import ROOT, address, register
from benchmarks.loading.browsing import HOST, OVERTAKEN
from benchmarks.loading.counting import counted, mark
from benchmarks.loading.people import Crowd, bringing, edit, export, view
from benchmarks.loading.site import site
from benchmarks.loading.watching import Watch, processes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.loading.browsing import Answer
    from benchmarks.loading.counting import Counted

LIMIT_MS, KILL_EVERY = 500, 20.0
WARM = 0.2
"""So much of the run is over when memory is weighed for the first time: each process has done everything once."""
NOT_PAGES = ("export", "submit")
LIMITS = ("UPLOAD", "SEARCH", "SUGGEST", "EXPORT", "BRIEF", "API", "ADDRESS")


def environment(url: str, folder: Path) -> dict[str, str]:
    """The environment as in containers behind a proxy, but without TLS and rate limits."""
    broker = re.sub(r"(virtual_host=|/)\d+$", r"\g<1>9", os.environ["BROKER_URL"])
    given = {"DATABASE_URL": url, "BROKER_URL": broker, "SIJILL_DATA_DIR": str(folder)}
    switches = {"SIJILL_DEBUG": "0", "SIJILL_DEMO": "1", "SIJILL_HTTPS": "0", "SIJILL_SERVE_UNCOLLECTED": "1"}
    return os.environ | given | switches | {f"SIJILL_LIMIT_{name}": "off" for name in LIMITS}


def copied(engagements: int) -> str:
    """The URL of a new copy of the register of this size, which is made first if it does not exist."""
    name, copy = f"sijill_scale_{engagements}", address("sijill_load")
    with (
        register(name, engagements, keep=True),
        psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as line,
    ):
        line.execute("DROP DATABASE IF EXISTS sijill_load WITH (FORCE)")
        line.execute(f'CREATE DATABASE sijill_load TEMPLATE "{name}" STRATEGY file_copy')
    with psycopg.connect(copy, autocommit=True) as line:
        line.execute("ANALYZE")
    return copy


def run(url: str, folder: Path, chosen: argparse.Namespace, *, kill: bool) -> list[str]:
    """One run; returns its lines of the table."""
    env = environment(url, folder)
    command = [sys.executable, "-m", "benchmarks.loading.accounts"]
    numbers = [str(chosen.viewers), str(chosen.editors), str(chosen.managers)]
    said = subprocess.run([*command, *numbers], cwd=ROOT, env=env, stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(said.stdout)
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    since = mark(url)
    with site(port, folder, env) as running:
        watch = Watch(url, running.numbers)
        counted_from = time.monotonic() + chosen.warm
        crowd = Crowd(port, told["cookie"], told["pages"], counted_from + chosen.seconds)
        began = time.process_time()
        watch.start()
        who = {
            "viewer": view,
            "editor": edit,
            "manager": export,
            "intake": bringing(chosen.releases, chosen.seconds * 0.95, chosen.warm),
        }
        for name, what in who.items():
            for place, session in enumerate(told["sessions"][name]):
                crowd.join_in(what, session, place)
        if kill:
            running.kill_now_and_then(chosen.kill_every)
        for thread in crowd.threads:
            thread.join()
        own = time.process_time() - began
        running.let_live()
        watch.stop()
        cpu = sum(process.cpu for process in processes(running.numbers()))
        after = counted(url, since, answered=len(crowd.approved))
    title = (
        f"one worker killed every {chosen.kill_every:.0f} s, {running.killed} times"
        if kill
        else "nothing killed"
    )
    errors = [answer for answer in crowd.answers if answer.is_error]
    for answer in errors[:20]:
        print(f"error: {answer}", file=sys.stderr)
    return [
        *_answers(title, [one for one in crowd.answers if one.at >= counted_from], errors, chosen.seconds),
        *_work(crowd, after, chosen.seconds),
        *_costs(watch, cpu, own),
    ]


def _answers(title: str, answers: Sequence[Answer], errors: Sequence[Answer], seconds: float) -> list[str]:
    pages = [answer for answer in answers if not answer.name.startswith(NOT_PAGES)]
    by_name: dict[str, list[float]] = {}
    for answer in answers:
        by_name.setdefault(answer.name, []).append(answer.seconds * 1000)
    overtaken = sum(answer.status == OVERTAKEN for answer in answers)
    return [
        f"### {title[0].upper()}{title[1:]}\n",
        "| what | number | median, ms | p95, ms | slowest, ms |\n|---|---:|---:|---:|---:|",
        _times("all pages", [answer.seconds * 1000 for answer in pages]),
        *(_times(name, times) for name, times in sorted(by_name.items())),
        f"\nErrors: {len(errors)} of {len(answers)} answers ({len(answers) / seconds:.1f} a second); an editor was told"
        f" {overtaken} times that somebody else was quicker.",
    ]


def _times(name: str, times: Sequence[float]) -> str:
    p95 = quantiles(times, n=20)[-1] if len(times) > 1 else max(times, default=0)
    return (
        f"| {name} | {len(times):,} | {median(times or [0]):.0f} | {p95:.0f} | {max(times, default=0):.0f} |"
    )


def _work(crowd: Crowd, after: Counted, seconds: float) -> list[str]:
    read = after.releases - after.unread
    return [
        f"\nReleases: {crowd.brought} brought, {after.releases} kept, {read} read, {after.unread} not; the last"
        f" {after.drained:.0f} s after the end ({read / (seconds + after.drained):.1f} a second);"
        f" {after.not_once} not read to the end exactly once.",
        f"\nApprovals: {len(crowd.approved)} answered, {after.approvals} in the trail, {after.missing} missing,"
        f" {after.doubled} doubled.",
    ]


def _costs(watch: Watch, cpu: float, own: float) -> list[str]:
    most, busiest = (max(column) for column in zip(*watch.connections, strict=True))
    last = len(watch.memory) - 1
    places = {"begin": int(last * WARM), "middle": int(last * (1 + WARM) / 2), "end": last}
    lines = [
        f"\nConnections of the database: at most {most}, of them {busiest} at work at once.",
        "\n| memory, MB | begin | middle | end |\n|---|---:|---:|---:|",
    ]
    for program in watch.memory[-1]:
        weighed = " | ".join(f"{watch.memory[place].get(program, 0):.0f}" for place in places.values())
        lines.append(f"| {program} | {weighed} |")
    lines.append(
        f"\nThe largest process had {watch.largest:.0f} MB. Processor: {cpu:.0f} s by Sijill without the database,"
        f" {own:.0f} s by the crowd itself."
    )
    return lines


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench load", description=__doc__)
    parser.add_argument("--engagements", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--warm", type=float, default=30, help="seconds before times are taken")
    parser.add_argument("--releases", type=int, help="as many as come in; else 1,000 in five minutes")
    parser.add_argument("--viewers", type=int, default=50)
    parser.add_argument("--editors", type=int, default=5)
    parser.add_argument("--managers", type=int, default=2)
    parser.add_argument("--kill-every", type=float, default=KILL_EVERY)
    parser.add_argument("--keep", action="store_true", help="leave the copy of the register")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    chosen = parser.parse_args(arguments)
    chosen.releases = chosen.releases or round(1000 * chosen.seconds / 300)
    url = copied(chosen.engagements)
    lines: list[str] = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            for kill in (False, True):
                lines += run(url, Path(folder) / str(int(kill)), chosen, kill=kill)
    finally:
        if not chosen.keep:
            with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as line:
                line.execute("DROP DATABASE sijill_load WITH (FORCE)")
    found = "\n".join(lines) + f"\n\n{os.cpu_count()} cores, load of the machine {os.getloadavg()[1]:.1f}."
    print(found)
    if chosen.write:
        write_table("performance.md", "bench load", found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
