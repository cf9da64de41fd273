"""Why an account may do nothing by a program yet: a token of the API and the calendar's address open no more than the
pages do. Who says so is listed in `settings.BARRIERS`, above the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from engagements.models import User


class Barred(PermissionDenied):
    """The account may do nothing yet; the message says why and what to do."""


def pass_barriers(user: User) -> None:
    """Raises Barred with the first reason why the account may do nothing by a program."""
    for path in settings.BARRIERS:
        if why := import_string(path)(user):
            raise Barred(why)
