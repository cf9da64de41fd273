"""Loads countries and topics from the tables in data/ and from the locale data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale
from django.db import transaction

from engagements.models import Country, Region, Topic
from engagements.tables import rows

if TYPE_CHECKING:
    from django.db import models


@transaction.atomic
def load_vocabularies() -> int:
    """Creates and updates rows that differ. Removes none, as records may cite them. Returns the number of rows
    written.
    """
    return _load(_countries()) + _load(_topics())


def _countries() -> list[Country]:
    arabic, english = Locale("ar").territories, Locale("en").territories
    return [
        Country(
            code=code,
            region=Region(region),
            name_ar=names[0] if names else arabic[code],
            name_en=names[1] if names else english[code],
        )
        for code, region, *names in rows("countries.tsv")
    ]


def _topics() -> list[Topic]:
    return [Topic(code=code, name_ar=ar, name_en=en) for code, ar, en in rows("topics.tsv")]


def _load(wanted: list[Country] | list[Topic]) -> int:
    model: type[models.Model] = type(wanted[0])
    columns = [field.name for field in model._meta.fields if not field.primary_key and not field.generated]
    stored = {row.pk: row for row in model._default_manager.all()}
    changed = [
        row
        for row in wanted
        if row.pk not in stored
        or any(getattr(row, column) != getattr(stored[row.pk], column) for column in columns)
    ]
    model._default_manager.bulk_create(
        changed, update_conflicts=True, unique_fields=["code"], update_fields=columns
    )
    return len(changed)
