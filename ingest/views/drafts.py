"""The review queue, and a draft beside the text it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from engagements import facets
from engagements.models import Country, Engagement
from engagements.permissions import Permission, require
from engagements.wording import listed
from ingest.filters import CHECKS
from ingest.forms.places import DATALIST
from ingest.forms.reject import RejectForm
from ingest.forms.review import ReviewForm, review_form
from ingest.models import Draft
from ingest.paging import page_by_number
from ingest.presenting import shown
from ingest.queue import place_of, queue
from ingest.services.matching import suggestions_for
from ingest.services.verdicts import declined_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from ingest.filters import DraftFilter

PAGE_SIZE = 50


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the longest waiting first."""
    require(request, Permission.REVIEW)
    asked = queue(request.GET)
    page = page_by_number(asked.qs.for_queue(), request.GET, newest_first=False, size=PAGE_SIZE)
    names = {country.pk: country.name for country in Country.objects.all()}
    context = {
        "page": page,
        "rows": [(each, [names.get(code, code) for code in each.countries]) for each in page.rows],
        "form": asked.form,
        "complaints": asked.complaints,
        "tokens": _tokens(request.GET, asked),
        "outlets": facets.choices(request.GET, "outlet", _outlets()),
        "countries": facets.choices(request.GET, "country", _countries(names)),
        "checks": facets.choices(request.GET, "check", CHECKS),
    }
    return render(request, "ingest/drafts.html", context)


def _outlets() -> list[tuple[str, str]]:
    waiting = Draft.objects.pending().exclude(release__source__outlet="")
    return [(name, name) for name in sorted(set(waiting.values_list("release__source__outlet", flat=True)))]


def _countries(names: dict[str, str]) -> list[tuple[str, str]]:
    waiting = Draft.objects.pending().order_by().values_list("countries", flat=True)
    codes = {code for row in waiting.distinct() for code in row}
    return sorted(((code, names[code]) for code in codes if code in names), key=lambda row: row[1])


def _tokens(query: QueryDict, asked: DraftFilter) -> list[facets.Token]:
    tokens = []
    for name, value in asked.values.items():
        words = str(value)
        if name == "country":
            words = listed(value)
        elif name == "check":
            words = str(dict(CHECKS)[value])
        if words:
            tokens.append(facets.token(query, f"{asked.filters[name].label}: {words}", name))
    return tokens


@require_safe
def draft(request: HttpRequest, number: int) -> HttpResponse:
    require(request, Permission.REVIEW)
    found = draft_or_404(number)
    return review_page(request, found, review_form(found.proposal))


def draft_or_404(number: int) -> Draft:
    return get_object_or_404(
        Draft.objects.select_related("release__source", "decided_by", "engagement", "merge"), pk=number
    )


def review_page(
    request: HttpRequest,
    draft: Draft,
    form: ReviewForm,
    *,
    reject: RejectForm | None = None,
    conflict: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a draft. With `conflict` it shows what was typed and why it cannot be kept."""
    user = require(request, Permission.REVIEW)
    query = request.GET.urlencode()
    number = draft.engagement_id
    visible = number is not None and Engagement.objects.visible_to(user).filter(pk=number).exists()
    context: dict[str, Any] = {
        "draft": draft,
        "release": draft.release,
        "source": draft.release.source,
        "form": form,
        "shown": shown(draft.proposal, form, draft.release.source.text),
        "reject": reject or RejectForm(),
        "place": place_of(draft, request.GET),
        "query": f"?{query}" if query else "",
        "conflict": conflict,
        "open": draft.status == "pending" and not conflict,
        "failed": form.main.is_bound and not conflict,
        "datalist": DATALIST,
        "suggestions": suggestions_for(draft, user),
        "declined": declined_for(draft, user),
        "visible": visible,
    }
    return render(request, "ingest/draft.html", context, status=status)
