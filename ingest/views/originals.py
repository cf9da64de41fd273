"""The original of a release: as a download, and its pages as pictures to compare with the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.files.handing_out import HARMLESS, download
from engagements.models import Action
from engagements.permissions import Permission, require
from engagements.services import audit
from ingest.models import Release
from ingest.reading import ReadError
from ingest.releases.errors import Explanation, explain
from ingest.services.facsimile import Busy, page_image, pages_of

if TYPE_CHECKING:
    from django.http import HttpRequest

# The browser may cache it for this account alone, and has to ask each time whether it still may show it.
_PRIVATE = "private, no-cache"


@require_safe
def original(request: HttpRequest, number: int) -> FileResponse:
    """The original bytes, always as a download that the browser does not display, with an audit entry."""
    user = require(request, Permission.READ)
    found = get_object_or_404(Release.objects.visible_to(user), pk=number)
    answer = download(found.file, filename=found.filename)
    audit.write(by=user, action=Action.DOWNLOADED, subject=found, now=timezone.now())
    return answer


@require_safe
def pages(request: HttpRequest, number: int) -> HttpResponse:
    """The pages of the original one below the other: a whole page or, with `part`, the fragment for a pane."""
    user = require(request, Permission.READ)
    found = get_object_or_404(Release.objects.visible_to(user).select_related("source"), pk=number)
    context: dict[str, Any] = {"release": found}
    status = 200
    try:
        context["pages"] = pages_of(found)
    except ReadError as error:
        context["why"] = explain(error.code.value, error.params)
    except (OSError, Busy) as error:
        context["why"] = _passing(error)
        status = 503
    part = "part" in request.GET
    template = "ingest/includes/original_pages.html" if part else "ingest/original.html"
    answer = render(request, template, context, status=status)
    answer["Cache-Control"] = _PRIVATE
    return answer


@require_safe
def page(request: HttpRequest, number: int, page: int) -> HttpResponse | FileResponse:
    """One page as a picture. 304 if the browser has it already, 422 with the reason in words if it cannot be drawn."""
    user = require(request, Permission.READ)
    found = get_object_or_404(Release.objects.visible_to(user), pk=number)
    mark = f'"{found.sha256[:32]}-{page}"'
    try:
        picture = page_image(found, page)
        if request.headers.get("If-None-Match") == mark:
            answer: HttpResponse | FileResponse = HttpResponse(status=304)
        else:
            answer = FileResponse(picture.open("rb"), content_type="image/webp", headers=HARMLESS)
    except IndexError as error:
        raise Http404(_("The original has no such page.")) from error
    except ReadError as error:
        return _in_words(explain(error.code.value, error.params), 422)
    except (OSError, Busy) as error:
        return _in_words(_passing(error), 503)
    answer["ETag"] = mark
    answer["Cache-Control"] = _PRIVATE
    patch_vary_headers(answer, ["Cookie"])
    return answer


def _passing(error: OSError | Busy) -> Explanation:
    if isinstance(error, Busy):
        what = _("Many pages are being drawn just now.")
        return Explanation("busy", what, _("Try again in a moment."))
    return explain("storage", {})


def _in_words(why: Explanation, status: int) -> HttpResponse:
    words = f"{why.what} {why.advice}"
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8", headers=HARMLESS)
