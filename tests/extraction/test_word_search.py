"""Words split once, the tables found among them, and dates looked for only where one may begin."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arabic.folding import fold
from ingest.extraction import date_finding
from ingest.extraction.gazetteer import Gazetteer
from ingest.extraction.words import PerWord, Words, split_words

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.txt"))
_SAID = (
    "يوم الاحد القادم و 12 - 15 مايو 2025 م بالأمس أول أمس كانون الثاني/ يناير الثالث والعشرين من شهر 3/4/2025 15جانفي "
    "2025-06-01 1447/3/24 هـ يومي السبت والاثنين قبل يومين last next week on monday and tuesday March 5, 2025 in 2024 "
    "الأسبوع الماضي هذا العام ولشهر مطلع بمارس للعام عام لسنة غدا اليوم today الحادي عشر من محرم الجاري د’أمس"
)
SAID = _SAID.split()


def names(*surfaces: str) -> Gazetteer[str]:
    return Gazetteer((surface, surface) for surface in surfaces)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("في ليبيا امس", ["ليبيا"]),
        ("وبليبيا", ["ليبيا"]),
        ("الليبيات", []),
        ("تليبيا", []),
        ("للجزاير", ["جزاير"]),
        ("بجزاير", []),
        ("جزاير", []),
        ("جنوب افريقيا كلها", ["جنوب افريقيا"]),
        ("جنوب افريقياه", ["جنوب"]),
        ("في جنوب\nافريقيا", ["جنوب"]),
        ("u.s. envoy", ["u.s."]),
        ("sana'a", ["sana'a"]),
    ],
)
def test_an_entry_is_found_at_a_whole_word_with_its_clitics(text: str, found: list[str]) -> None:
    table = names("ليبيا", "الجزاير", "جنوب", "جنوب افريقيا", "u.s.", "sana'a")
    assert [match.surface for match in table.find(Words(text))] == found


def test_the_entry_that_begins_first_and_reaches_farthest_wins() -> None:
    table = names("وزاره", "وزاره الصناعه", "الصناعه والمعادن", "المعادن")
    found = table.find(Words("عن وزاره الصناعه والمعادن"))
    assert [match.surface for match in found] == ["وزاره الصناعه", "المعادن"]


def test_what_lies_outside_the_range_is_not_found() -> None:
    words = Words("ليبيا ثم جنوب افريقيا")
    assert [match.start for match in names("ليبيا", "جنوب افريقيا").find(words, 6, len(words.text) - 1)] == []


@given(st.text(alphabet="اب و'’1.\n،", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_words_taken_by_range_are_those_of_the_range(text: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    assert Words(text).within(start, end) == split_words(text, start, end)


def test_what_is_kept_of_words_is_bounded() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = PerWord(length)
    assert [lengths["ab"], lengths["ab"], lengths["a" * 99], lengths["a" * 99]] == [2, 2, 99, 99]
    assert len(asked) == 3
    for number in range(50_000):
        assert lengths[str(number)] == len(str(number))
    assert len(lengths) <= 20_000


def everywhere(text: str) -> list[tuple[int, int, int]]:
    """Every pattern of a date, tried at every letter."""
    return [
        (number, *match.span())
        for number, maker in enumerate(date_finding.MAKERS)
        for match in maker.pattern.finditer(text)
    ]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_date_is_found_wherever_its_pattern_matches(path: Path) -> None:
    text = fold(path.read_text(encoding="utf-8"))
    assert [match.span() for _, match in date_finding.said(Words(text), len(text))] == [
        (start, end) for _, start, end in everywhere(text)
    ]


@given(st.lists(st.sampled_from(SAID), max_size=12))
@example(["15جانفي", "12"])
@example(["2024جانفي", "12", "و", "جانفي", "14"])
def test_no_way_to_say_a_date_begins_where_none_is_looked_for(said: list[str]) -> None:
    text = fold(" ".join(said))
    assert [match.span() for _, match in date_finding.said(Words(text), len(text))] == [
        (start, end) for _, start, end in everywhere(text)
    ]
