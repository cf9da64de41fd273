"""How much a file may cost: the numbers, and how a process binds itself to them."""

from __future__ import annotations

import resource
import signal
import sys
from dataclasses import dataclass

MEGABYTE = 1024 * 1024

# What a reader may never do, whatever a library or a hostile file talks it into.
_FORBIDDEN_EVENTS = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.rename",
    "os.mkdir",
    "os.chmod",
    "urllib.",
    "ftplib.",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file. `max_bytes` and `max_memory` in bytes, `seconds` of wall clock."""

    max_bytes: int = 20 * MEGABYTE
    max_chars: int = 1_000_000
    max_pages: int = 500
    max_zip_entries: int = 2_000
    max_unpacked_bytes: int = 100 * MEGABYTE
    max_zip_ratio: int = 200
    max_depth: int = 200
    seconds: float = 30
    max_memory: int = 1_000 * MEGABYTE


DEFAULT_LIMITS = Limits()


def bind_process(limits: Limits) -> None:
    """Bind this process, for the rest of its life, to `limits` and to no network and no other program.

    The alarm's default action ends the process even inside a library's C code, so a child whose parent was
    killed ends by itself.
    """
    whole = max(1, int(limits.seconds) + 1)
    resource.setrlimit(resource.RLIMIT_AS, (limits.max_memory, limits.max_memory))
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A PDF is spooled to an unlinked file once; nothing else is ever written.
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.max_bytes + 1, limits.max_bytes + 1))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + 2)
    sys.addaudithook(_refuse)


def _refuse(event: str, _args: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN_EVENTS):
        raise PermissionError(event)
