"""Sends the answers of the API: read-only, without cookies, with an ETag, cached by nobody but the asker."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from hashlib import sha256
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from engagements.api import named, operations  # noqa: F401 (they enter their addresses in the API)
from engagements.api.problems import PROBLEM, problem
from engagements.api.site import api

View = Callable[..., HttpResponse]
READING = ("GET", "HEAD", "OPTIONS")


def served(view: View) -> View:
    """Wraps a view of the API. The view itself authenticates, so that nobody is redirected to the page for signing
    in.
    """

    @login_not_required
    @csrf_exempt
    @wraps(view)
    def serve(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "Authorization" in request.headers:
            translation.activate(_language(request))
        if request.method not in READING:
            response = problem(405, _("Only %(methods)s.") % {"methods": ", ".join(READING)})
        elif request.method == "OPTIONS":
            response = HttpResponse(status=204)
        else:
            response = _read(view, request, *args, **kwargs)
        if request.method not in {"GET", "HEAD"}:
            response["Allow"] = ", ".join(READING)
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
        return response

    return serve


def _read(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    method, request.method = request.method, "GET"  # who asks for the head alone is answered the same
    try:
        response = view(request, *args, **kwargs)
    except Http404:
        response = problem(404)
    finally:
        request.method = method
    if response.status_code == 200:
        etag = f'"{sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        answer = get_conditional_response(request, etag=etag, response=response)
        if isinstance(answer, HttpResponseNotModified):
            answer["ETag"] = etag
            return answer
    return response


def _language(request: HttpRequest) -> str:
    """The language of Accept-Language, `ar` or `en`; Arabic if it names neither."""
    for language, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if language.partition("-")[0] in {"ar", "en"}:
            return language.partition("-")[0]
    return "ar"


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description in English. It is public: nothing in it is secret."""
    with translation.override("en"):
        return api.create_response(request, described(), status=200)


def described() -> dict[str, Any]:
    """The OpenAPI 3.1 description, with labels in the active language. The result is cached; do not change it."""
    return _described(translation.get_language())


@cache
def _described(_active: str | None) -> dict[str, Any]:
    """Made once for each language: making it takes longer than any page, and anybody may ask for it."""
    schema: dict[str, Any] = api.get_openapi_schema()
    for methods in schema["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    response["content"] = {PROBLEM: response["content"]["application/json"]}
    return schema


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    raise Http404(rest)


def _all() -> list[URLPattern]:
    patterns, _app, _namespace = api.urls
    known = [
        URLPattern(one.pattern, served(one.callback), one.default_args, one.name)
        for one in patterns
        if isinstance(one, URLPattern)
    ]
    return [
        path("openapi.json", served(openapi), name="openapi"),
        *known,
        path("<path:rest>", served(nothing)),
    ]


app_name = "api-v1"
urlpatterns = _all()
