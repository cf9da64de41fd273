"""The brief on a country, as a page to read and print and as a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.brief.asking import MOST, READY, BriefForm
from engagements.brief.gathering import brief_on
from engagements.brief.layout import layout_of
from engagements.brief.naming import disposition
from engagements.brief.web import sections_html, span_html
from engagements.brief.word import docx_of
from engagements.lists import querystring
from engagements.lists.facets import Choice
from engagements.models import Action, Country
from engagements.permissions import Permission, require
from engagements.services import audit

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, QueryDict

    from engagements.brief.contents import Brief
    from engagements.models import User

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def brief(request: HttpRequest, code: str) -> HttpResponse:
    """The page, entirely in the language of the brief. An invalid form is answered with 400 and no brief."""
    user = require(request, Permission.READ)
    if code != code.upper():
        return redirect(reverse("brief", args=[code.upper()]) + querystring.whole(request.GET))
    country = get_object_or_404(Country, pk=code)
    now = timezone.now()
    form = BriefForm(request.GET, today=timezone.localdate(now))
    with translation.override(form.asked_language):
        context = {
            "country": country,
            "form": form,
            "complaints": form.complaints,
            "choices": _choices(request.GET, form),
            "kept": [(name, form.asked(name)) for name in ("language", "most") if form.asked(name)],
            "docx_query": querystring.changed(request.GET),
        }
        if not form.complaints:
            made = _gather(country, form, user, now, root="")
            layout = layout_of(made)
            context |= {
                "brief": made,
                "layout": layout,
                "figures": [(span_html(one.value), one.label, one.note) for one in layout.figures],
                "body": sections_html(layout),
            }
        answer = render(request, "engagements/brief.html", context, status=400 if form.complaints else 200)
        answer.headers["Content-Language"] = form.asked_language
    return answer


def _choices(query: QueryDict, form: BriefForm) -> list[tuple[str, list[Choice]]]:
    """The choices that are links, by label: a ready period, the language, the length."""
    periods = [
        Choice(
            name,
            str(label),
            querystring.changed(query, period=name, since=None, until=None),
            name == form.chosen,
        )
        for name, label in READY
    ]
    languages = [
        Choice(code, str(name), querystring.changed(query, language=code), code == form.asked_language)
        for code, name in settings.LANGUAGES
    ]
    lengths = [
        Choice(number, label, querystring.changed(query, most=number), int(number) == form.asked_most)
        for number, label in MOST
    ]
    return [(_("Period"), periods), (_("Language"), languages), (_("Engagements at most"), lengths)]


@require_safe
def brief_docx(request: HttpRequest, code: str) -> HttpResponse:
    """The Word document; the export is written to the audit trail. An invalid form is answered with 400."""
    user = require(request, Permission.READ)
    if code != code.upper():
        return redirect(reverse("brief_docx", args=[code.upper()]) + querystring.whole(request.GET))
    country = get_object_or_404(Country, pk=code)
    now = timezone.now()
    form = BriefForm(request.GET, today=timezone.localdate(now))
    if form.complaints:
        text = _("No brief was made, because the question is not clear:") + "\n"
        return HttpResponse(
            text + "\n".join(form.complaints), status=400, content_type="text/plain; charset=utf-8"
        )
    with translation.override(form.asked_language):
        made = _gather(country, form, user, now, root=request.build_absolute_uri("/").rstrip("/"))
        file = docx_of(layout_of(made), by=made.by, made_at=now)
        headers = {"Content-Disposition": disposition(made), "X-Content-Type-Options": "nosniff"}
    # Written before the file is sent, so that no brief goes unlogged.
    audit.write(
        by=user,
        action=Action.EXPORTED,
        subject=f"brief {country.pk}",
        now=now,
        changes={"filter": (None, request.GET.urlencode()), "rows": (None, len(made.entries.rows))},
    )
    return HttpResponse(file, content_type=DOCX, headers=headers)


def _gather(country: Country, form: BriefForm, user: User, now: datetime, *, root: str) -> Brief:
    return brief_on(country, user=user, period=form.asked_period, now=now, most=form.asked_most, root=root)
