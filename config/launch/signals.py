"""Ctrl-C, SIGTERM and a closed terminal, as one exception that is raised once."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to stop. Not an Exception: no handler on the way may take it for a failure."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


def _raise_once(number: int, frame: FrameType | None) -> None:
    ignore_from_now_on()
    raise Stopped(number)


def raise_stopped() -> None:
    """From now on each of them raises Stopped in the main thread; those after the first do nothing."""
    for number in STOPPING:
        signal.signal(number, _raise_once)


def ignore_from_now_on() -> None:
    """Does nothing at any of them. A Python function, for what is ignored is inherited by children."""
    for number in STOPPING:
        signal.signal(number, _nothing)


def leave_interrupt_to_the_child() -> None:
    """Ctrl-C reaches the foreground child by the terminal; it decides what that means."""
    signal.signal(signal.SIGINT, _nothing)


def _nothing(number: int, frame: FrameType | None) -> None:
    return
