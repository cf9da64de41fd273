"""The list of topics, and one topic with its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.models import Topic
from engagements.permissions import Permission, require
from engagements.shelves.figures import level
from engagements.shelves.shelf import Shelf, topic_shelf
from engagements.shelves.tallies import topics_met
from engagements.views.shelf_page import shelf_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """Every topic with its number of engagements, the most frequent first."""
    user = require(request, Permission.READ)
    met = topics_met(user, timezone.localdate())
    most = max((n for n, _last in met.values()), default=0)
    rows = [(topic, *met.get(topic.pk, (0, None))) for topic in Topic.objects.all()]
    rows.sort(key=lambda row: (-row[1], row[0].name))
    context = {"rows": [(topic, number, last, level(number, most)) for topic, number, last in rows]}
    return render(request, "engagements/topics.html", context)


@require_safe
def topic(request: HttpRequest, code: str) -> HttpResponse:
    """One topic: its figures and its timeline under the filters of the URL."""
    user = require(request, Permission.READ)
    found = get_object_or_404(Topic, pk=code)
    page = shelf_page(request, Shelf(topic_shelf(found.pk), user))
    return render(request, "engagements/topic.html", {"topic": found, **page})
