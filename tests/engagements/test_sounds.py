"""The database hears names as `arabic.sounds` does."""

from __future__ import annotations

import random

import pytest
from django.db import connection

from arabic.sounds import sounds
from engagements.models import Person, PersonAlias

NAMES = [
    "أحمد أبو هيبة",
    "Ahmed Abu Hayba",
    "د. كينجي موراكامي",
    "Kenji Murakami",
    "Saša Ilić",
    "Tchaikovsky Schultz",
    "Cecile c. Cici",
    "xavier al X",
    "معالي السيد عبد الله بن علي",
    "Al-Mansouri",
    "آل سعود",
    "Sheikh Mohammed bin Rashid",
    "ثامر جغل تشاد",
    "Ruth Khadijah Shah Phil Hh",
    "Nguyễn Văn A",
    "Иван",
    "محمد عبدالرحمن_الزوي",
    "",
]


def by_database(names: list[str]) -> dict[str, str]:
    heard = "SELECT n, sijill_sounds(sijill_fold(normalize(n, NFKD))) FROM unnest(%s::text[]) AS n"
    with connection.cursor() as cursor:
        cursor.execute(heard, [names])
        return dict(cursor.fetchall())


@pytest.mark.django_db
def test_names_sound_alike() -> None:
    assert by_database(NAMES) == {name: " ".join(sounds(name)) for name in NAMES}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "letters", ["abcdefghijklmnopqrstuvwxyz  -'", "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآةى  "]
)
def test_any_letters_sound_alike(letters: str) -> None:
    dice = random.Random(20261122)
    made = ["".join(dice.choices(letters, k=dice.randint(1, 24))) for _ in range(1500)]
    found = by_database(made)
    assert {name: heard for name, heard in found.items() if heard != " ".join(sounds(name))} == {}


@pytest.mark.django_db
def test_columns_are_written_by_the_database() -> None:
    person = Person.objects.create(name_ar="كينجي موراكامي", name_en="Kenji Murakami")
    alias = PersonAlias.objects.create(person=person, text="الموركامي")
    person.refresh_from_db()
    alias.refresh_from_db()
    assert (person.sounds, alias.sounds) == ("kng mrkm kng mrkm", "mrkm")
