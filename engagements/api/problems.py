"""Error answers in the form of RFC 9457, for programs and people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import HttpResponse

PROBLEM = "application/problem+json"


class Misunderstood(Exception):
    """A query parameter is invalid; `complaints` say why, in sentences for people."""

    def __init__(self, complaints: Sequence[str]) -> None:
        super().__init__("; ".join(complaints))
        self.complaints = list(complaints)


def problem(status: int, detail: str = "", errors: Sequence[str] = ()) -> HttpResponse:
    """The error answer, in the active language."""
    titles = {
        400: _("The request was not understood"),
        401: _("Who asks is not known"),
        403: _("You may not do this"),
        404: _("There is no such thing"),
        405: _("This address can only be read"),
        429: _("Too much at once"),
        500: _("Something went wrong here"),
    }
    body = {
        "type": "about:blank",
        "title": titles[status],
        "status": status,
        "detail": detail,
        "errors": list(errors),
    }
    return JsonResponse(body, status=status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False})
