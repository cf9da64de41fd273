"""What can go wrong when two people work on one record."""

from __future__ import annotations


class Conflict(Exception):
    """The record is no longer as the caller saw it; nothing was changed. Its message is for people."""


class Refusal(Exception):
    """A rule of the register forbids the change; nothing was changed. `field`: the value at fault, if any."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
