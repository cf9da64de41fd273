"""All rows of the two apps, for tests that compare before and after."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection

if TYPE_CHECKING:
    from django.db.models import Model

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
    """Every table's rows by their keys, the trail and derived ones aside; `but` are further labels to leave out.

    Values are as JSON has them: all tables are read by one query, which takes a tenth of the time of one each.
    """
    with connection.cursor() as cursor:
        cursor.execute(_all_rows(but))
        return {label: json.loads(rows) for label, rows in cursor.fetchall()}


@cache
def _all_rows(but: tuple[str, ...]) -> str:
    models = [
        model
        for app in ("engagements", "ingest")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    return " UNION ALL ".join(
        f"SELECT '{model._meta.label_lower}', coalesce(jsonb_agg(to_jsonb(one) ORDER BY one.{_key(model)}), '[]') "
        f"FROM {model._meta.db_table} AS one"
        for model in models
        if model._meta.label_lower not in {*TRAIL, *DERIVED, *COUNTED, *but}
    )


def _key(model: type[Model]) -> str:
    return str(model._meta.pk.column)
