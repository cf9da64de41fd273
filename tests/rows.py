"""All rows of the two apps, for tests that compare before and after."""

from __future__ import annotations

from typing import Any

from django.apps import apps

DERIVED = (
    "engagements.appearance",
    "engagements.tally",
    "engagements.keptshelf",
    "engagements.wording",
    "engagements.searchentry",
    "engagements.searchword",
)
"""Worked out by the database; tests/engagements/test_derived.py compares them with the register."""
TRAIL = ("engagements.auditentry", "engagements.auditlink")
COUNTED = ("engagements.revision",)
"""Counts the changes by the database, to be told apart by calendars: an undoing is one more."""


def everything(*but: str) -> dict[str, list[dict[str, Any]]]:
    """Every table's rows by their keys, the trail and derived ones aside; `but` are further labels to leave out."""
    models = [
        model
        for app in ("engagements", "ingest")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    return {
        model._meta.label_lower: list(model._base_manager.order_by("pk").values())
        for model in models
        if model._meta.label_lower not in {*TRAIL, *DERIVED, *COUNTED, *but}
    }
