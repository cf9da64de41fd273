"""Which part of a release tells of which engagement, and what it names."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ingest.matching.facts import days_of, from_proposal, person
from ingest.matching.passages import passages
from ingest.matching.people import Person
from ingest.matching.telling import Passage, from_json, listen, together

TEXT = "العنوان\n\nاستقبل الوزير سفير اليابان. وبحثا التدريب.\n\nومن جهة أخرى التقى الوزير سفير إيطاليا. وبحثا الرخام."
TOLD = (
    "سلم السفير يوهانس كرامر في تاجوراء يوم 3 أكتوبر 2026 أجهزة من ألمانيا لفحص الخامات المعدنية في المختبر"
)


def at(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"kind_evidence": [start, start + len(words)]}


def test_one_engagement_has_the_whole_text() -> None:
    assert passages(TEXT, [at("استقبل")]) == [TEXT]
    assert passages(TEXT, []) == []


def test_two_engagements_share_the_text_out() -> None:
    second, first = passages(TEXT, [at("التقى"), at("استقبل")])
    assert first.startswith("العنوان")
    assert "اليابان" in first
    assert "إيطاليا" not in first
    assert second.strip().startswith("ومن جهة أخرى")
    assert first + second == TEXT


def test_an_engagement_without_words_for_its_kind_begins_at_its_first_words() -> None:
    start = TEXT.index("إيطاليا")
    found = {"participants": [{"country_evidence": [start, start + 7]}], "topics_evidence": [None]}
    assert passages(TEXT, [at("استقبل"), found])[1].endswith("الرخام.")


@given(st.lists(st.integers(0, len(TEXT) - 1), min_size=2, max_size=6))
def test_every_part_is_of_the_text(starts: list[int]) -> None:
    parts = passages(TEXT, [{"kind_evidence": [start, start + 1]} for start in starts])
    assert len(parts) == len(starts)
    assert all(part and part in TEXT for part in parts)
    assert TEXT.startswith(parts[starts.index(min(starts))])
    assert TEXT.endswith(parts[starts.index(max(starts))])


def test_what_a_passage_names() -> None:
    heard = listen(TOLD, people=(), home="LY", published=date(2026, 10, 5))
    assert heard.countries == {"DE"}
    assert date(2026, 10, 3) in heard.days
    assert heard.hears(Person("Yohannes Kramer"))
    assert not heard.hears(Person("كارلو روسيني"))
    assert from_json(heard.shingles, heard.to_json()) == heard


def test_two_passages_together_have_what_either_has() -> None:
    one = listen(TOLD, people=(), home="LY", published=None)
    other = listen(TEXT, people=(), home="LY", published=None)
    both = together([one, other])
    assert both is not None
    assert both.countries == {"DE", "JP", "IT"}
    assert both.shingles == one.shingles | other.shingles
    assert together([]) is None
    assert one | Passage() == one


def test_days_of_dates_of_every_precision() -> None:
    day = days_of("2026-03-04", None, "day", None)
    month = days_of("2026-03", None, "month", None)
    guessed = days_of(None, None, "none", date(2026, 3, 10))
    assert day is not None
    assert month is not None
    assert guessed is not None
    assert (day.sure, month.sure, guessed.sure) == (True, False, False)
    assert day.apart(month) == day.apart(guessed) == 0
    late = days_of("2026-04-02", "2026-04-05", "day", None)
    assert late is not None
    assert late.apart(month) == 2
    assert days_of(None, None, "none", None) is None


def test_the_minister_and_the_ministry_say_nothing() -> None:
    assert person("سالم", "وزير الصناعة", home=True).head
    assert not person("سالم", "وكيل وزارة الصناعة لدى الوزير", home=True).head
    assert not person("سالم", "وزير الصناعة", home=False).head
    found = from_proposal(
        {"organizations": ["وزارة الصناعة والمعادن", "شركة الكوابل"], "participants": [{"name": None}]},
        home="LY",
        ministries=["وزارة الصناعة والمعادن"],
        published=None,
    )
    assert found.organizations == ("شركة الكوابل",)
    assert found.people == ()
    assert found.days is None
