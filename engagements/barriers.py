"""Reasons why an account may not be used by a program yet, for instance because it must set up a second factor first.

API tokens and calendar addresses open no more than the pages do. The functions that give reasons are listed in
`settings.BARRIERS`; they stand in apps above this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from engagements.models import User


class Barred(PermissionDenied):
    """The account cannot be used by a program yet. The message says why, and what to do."""


def pass_barriers(user: User) -> None:
    """Raises Barred with the first reason for which the account cannot be used by a program."""
    for path in settings.BARRIERS:
        if why := import_string(path)(user):
            raise Barred(why)
