"""What holds for any text at all: no exception, evidence that quotes the text, time that grows with its length."""

from __future__ import annotations

import gc
import json
import signal
import time
from datetime import date
from pathlib import Path
from typing import Any, Never

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arabic.folding import fold, fold_with_offsets
from ingest.extraction import Home, pipeline, read
from ingest.extraction.__main__ import main

HOME = Home("LY")
DAY = date(2025, 9, 16)
DAYS = st.none() | st.just(DAY) | st.dates()
ROOT = Path(__file__).resolve().parents[2]
TEXTS = (ROOT / "samples", ROOT.parent / "shared" / "eval" / "text")
DATED = [
    "أول أمس",
    "غدا",
    "الخميس الماضي",
    "الخميس المقبل",
    "الأسبوع المقبل",
    "الأسبوع الماضي",
    "الشهر القادم",
    "الشهر الماضي",
    "العام المقبل",
    "العام الماضي",
    "في ديسمبر المقبل",
    "في يناير الماضي",
    "في مايو الجاري",
    "قبل 15 يونيو",
    "يوم 29 فبراير",
    "12 رمضان",
    "قبل نهاية الشهر المقبل",
    "قبل نهاية العام المقبل",
    "خلال 999 سنة",
    "خلال 999 يوما",
    "خلال 48 ساعة",
    "خلال أسبوعين",
    "the day before yesterday",
    "tomorrow",
    "last week",
    "last month",
    "last year",
    "by the end of next month",
    "by the end of next year",
    "within 999 years",
    "within two weeks",
    "by 15 June",
]

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


def check(text: str, published: date | None = DAY, home: Home = HOME) -> None:
    draft = read(text, home=home, published=published).to_json()
    for _name, _value, (start, end) in evidences(draft["engagements"]):
        assert 0 <= start <= end <= len(text)
    for engagement in draft["engagements"]:
        for person in engagement["participants"]:
            for key in ("name", "role"):
                assert person[key] is None or person[key] in text
        for commitment in engagement["commitments"]:
            start, end = commitment["text_evidence"]
            assert text[start:end] == commitment["text"]


@given(st.text(max_size=400), DAYS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read(text: str, day: date | None) -> None:
    check(text, day)


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from([" ", ""]), DAYS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_heap_of_the_words_of_releases_is_read(pieces: list[str], glue: str, day: date | None) -> None:
    check(glue.join(pieces), day)


@pytest.mark.parametrize("home", ["LY", "JP"])
@pytest.mark.parametrize("day", [None, date.min, date.max], ids=["no day", "first day", "last day"])
def test_every_release_is_read_whatever_the_day(day: date | None, home: str) -> None:
    texts = [path for folder in TEXTS if folder.is_dir() for path in sorted(folder.glob("*.txt"))]
    assert len(texts) >= 30
    for path in texts:
        check(path.read_text(encoding="utf-8"), day, Home(home))


@pytest.mark.parametrize("phrase", DATED)
@pytest.mark.parametrize("opening", [SENTENCE, ENGLISH], ids=["arabic", "english"])
@pytest.mark.parametrize("day", [date.min, date.max], ids=["first day", "last day"])
def test_no_words_for_a_day_lead_out_of_the_calendar(day: date, opening: str, phrase: str) -> None:
    check(f"{opening}\n{opening.strip(' .')} {phrase}.", day)


def test_a_batch_is_read_to_its_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.txt").write_text(SENTENCE, encoding="utf-8")
    (tmp_path / "three.txt").write_text(ENGLISH, encoding="utf-8")
    entries = [{"id": "one", "published": "0001-01-01"}, {"id": "two"}, {"id": "three", "published": None}]
    meta = tmp_path / "meta.json"
    meta.write_text(json.dumps(entries), encoding="utf-8")
    assert main(["--meta", str(meta), "--out", str(tmp_path), str(tmp_path)]) == 1
    assert (tmp_path / "one.json").exists()
    assert (tmp_path / "three.json").exists()
    assert "two.txt" in capsys.readouterr().err


def test_reading_leaves_nothing_to_the_collector() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(TEXTS[0].glob("*.txt"))]
    assert len(texts) >= 30
    for text in texts:
        read(text, home=HOME, published=DAY)  # tables and what is remembered of words are made by now
    gc.collect()
    for text in texts:
        read(text, home=HOME, published=DAY)
    assert gc.collect() == 0


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_afterwards_as_it_was(monkeypatch: pytest.MonkeyPatch, on: bool) -> None:
    seen = []

    def fail(*_: object) -> Never:
        seen.append(gc.isenabled())
        raise KeyError

    monkeypatch.setattr(pipeline, "open_document", fail)
    was = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with pytest.raises(KeyError):
            read(SENTENCE, home=HOME)
        assert (seen, gc.isenabled()) == ([False], on)
    finally:
        (gc.enable if was else gc.disable)()


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert all(a < b for a, b in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


def test_a_line_that_is_nearly_one_of_tags_does_not_hold_the_reader_up() -> None:
    """The ways to divide its spaces among the tags double with each: without an end it would be read for years."""

    def too_long(_signal: int, _frame: object) -> Never:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, 30)
    try:
        read(SENTENCE + "\n" + ("#ا" + " " * 25) * 12 + "!", home=HOME, published=DAY)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.timing
@pytest.mark.parametrize("sentence", [SENTENCE, ENGLISH], ids=["arabic", "english"])
@pytest.mark.parametrize("end", ["", "\n"], ids=["one paragraph", "paragraphs"])
def test_time_grows_with_the_length_only(sentence: str, end: str) -> None:
    text = (sentence + end) * 40
    # Ten times the text takes ten times the time, or a hundred if something looks back at all that went before.
    # The best of several tries: whatever else the machine does can only make a try worse.
    assert any(_seconds(text * 10) <= 12 * _seconds(text) for _ in range(8))


@pytest.mark.timing
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
def test_a_megabyte_would_be_read_in_seconds(text: str) -> None:
    """A fifth of it in a fifth of five seconds, and its tenth in a tenth of that: what looks back at all that went
    before would show in both.
    """
    fifth = text[:200_000]
    assert any((took := _seconds(fifth)) < 1 and took <= 12 * _seconds(fifth[:20_000]) for _ in range(8))


def _seconds(text: str) -> float:
    start = time.process_time()
    read(text, home=HOME, published=DAY)
    return time.process_time() - start
