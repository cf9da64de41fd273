"""The reader's quality, in the open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements import facets
from engagements.models import EvidenceBand
from engagements.permissions import Permission, require
from ingest import quality
from ingest.filters import QualityFilter
from ingest.models import ReviewEvent

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST = 60
"""So many rows a table has at most."""


@require_safe
def reader_quality(request: HttpRequest) -> HttpResponse:
    """What editors decided about the machine's values, by field, certainty, month, outlet and rule."""
    require(request, Permission.REVIEW)
    asked = QualityFilter(request.GET, ReviewEvent.objects.all())
    now = timezone.now()
    labels = _labels()
    bands = dict(EvidenceBand.choices)
    by = {name: quality.scores(asked.qs, name, now=now)[:MOST] for name in quality.DIMENSIONS}
    outlets = (
        ReviewEvent.objects.order_by().values_list("draft__release__source__outlet", flat=True).distinct()
    )
    context = {
        "tables": [
            (_("By field"), _("Field"), [(labels.get(one.key, one.key), one) for one in by["field"]]),
            (_("By certainty"), _("Certainty"), [(bands.get(one.key, one.key), one) for one in by["band"]]),
            (_("By outlet"), _("Outlet"), [(one.key or _("Not known"), one) for one in by["outlet"]]),
            (_("By rule of the reader"), _("Rule"), [(one.key, one) for one in by["rule"]]),
        ],
        "months": quality.months(asked.qs),
        "fewest": quality.FEWEST,
        "form": asked.form,
        "complaints": asked.complaints,
        "asked": bool(asked.values),
        "outlets": facets.choices(request.GET, "outlet", [(name, name) for name in sorted(outlets) if name]),
    }
    return render(request, "ingest/quality.html", context)


def _labels() -> dict[str, str]:
    """The sorts of values by the names that the review page has for them."""
    return {
        "title": _("Title"),
        "summary": _("Summary"),
        "kind": _("Kind"),
        "status": _("Status"),
        "date": _("Date"),
        "date_end": _("Last day"),
        "city": _("City"),
        "country": _("Country"),
        "partner_countries": _("Partner countries"),
        "organizations": _("Partners"),
        "topics": _("Topics"),
        "participants.name": _("Participant: name"),
        "participants.role": _("Participant: office"),
        "participants.organization": _("Participant: organisation"),
        "participants.country": _("Participant: country"),
        "participants.side": _("Participant: side"),
        "commitments.kind": _("Commitment: kind"),
        "commitments.text": _("Commitment: text"),
        "commitments.owners": _("Commitment: owner"),
        "commitments.due": _("Commitment: due date"),
    }
