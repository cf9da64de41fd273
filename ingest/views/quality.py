"""The reader's quality. Each number links to the values or drafts from which it was counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.lists import facets
from engagements.lists.paging import page_by_id
from engagements.lists.querystring import changed
from engagements.models import EvidenceBand
from engagements.permissions import Permission, require
from engagements.wording import listed
from ingest.models import Draft, ReviewEvent
from ingest.quality import figures as quality
from ingest.quality.filters import OUTCOMES, DecidedDraftsFilter, QualityFilter, ValuesFilter, decided
from ingest.quality.wording import Wording
from ingest.services import calibration

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, QueryDict

    from engagements.models import User

MOST = 60
"""The most rows of a table."""
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its label, its score, and the address of its values. `kept` is as `quality.kept` says."""

    label: str
    score: quality.Score
    href: str
    kept: str = ""


@require_safe
def reader_quality(request: HttpRequest) -> HttpResponse:
    """What editors decided about the proposed values, by field, band, month, outlet and rule."""
    user = require(request, Permission.REVIEW)
    events = _events(user)
    asked = QualityFilter(request.GET, events)
    now = timezone.now()
    report = quality.report(asked.qs, now=now)
    drafts = DecidedDraftsFilter(request.GET, decided(Draft.objects.visible_to(user)))
    outcomes = quality.outcomes(drafts.qs, now=now)
    outlets, rules = quality.choices(events)
    this, last = quality.months_of(now)
    context = {
        **_tables(request.GET, report, quality.whole_drafts(outcomes)),
        "outcomes": [(_outcome(one.key), one, _drafts_at(request.GET, one.key)) for one in outcomes],
        "fewest": quality.FEWEST,
        "months_of": {"this": this, "last": last},
        "in_force": calibration.fitted_now(),
        "bands": dict(EvidenceBand.choices),
        "needed": calibration.FEWEST,
        "form": asked.form,
        "complaints": asked.complaints,
        "asked": bool(asked.values),
        "outlets": facets.choices(request.GET, "outlet", [(name, name) for name in outlets]),
        "rules": facets.choices(request.GET, "rules", [(name, name) for name in rules]),
    }
    return render(request, "ingest/quality.html", context)


def _tables(query: QueryDict, report: quality.Report, whole: quality.Score) -> dict[str, Any]:
    labels, bands = labels_of_sorts(), dict(EvidenceBand.choices)
    names: dict[str, dict[str, Any]] = {"field": labels, "band": bands, "outlet": {"": _("Not known")}}
    lines = {
        name: [
            Line(
                str(names.get(name, {}).get(one.key, one.key)),
                one,
                _values_at(query, name, one.key),
                quality.kept(one.key, one.all) if name == "band" else "",
            )
            for one in report[name][:MOST]
        ]
        for name in quality.DIMENSIONS
        if name != "month"
    }
    if whole.all.proposed:
        keys = [key for key, _label in OUTCOMES if key in ("approved", "merged", "not_an_engagement")]
        lines["field"].insert(0, Line(_("The draft as a whole"), whole, _drafts_at(query, *keys)))
    months = [
        Line(date_format(date.fromisoformat(one.key), "F Y"), one, _values_at(query, "month", one.key))
        for one in report["month"][:MOST]
    ]
    return {
        "tables": [
            ("by-field", _("By field"), _("Field"), lines["field"]),
            ("by-outlet", _("By outlet"), _("Outlet"), lines["outlet"]),
            ("by-rule", _("By rule of the reader"), _("Rule"), lines["rule"]),
        ],
        "certainty": lines["band"],
        "months": months,
    }


def _values_at(query: QueryDict, name: str, key: str) -> str:
    """The address of the values behind a row, with the page's own filters; empty for a row that has no name."""
    return "" if not key else reverse("reader_values") + changed(query, **{name: key})


def _drafts_at(query: QueryDict, *outcomes: str) -> str:
    return reverse("reader_drafts") + changed(query, outcome=outcomes)


def _outcome(key: str) -> str:
    return str(dict(OUTCOMES).get(key, key))


@require_safe
def reader_values(request: HttpRequest) -> HttpResponse:
    """The decided values behind one number, the newest first, each with its draft."""
    user = require(request, Permission.REVIEW)
    asked = ValuesFilter(request.GET, _events(user))
    rows = asked.qs.select_related("draft", "by").defer("draft__proposal", "draft__left_form")
    page = page_by_id(rows, request.GET, newest_first=True, size=PAGE_SIZE)
    labels, wording = labels_of_sorts(), Wording()
    context = {
        "page": page,
        "rows": [_value_row(event, labels, wording) for event in page.rows],
        "asked": _in_words(asked, labels),
        "complaints": asked.complaints,
        "back": reverse("reader_quality") + _frame(request.GET),
    }
    return render(request, "ingest/quality_values.html", context)


def _value_row(
    event: ReviewEvent, labels: dict[str, str], wording: Wording
) -> tuple[ReviewEvent, str, str, str]:
    """The decision, the label of its field, and in words what was proposed and what was decided."""
    sort = event.sort
    label = labels.get(sort, event.field)
    return event, label, wording.of(sort, event.proposed), wording.of(sort, event.decided)


@require_safe
def reader_drafts(request: HttpRequest) -> HttpResponse:
    """The decided drafts behind one number, the newest first."""
    user = require(request, Permission.REVIEW)
    asked = DecidedDraftsFilter(request.GET, decided(Draft.objects.visible_to(user)))
    rows = asked.qs.select_related("release__source", "decided_by")
    rows = rows.defer("proposal", "left_form", "release__source__text")
    context = {
        "page": page_by_id(rows, request.GET, newest_first=True, size=PAGE_SIZE),
        "asked": _in_words(asked, labels_of_sorts()),
        "complaints": asked.complaints,
        "back": reverse("reader_quality") + _frame(request.GET),
    }
    return render(request, "ingest/quality_drafts.html", context)


def _events(user: User) -> QuerySet[ReviewEvent]:
    """Review events of drafts that exist for `user`."""
    events = ReviewEvent.objects.all()
    hidden = Draft.objects.filter(release__source__hidden=True).order_by().values("pk")
    return events if user.sees_restricted else events.exclude(draft__in=hidden)


def _frame(query: QueryDict) -> str:
    """The filters of the quality page, without those of a single number."""
    return changed(query, field=None, rule=None, band=None, month=None, verdict=None, outcome=None)


def _in_words(asked: Any, labels: dict[str, str]) -> list[tuple[str, str]]:
    """The filters of a list as pairs of label and value."""
    said = []
    for name, value in asked.values.items():
        field = asked.form.fields[name]
        known = dict(getattr(field, "choices", ()) or ())
        values = value if isinstance(value, list) else [value]
        if name == "month":
            words = date_format(value, "F Y")
        elif isinstance(value, date):
            words = date_format(value, "j F Y")
        else:
            words = listed(str(known.get(one, labels.get(one, one))) for one in values)
        said.append((str(field.label), words))
    return said


def labels_of_sorts() -> dict[str, str]:
    """Labels of the sorts of values, as the review page has them."""
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
