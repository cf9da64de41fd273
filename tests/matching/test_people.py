"""Names that are one person's, and names that are not."""

from __future__ import annotations

import pytest

from arabic.sounds import sound_key, sounds
from ingest.matching.people import Person, in_common, same_person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كينجي موريوكا", "Kenji Morioka"),
        ("سعاد الككلي", "Suad al-Kikli"),
        ("عبدالحميد الدبيبة", "Abdul Hamid Dbeibah"),
        ("زوران إيليتش", "Zoran Ilić"),
        ("ماوريتسيو بيلّاندي", "Maurizio Bellandi"),
    ],
)
def test_a_name_sounds_alike_in_both_scripts(one: str, other: str) -> None:
    assert sound_key(one) == sound_key(other)
    assert same_person(Person(one), Person(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أنور الورشفاني", "أنور بلقاسم الورشفاني"),
        ("ميلان ستويانوفيتش", "ميلان ستويانوفتش"),
        ("شريف عبد العظيم", "المهندس شريف عبدالعظيم"),
        ("بيرغيت هولتس", "بيرجيت هولتز"),
        ("الورشفاني", "أنور الورشفاني"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert same_person(Person(one), Person(other))
    assert same_person(Person(other), Person(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد أبوهيسه", "محمد أبوهيسه"),
        ("سالم الورفلي", "سالم القماطي"),
        ("علي", "علي"[:2]),
        ("", "سالم الورفلي"),
        ("كارلو روسيني", "Marco Rossi"),
        ("السيد", "السيدة"),
    ],
)
def test_names_of_other_people_are_not_taken_for_one(one: str, other: str) -> None:
    assert not same_person(Person(one), Person(other))


def test_everybody_is_in_one_pair_at_most() -> None:
    ones = (Person("سالم الورفلي"), Person("سالم الورفلّي"))
    assert len(in_common(ones, (Person("سالم الورفلي"),))) == 1


def test_a_name_without_sound_has_no_key() -> None:
    assert sounds("السيد") == ()
    assert sound_key("") == ""
