"""What reports a promise kept is told from what only speaks of the same thing, on pairs of our own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.matching.done import LIKELY, completions, likeness, promise

PAIRS = [
    line.split("\t")
    for line in (Path(__file__).parent / "promises.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
PROMISE = "تركيب عدادات الغاز في مصنع السيراميك"


def score(promised: str, told: str) -> float:
    return max((likeness(promise(promised), each.told) for each in completions(told)), default=0.0)


@pytest.mark.parametrize("part", ["dev", "test"])
def test_nine_of_ten_proposals_are_right_and_nine_of_ten_reports_are_found(part: str) -> None:
    """The weights were set on `dev`; docs/follow_ups.md has the figures of `test`."""
    pairs = [(kept == "yes", score(promised, told)) for of, kept, promised, told in PAIRS if of == part]
    shown = [kept for kept, found in pairs if found >= LIKELY]
    assert len(pairs) >= 30
    assert sum(shown) / len(shown) >= 0.9
    assert sum(shown) / sum(kept for kept, _found in pairs) >= 0.9


def test_the_sentence_that_says_so_is_quoted_whole() -> None:
    text = "زار الوفد المصنع. تم تركيب 3.5 كيلومترات من الأنابيب، وعدادات الغاز في مصنع السيراميك. ثم عاد!"
    (sentence,) = completions(text)[1:]
    assert text[sentence.start : sentence.end].startswith("تم تركيب 3.5 كيلومترات")
    assert text[sentence.start : sentence.end].endswith("مصنع السيراميك")


@pytest.mark.parametrize(
    "told",
    [
        "لم يتم تركيب عدادات الغاز في مصنع السيراميك.",
        "اتفق الجانبان على أن يتم تركيب عدادات الغاز في مصنع السيراميك.",
        "عدادات الغاز في مصنع السيراميك.",
        "",
    ],
)
def test_what_is_only_meant_or_denied_is_not_done(told: str) -> None:
    assert score(PROMISE, told) < LIKELY


def test_another_number_is_another_thing() -> None:
    promised = "توريد 12 فرنا لمصنع الآجر"
    assert score(promised, "وصل 12 فرنا لمصنع الآجر.") > score(promised, "وصل 40 فرنا لمصنع الآجر.")


def test_a_promise_without_words_of_its_own_is_like_nothing() -> None:
    assert score("تعاون", "تم توقيع اتفاق تعاون بين البلدين.") == 0
