"""What the search looks in follows the register, and the database takes words apart as `arabic.lexemes` does."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from arabic.folding import fold
from arabic.lexemes import known_by, split
from engagements.models import Commitment, Engagement, Searched, SearchEntry, SearchWord, Source
from engagements.services.recording import CommitmentRecord

if TYPE_CHECKING:
    from tests.engagements.conftest import Register

WORDS = (
    "والصناعة للصناعة وللصناعة صناعة صناعات الصناعي الصناعية اليابان ياباني اليابانية لليابان وزير ووزير بطرابلس "
    "وبطرابلس فرنسا الفرنسي ايطاليا الايطالية اتفاقيات الم وال لل بال وليد كبير ولبنان الامارات اماراتي steel 2025"
)


def by_database(folded: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(sijill_lexemes(%s, 'A'))", [folded])
        found: list[str] = cursor.fetchone()[0]
    return set(found)


@pytest.mark.django_db
@pytest.mark.parametrize("word", WORDS.split())
def test_a_word_is_kept_under_the_same_forms(word: str) -> None:
    assert by_database(fold(word)) == known_by(fold(word))


@pytest.mark.django_db
def test_any_letters_are_taken_apart_alike() -> None:
    dice = random.Random(20261122)
    letters = "ابتجحدرسصعغفقكلمنهوياءة" + "الولبك" * 3 + "   ،."
    for _time in range(400):
        text = fold("".join(dice.choices(letters, k=dice.randint(1, 40))))
        expected = set().union(*(known_by(word) for word in split(text)))
        assert by_database(text) == expected, text


def words(what: Searched) -> list[str]:
    return [str(row.words) for row in SearchEntry.objects.filter(what=what).order_by("number")]


def test_entries_follow_the_register(register: Register) -> None:
    promise = CommitmentRecord("agreed", "إعداد الدراسة", "المركز", None)
    made = register.engagement(
        title="لقاء السفير",
        organizations=("شركة هوكوتو",),
        participants=(register.participant("كينجي موراكامي"),),
        commitments=(promise,),
        topics=("mining",),
    )
    (entry,) = words(Searched.ENGAGEMENT)
    for token in ("سفير", "هوكوتو", "موراكامي", "دراسه", "=cJP", "=tmining", "=kmeeting"):
        assert f"'{token}'" in entry, token
    assert "'دراس'" in words(Searched.COMMITMENT)[0]

    Engagement.objects.filter(pk=made.pk).update(title="وداع القنصل", confidentiality="restricted")
    (entry,) = words(Searched.ENGAGEMENT)
    assert "قنصل" in entry
    assert "'لقاء'" not in entry
    assert set(SearchEntry.objects.exclude(what=Searched.SOURCE).values_list("hidden", flat=True)) == {True}

    Commitment.objects.all().delete()
    assert words(Searched.COMMITMENT) == []
    other = register.engagement()
    Engagement.objects.filter(pk=made.pk).update(merged_into=other)
    assert list(SearchEntry.objects.filter(what=Searched.ENGAGEMENT).values_list("number", flat=True)) == [
        other.pk
    ]


def test_sources_are_found_by_their_text(register: Register) -> None:
    source = register.source(text="بيان " * 60_000 + "الخاتمة", title="عنوان فريد")
    (entry,) = words(Searched.SOURCE)
    assert "'فريد'" in entry
    Source.objects.filter(pk=source.pk).delete()
    assert words(Searched.SOURCE) == []


def test_words_of_restricted_engagements_are_not_offered(register: Register) -> None:
    made = register.engagement(title="جلسة مستعصية", confidentiality="open")
    assert SearchWord.objects.filter(word="مستعصيه").exists()
    Engagement.objects.filter(pk=made.pk).update(title="غضنفر", confidentiality="restricted")
    assert not SearchWord.objects.filter(word="غضنفر").exists()
