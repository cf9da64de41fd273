"""Errors of services that people are told of."""

from __future__ import annotations


class Conflict(Exception):
    """The record is not as the caller saw it any more. Nothing was changed. The message is for people."""


class Refusal(Exception):
    """A rule of the register forbids the change; nothing was changed. `field` is the name of the value at fault, if
    any. The message is for people.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
