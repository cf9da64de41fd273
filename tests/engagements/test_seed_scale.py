"""The made-up register: of the size asked for, the same each time, never beside real records."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from engagements.models import (
    Appearance,
    Commitment,
    Engagement,
    Evidence,
    Participation,
    Partner,
    SearchEntry,
    SearchWord,
    Wording,
)
from tests.rows import everything


def seed(number: int, **options: Any) -> None:
    call_command("seed_scale", engagements=number, today=None, stdout=StringIO(), **options)


@pytest.mark.django_db
def test_a_few_hundred_have_all_that_a_register_has() -> None:
    seed(700)
    assert Engagement.objects.count() == 700
    assert 2 < Participation.objects.count() / 700 < 3.6
    assert 0.25 < Commitment.objects.count() / 700 < 0.6
    assert Engagement.objects.filter(date=None).exists()
    assert Engagement.objects.filter(confidentiality="restricted").exists()
    assert Engagement.objects.exclude(merged_into=None).exists()
    assert Engagement.objects.filter(status="planned").exists()
    current = Engagement.objects.current().count()
    assert Wording.objects.count() == current
    assert Appearance.objects.filter(shelf__startswith="c").values("engagement").distinct().count() == current
    for evidence in Evidence.objects.select_related("source"):
        assert evidence.source.text[evidence.start : evidence.end] == evidence.quote


@pytest.mark.django_db
def test_it_is_found_as_if_the_database_had_worked_it_out() -> None:
    seed(400)

    def found() -> list[tuple[object, ...]]:
        entries = SearchEntry.objects.order_by("what", "number")
        return list(entries.values_list("what", "number", "of", "day", "hidden", "words"))

    seeded, words = found(), set(SearchWord.objects.values_list("word", flat=True))
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sijill_index(array_agg(id)) FROM engagements_engagement")
        cursor.execute("UPDATE engagements_source SET title = title")
    assert seeded == found()
    assert words == set(SearchWord.objects.values_list("word", flat=True))
    assert len(seeded) > 500


@pytest.mark.django_db
def test_the_next_real_record_gets_a_number_of_its_own() -> None:
    seed(20)
    assert Partner.objects.create(name_ar="جهة").pk > 20


@pytest.mark.django_db
def test_a_register_that_holds_records_is_left_alone() -> None:
    Partner.objects.create(name_ar="جهة حقيقية")
    before = everything()
    with pytest.raises(CommandError):
        seed(10)
    assert everything() == before
