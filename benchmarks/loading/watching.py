"""Records the costs of a run every second: processor time and memory of all processes, database connections."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY_SECONDS = 1.0
_TICKS = os.sysconf("SC_CLK_TCK")
_CONNECTIONS = """
    SELECT count(*), count(*) FILTER (WHERE state <> 'idle') FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True, slots=True)
class Process:
    """A process. `memory` is its proportional share (PSS) in MB, `cpu` seconds since its start."""

    program: str
    pid: int
    memory: float
    cpu: float


def processes(programs: dict[str, int]) -> list[Process]:
    """The processes of these programs (given by their main process) and all their descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = []
    for program, first in programs.items():
        waiting = [first]
        while waiting:
            pid = waiting.pop()
            waiting += children.get(pid, [])
            fields, memory = _stat(pid), _memory(pid)
            if fields and memory:
                found.append(Process(program, pid, memory, (int(fields[11]) + int(fields[12])) / _TICKS))
    return found


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on; empty if the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _memory(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


@dataclass(slots=True)
class Watch:
    """Watches until `stop`. `connections` are (all, active ones) at each look; `memory` is by program at each look."""

    url: str
    programs: Callable[[], dict[str, int]]
    connections: list[tuple[int, int]] = field(default_factory=list)
    memory: list[dict[str, float]] = field(default_factory=list)
    largest: float = 0.0
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._look_on, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        if self._thread:
            self._thread.join()

    def _look_on(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as line:
            while not self._over.is_set():
                began = time.monotonic()
                row = line.execute(_CONNECTIONS).fetchone()
                assert row is not None
                self.connections.append((row[0], row[1]))
                self._weigh()
                self._over.wait(max(0.0, began + EVERY_SECONDS - time.monotonic()))

    def _weigh(self) -> None:
        sums: dict[str, float] = {}
        for process in processes(self.programs()):
            sums[process.program] = sums.get(process.program, 0.0) + process.memory
            self.largest = max(self.largest, process.memory)
        self.memory.append(sums)
