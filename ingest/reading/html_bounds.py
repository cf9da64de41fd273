"""What one page may cost: tags stuffed with attributes are made lean, finding the article has its time."""

from __future__ import annotations

import re
import signal
import threading
from typing import TYPE_CHECKING, TypeVar

from ingest.reading.errors import ErrorCode, ReadError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from lxml.html import HTMLParser

Found = TypeVar("Found")

# The parser compares each attribute of a tag with all before it; no honest tag has nearly so many.
_MOST_ATTRIBUTES = 200
_ATTRIBUTE = r"""(?>[\s/]+[^\s/>=]+(?>\s*=\s*(?>"[^"]*"|'[^']*'|[^\s>"']*))?)"""
_CROWDED = re.compile(rf"(<[A-Za-z][^\s/>]*+{_ATTRIBUTE}{{{_MOST_ATTRIBUTES}}}){_ATTRIBUTE}++")
# Pictures within the page: nothing of them is read, and the parser breaks off at a value of ten million characters.
_DATA_URL = re.compile(r"data:[\w.+-]+/[\w.+-]+;base64,[A-Za-z0-9+/=%\s]{1000,}+")


class _OutOfTime(BaseException):
    """No Exception: the libraries catch those, and would go on."""


def lean(markup: str) -> str:
    """`markup` without the bytes of enclosed pictures, and without attributes beyond any use on one tag."""
    return _CROWDED.sub(r"\1", _DATA_URL.sub("", markup))


def refuse_if_cut(parser: HTMLParser) -> None:
    """ReadError `unsafe` if the parser stopped at a limit of its own: what stands behind it would be lost unsaid."""
    for each in parser.error_log:
        if each.type_name == "ERR_RESOURCE_LIMIT":
            raise ReadError(ErrorCode.UNSAFE, reason="nesting" if "depth" in each.message else "size")


def within(seconds: float, find: Callable[[], Found], otherwise: Found) -> Found:
    """What `find` gives, or `otherwise` if it took more than so many seconds of the processor.

    Outside the main thread nothing can interrupt it, and it takes what it takes.
    """
    if threading.current_thread() is not threading.main_thread():
        return find()

    def stop(number: int, frame: FrameType | None) -> None:
        raise _OutOfTime

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        try:
            return find()
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except _OutOfTime:
        return otherwise
    finally:
        signal.signal(signal.SIGVTALRM, before)
