"""What reading one file may cost, and how a process limits itself to that."""

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
    """The limits for one file. `max_bytes` and `max_memory` are in bytes, `seconds` is wall clock time.

    If letters have to be recognised, `scan_seconds` replaces `seconds`, and each page has `page_seconds`.
    """

    max_bytes: int = 20 * MEGABYTE
    max_chars: int = 1_000_000
    max_pages: int = 500
    max_zip_entries: int = 2_000
    max_unpacked_bytes: int = 100 * MEGABYTE
    max_zip_ratio: int = 200
    max_depth: int = 200
    # A file that holds others: its bytes, the files in it, the bytes of all and of one, containers in containers.
    max_container_bytes: int = 64 * MEGABYTE
    max_parts: int = 1_000
    max_parts_bytes: int = 300 * MEGABYTE
    max_part_bytes: int = 64_000_000
    max_nesting: int = 4
    # LibreOffice, which needs more room and time than all readers together.
    office_seconds: float = 45
    office_memory: int = 4_000 * MEGABYTE
    seconds: float = 30
    max_memory: int = 1_000 * MEGABYTE
    max_scan_pages: int = 30
    max_pixels: int = 80_000_000
    scan_seconds: float = 240
    page_seconds: float = 40
    # Pages drawn for people to look at: how many, the bytes of those drawn at once, and in which time.
    max_shown_pages: int = 60
    max_shown_bytes: int = 24 * MEGABYTE
    shown_seconds: float = 15


DEFAULT_LIMITS = Limits()


def bind_process(limits: Limits, *, program: str = "", max_written: int = 0) -> None:
    """Limits this process, for the rest of its life, to `limits`, without network and without programs other than
    `program`.

    The default action of the alarm ends the process even inside a library's C code, so a child whose parent was
    killed ends by itself. A file may be written up to `max_written` bytes; without that, as many as may be read.
    """
    whole = max(1, int(limits.seconds) + 1)
    resource.setrlimit(resource.RLIMIT_AS, (limits.max_memory, limits.max_memory))
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A PDF is spooled to an unlinked file once, the parts of a container to another; nothing else is ever written.
    written = max_written or limits.max_bytes + 1
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + 2)

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        allowed = event == "subprocess.Popen" and program and arguments[0] == program
        if event.startswith(_FORBIDDEN_EVENTS) and not allowed:
            raise PermissionError(event)

    sys.addaudithook(refuse)
