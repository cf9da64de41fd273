"""Runs an own broker: Valkey on a private socket. Queued tasks survive if it is killed."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from config.embedded.processes import POLL_SECONDS, Child, ServiceError

if TYPE_CHECKING:
    from pathlib import Path

START_SECONDS = 20.0
ANSWER_SECONDS = 2.0


@dataclass(frozen=True)
class Broker:
    """One server. A `temporary` one writes nothing to disk."""

    server: Path
    data: Path
    sockets: Path
    log: Path
    temporary: bool = False

    @property
    def socket(self) -> Path:
        return self.sockets / "broker.sock"

    @property
    def url(self) -> str:
        return f"redis+socket://{quote(str(self.socket))}?virtual_host=0"

    def start(self) -> Child:
        """Stops a server left by a crash, starts a new one and waits until it answers. Raises ServiceError."""
        self.stop_leftover()
        child = self._spawn()
        self._wait(child)
        return child

    def _spawn(self) -> Child:
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            # Its configuration cannot contain blanks, so the data folder is made the working directory and not named.
            "dir": ".",
            "save": "",
            "appendonly": "no" if self.temporary else "yes",
            "daemonize": "no",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        return Child("the broker", [self.server, *arguments], log=self.log, cwd=self.data, is_service=True)

    def _wait(self, child: Child) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self._ask("PING") != "+PONG":
            if child.ended():
                raise ServiceError(f"The broker did not start: it {child.how_it_ended()}")
            if time.monotonic() > deadline:
                child.stop()
                raise ServiceError(f"The broker did not answer within {START_SECONDS:.0f} s. See {self.log}.")
            time.sleep(POLL_SECONDS)

    def stop_leftover(self) -> bool:
        """Stops a server that an earlier run left on this socket, after it has saved its data. Returns whether there
        was one.
        """
        found = False
        deadline = time.monotonic() + START_SECONDS
        while self._ask("PING") is not None and time.monotonic() < deadline:
            found = True
            self._ask("SHUTDOWN")
            time.sleep(POLL_SECONDS)
        self.socket.unlink(missing_ok=True)
        return found

    def _ask(self, command: str) -> str | None:
        """The first line of the answer; empty if the connection broke; None if nobody listens."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(ANSWER_SECONDS)
                line.connect(str(self.socket))
                line.sendall(f"{command}\r\n".encode())
                return line.recv(200).decode().partition("\r\n")[0]
        except (FileNotFoundError, ConnectionRefusedError):
            return None
        except OSError:
            return ""
