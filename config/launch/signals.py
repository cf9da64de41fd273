"""Turns Ctrl-C, SIGTERM and a closed terminal into one exception, raised once."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """We were asked to stop. It is no Exception, so that no handler takes it for a failure."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


def _raise_once(number: int, frame: FrameType | None) -> None:
    ignore_from_now_on()
    raise Stopped(number)


def raise_stopped() -> None:
    """From now on these signals raise Stopped in the main thread; further ones are ignored."""
    for number in STOPPING:
        signal.signal(number, _raise_once)


def ignore_from_now_on() -> None:
    """Ignores these signals. By a Python function, because SIG_IGN would be inherited by children."""
    for number in STOPPING:
        signal.signal(number, _nothing)


def leave_interrupt_to_the_child() -> None:
    """Ignores Ctrl-C here: the terminal also sends it to the foreground child, which decides what it means."""
    signal.signal(signal.SIGINT, _nothing)


def _nothing(number: int, frame: FrameType | None) -> None:
    return
