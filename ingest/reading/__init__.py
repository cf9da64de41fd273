"""Turns the bytes of a file into text: what the file really is, its text, and what it says of itself. No Django
here.
"""

from __future__ import annotations

from ingest.reading.errors import ErrorCode, ReadError, WarningCode
from ingest.reading.limits import DEFAULT_LIMITS, Limits
from ingest.reading.opening import take_apart_in_subprocess
from ingest.reading.parts import Part, Unpacked
from ingest.reading.reader import read_file
from ingest.reading.result import ReadText, ReadWarning
from ingest.reading.worker import read_in_subprocess, recognise_in_subprocess

__all__ = [
    "DEFAULT_LIMITS",
    "ErrorCode",
    "Limits",
    "Part",
    "ReadError",
    "ReadText",
    "ReadWarning",
    "Unpacked",
    "WarningCode",
    "read_file",
    "read_in_subprocess",
    "recognise_in_subprocess",
    "take_apart_in_subprocess",
]
