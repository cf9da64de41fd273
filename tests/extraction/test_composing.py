"""Titles and summaries hold what the record holds and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.extraction.composing import compose
from ingest.extraction.schema import Commitment, Engagement, Participant, Value, nothing


def person(role: str | None, country: str | None, name: str | None = None) -> Participant:
    return Participant(Value(name), Value(role), nothing(), Value(country))


MEETING = Engagement(
    kind=Value("meeting"),
    date=Value("2024-12-10"),
    date_precision="day",
    city=Value("طرابلس"),
    country=Value("LY"),
    partner_countries=(Value("JP"),),
    participants=(person("وزير الصناعة والمعادن", "LY"), person("السفير الياباني لدى ليبيا", "JP")),
    topics=(Value("industry"), Value("training")),
    commitments=(Commitment(Value("agreed"), Value("تشكيل لجنة فنية")),),
)


def test_arabic_title_and_summary() -> None:
    title, summary = compose(MEETING, "ar")
    assert title == "لقاء وزير الصناعة والمعادن بالسفير الياباني لدى ليبيا – طرابلس"
    assert summary.startswith(title)
    assert "10 ديسمبر 2024" in summary
    assert "الصناعة، التدريب وبناء القدرات" in summary
    assert "تشكيل لجنة فنية" in summary


def test_english_title() -> None:
    event = replace(
        MEETING,
        city=Value("Tripoli"),
        participants=(
            person("Minister of Trade", "LY", "Salem Omar"),
            person("Malta's Minister of Transport", "MT"),
        ),
        commitments=(),
    )
    title, summary = compose(event, "en")
    assert title == "Meeting of the Minister of Trade with Malta's Minister of Transport – Tripoli"
    assert "10 December 2024" in summary


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("call", "اتصال بين وزير الصناعة والمعادن والسفير الياباني لدى ليبيا – طرابلس"),
        ("internal", "اجتماع وزير الصناعة والمعادن مع السفير الياباني لدى ليبيا – طرابلس"),
        ("conference", "مؤتمر بمشاركة وزير الصناعة والمعادن والسفير الياباني لدى ليبيا – طرابلس"),
    ],
)
def test_each_kind_has_its_words(kind: str, title: str) -> None:
    assert compose(replace(MEETING, kind=Value(kind)), "ar")[0] == title


def test_the_other_side_is_the_guest_before_a_colleague() -> None:
    colleague = person("وكيل الوزارة", "LY")
    event = replace(MEETING, participants=(MEETING.participants[0], colleague, MEETING.participants[1]))
    assert "بالسفير الياباني" in compose(event, "ar")[0]


def test_a_signing_is_named_by_what_was_signed() -> None:
    signed = Commitment(Value("signed"), Value("مذكرة تفاهم بشأن التدريب"))
    event = replace(MEETING, kind=Value("signing"), commitments=(signed,))
    assert compose(event, "ar")[0] == "توقيع مذكرة تفاهم بشأن التدريب – طرابلس"


@pytest.mark.parametrize("kind", ["meeting", "internal", "call", "visit", "conference", "signing"])
@pytest.mark.parametrize("language", ["ar", "en", "und"])
def test_an_empty_record_still_has_a_title_and_invents_nothing(kind: str, language: str) -> None:
    title, summary = compose(Engagement(kind=Value(kind)), language)
    assert title
    assert not any(char.isdigit() for char in title + summary)


def test_no_date_is_made_up() -> None:
    event = replace(MEETING, date=Value("2024-12"), date_precision="month")
    assert "ديسمبر 2024" in compose(event, "ar")[1]
    assert "10 ديسمبر" not in compose(event, "ar")[1]
