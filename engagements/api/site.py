"""The NinjaAPI object to which the endpoints are added, and its answers to errors."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from engagements.api import lists, schemas
from engagements.api.parameters import documented
from engagements.api.problems import Misunderstood, problem
from engagements.api.showing import Showing
from engagements.api.signing_in import WAYS
from engagements.barriers import Barred
from engagements.lists.querystring import whole
from engagements.timelines.filters import EngagementFilter

if TYPE_CHECKING:
    from django.http import HttpRequest

    from engagements.shelves.shelf import Shelf

log = logging.getLogger(__name__)


class Renderer(JSONRenderer):
    """JSON with Arabic letters as such, not as escapes."""

    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Api(
    title="Sijill",
    version="1",
    description="The register of engagements, read only.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
    auth=WAYS,
    renderer=Renderer(),
)
FAILS = dict.fromkeys((400, 401, 403, 404, 405), schemas.Problem)
ENGAGEMENTS = documented({name: one.field for name, one in EngagementFilter.base_filters.items()})
"""The query parameters of every list of engagements."""


def engagements_on(request: HttpRequest, shelf: Shelf) -> dict[str, Any]:
    return lists.engagements(request, shelf, showing(request).engagements)


def moved(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Redirects to the record that this one was merged into, with the same query."""
    return redirect(reverse(f"api-v1:{name}", args=[number]) + whole(request.GET))


def showing(request: HttpRequest) -> Showing:
    return Showing(request, timezone.localdate())


@api.exception_handler(Misunderstood)
def _misunderstood(request: HttpRequest, error: Misunderstood) -> HttpResponse:
    return problem(400, _("Nothing is shown, so that nothing is mistaken for the answer."), error.complaints)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    detail = error.message
    if "Authorization" not in request.headers:
        detail = _("Send a token in the Authorization header, or sign in.")
    response = problem(401, detail)
    response["WWW-Authenticate"] = 'Bearer realm="Sijill"'
    return response


@api.exception_handler(Barred)
def _barred(request: HttpRequest, error: Barred) -> HttpResponse:
    return problem(403, str(error))


@api.exception_handler(PermissionDenied)
def _refused(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(403, _("You may not %(what)s.") % {"what": error})


@api.exception_handler(Http404)
@api.exception_handler(ValidationError)
def _nothing(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(404)


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """An error in our code: the details go to the log, not into the answer."""
    log.error("the API could not answer %s", request.path, exc_info=error)
    return problem(500, _("It is in the log of the server; ask again later."))
