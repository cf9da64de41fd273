"""What holds for any text at all: no exception, evidence that quotes the text, time that grows with its length."""

from __future__ import annotations

import gc
import time
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arabic.folding import fold, fold_with_offsets
from ingest.extraction import Home, read

HOME = Home("LY")
DAY = date(2025, 9, 16)

PIECES = [
    "استقبل",
    "التقى",
    "وزير الصناعة والمعادن",
    "السيد/",
    "نوري بوشعالة",
    "السفير الياباني لدى ليبيا",
    "، ",
    ". ",
    "\n",
    "تم الاتفاق على إنشاء مصنع مشترك",
    "أمس الأربعاء 15 جانفي 2025",
    "#طرابلس_10_ديسمبر",
    "بمدينة «بنغازي»",
    "حيث",
    "و",
    "كما التقى",
    "من المقرر أن يعقد",
    "24 ربيع الأول 1447هـ",
    "نظيره التركي",
    "شركة",
    "(",
    '"',
    "د.",
    "ـ",
    "ﻻ",
    "\u064b",
    "met",
    "Minister of Trade",
    "Mr.",
    "in Tripoli",
    "on 4 February",
    "The two sides agreed to",
    "5+1",
    "31/02/2025",
    "٣٠",
]
SENTENCE = (
    "استقبل وزير النقل السيد سالم الفيتوري، أمس الثلاثاء بمكتبه في مدينة بنغازي، سفير إيطاليا لدى ليبيا السيد ماركو "
    "روسّي، واتفق الجانبان على تشكيل فريق عمل مشترك قبل نهاية الشهر، كما وجّه الوزير مدير الإدارة بإعداد الدراسة. "
)
ENGLISH = (
    "The Minister of Transport, Mr. Salem Al-Fituri, received yesterday in Benghazi the Italian Ambassador, "
    "Mr. Marco Rossi. The two sides agreed to form a joint team by 30 April 2025. "
)


def evidences(value: Any, inside: str = "") -> list[tuple[str, Any, list[int]]]:
    """Every evidence in a draft: its field, the value it stands for and the offsets."""
    out: list[tuple[str, Any, list[int]]] = []
    if isinstance(value, list):
        return [found for item in value for found in evidences(item)]
    if not isinstance(value, dict):
        return out
    for key, item in value.items():
        if key.endswith("_evidence"):
            name = key.removesuffix("_evidence")
            spans = item if isinstance(value[name], list) else [item]
            values = value[name] if isinstance(value[name], list) else [value[name]]
            assert len(spans) == len(values)
            out += [(name, one, span) for one, span in zip(values, spans, strict=True) if span is not None]
        else:
            out += evidences(item)
    return out


def check(text: str, published: date | None = DAY) -> None:
    draft = read(text, home=HOME, published=published).to_json()
    for _name, _value, (start, end) in evidences(draft["engagements"]):
        assert 0 <= start <= end <= len(text)
    for engagement in draft["engagements"]:
        for person in engagement["participants"]:
            for key in ("name", "role"):
                assert person[key] is None or person[key] in text
        for commitment in engagement["commitments"]:
            start, end = commitment["text_evidence"]
            assert text[start:end] == commitment["text"]


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read(text: str) -> None:
    check(text)


@given(
    st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from([" ", ""]), st.sampled_from([DAY, None])
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_heap_of_the_words_of_releases_is_read(pieces: list[str], glue: str, day: date | None) -> None:
    check(glue.join(pieces), day)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert all(a < b for a, b in zip(folded.starts, folded.ends, strict=True))
    assert folded.starts == sorted(folded.starts)


@pytest.mark.parametrize("sentence", [SENTENCE, ENGLISH], ids=["arabic", "english"])
@pytest.mark.parametrize("end", ["", "\n"], ids=["one paragraph", "paragraphs"])
def test_time_grows_with_the_length_only(sentence: str, end: str) -> None:
    text = (sentence + end) * 40
    read(text, home=HOME, published=DAY)
    gc.collect()
    gc.disable()  # what a full collection costs depends on what else the test process holds
    try:
        short = min(_seconds(text) for _ in range(5))
        long = min(_seconds(text * 10) for _ in range(3))
    finally:
        gc.enable()
    assert long <= 12 * short


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE * 4000,
        SENTENCE.replace(".", " ") * 4000,
        ENGLISH * 6000,
        "ا" * 1_000_000,
        "استقبل وزير " * 80_000,
    ],
    ids=["sentences", "no full stop", "english", "one word", "triggers"],
)
def test_a_megabyte_is_read_in_seconds(text: str) -> None:
    assert _seconds(text[:1_000_000]) < 5


def _seconds(text: str) -> float:
    start = time.process_time()
    read(text, home=HOME, published=DAY)
    return time.process_time() - start
