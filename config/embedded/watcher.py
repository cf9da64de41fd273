"""Stops the services when the process that started them is gone, even by SIGKILL: that closes our standard input.

Started by Services, as `python -m config.embedded.watcher`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from config.embedded.services import remove, stop_noted


def main(home: Path, owner: str, *, temporary: bool) -> None:
    """Waits until standard input ends, then stops what the run `owner` has noted."""
    sys.stdin.buffer.read()
    stop_noted(home, owner)
    if temporary:
        remove(home)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], temporary=sys.argv[3] == "temporary")
