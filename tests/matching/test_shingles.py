"""Texts as sets of word triples: what does not change them, and what their comparison promises."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from ingest.matching.shingles import (
    BANDS,
    FEWEST,
    LONGEST,
    bands,
    containment,
    letters_sha256,
    shingles,
    words,
)

TEXT = (
    "استقبل وزير الصناعة والمعادن، السيد سالم الورفلي، سفير اليابان لدى ليبيا، وبحثا برنامجا لتدريب فنيي المناجم "
    "في الجفرة، واتفقا على تشكيل فريق فني مشترك يعد خطة التدريب قبل نهاية مارس."
)
some_words = st.lists(st.text(alphabet="ابتثجحخدذرز", min_size=1, max_size=6), max_size=80)


def test_spelling_marks_and_breaks_do_not_change_a_text() -> None:
    other = TEXT.replace("استقبل", "أستقبل").replace("،", " ,\n").replace("الصناعة", "الصِّنـاعه")
    assert words(other) == words(TEXT)
    assert letters_sha256(other) == letters_sha256(TEXT)
    assert letters_sha256(TEXT.replace(" ", "")) == letters_sha256(TEXT)
    assert letters_sha256(TEXT + "لا") != letters_sha256(TEXT)


def test_a_text_without_letters_has_no_digest() -> None:
    assert letters_sha256(" \n …!؟ ") == ""
    assert bands(shingles(words("كلمتان فقط"))) == []


@given(some_words)
def test_a_text_contains_itself_and_its_parts(some: list[str]) -> None:
    whole, part = shingles(some), shingles(some[:40])
    assert whole == sorted(set(whole))
    assert all(-(1 << 31) <= number < 1 << 31 for number in whole)
    if len(part) >= FEWEST:
        assert containment(whole, whole) == 1
        assert containment(whole, part) == containment(part, whole) == 1


@given(some_words, some_words)
def test_containment_is_a_share_and_has_no_direction(one: list[str], other: list[str]) -> None:
    first, second = shingles(one), shingles(other)
    share = containment(first, second)
    assert share == containment(second, first)
    assert (share is None) == (min(len(first), len(second)) < FEWEST)
    assert share is None or 0 <= share <= 1


@given(some_words)
def test_bands_depend_on_the_set_alone(some: list[str]) -> None:
    own = shingles(some)
    assert bands(reversed(own)) == bands(own)
    assert len(bands(own)) <= BANDS


def test_copies_share_most_bands_and_others_hardly_any() -> None:
    own = bands(shingles(words(TEXT)))
    changed = bands(shingles(words(TEXT.replace("مارس", "أبريل"))))
    assert len(set(own) & set(changed)) > BANDS / 3
    other = bands(shingles(words(" ".join(string.ascii_lowercase))))
    assert set(own).isdisjoint(other)


def test_of_a_very_long_text_a_sample_is_kept() -> None:
    long = [str(number) for number in range(10_000)]
    assert len(shingles(long)) == LONGEST
    share = containment(shingles(long), shingles(long[:5_000]))
    assert share is not None
    assert share > 0.4
