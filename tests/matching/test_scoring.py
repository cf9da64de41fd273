"""Two accounts of one event, or of two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.matching.facts import Days, Facts, person
from ingest.matching.scoring import SUGGESTED, Grade, Match, ReasonCode, compare, least_share
from ingest.matching.telling import Passage

DAY = date(2026, 11, 18)


def days(number: int, *, sure: bool = True) -> Days:
    return Days(DAY.replace(day=number), DAY.replace(day=number), sure)


GUEST = person("كينجي موراكامي", "سفير اليابان", home=False)
ONE = Facts(
    days=days(18),
    kind="meeting",
    countries=frozenset({"JP"}),
    city="طرابلس",
    people=(GUEST, person("سالم الورفلي", "وزير الصناعة", home=True)),
    topics=frozenset({"mining"}),
    language="ar",
    outlet="الوزارة",
)
OTHER = replace(ONE, outlet="الجريدة", city="Tripoli")


def score(one: Facts, other: Facts, mine: Passage | None = None, theirs: Passage | None = None) -> float:
    match = compare(one, other, mine, theirs)
    return match.score if match else 0.0


def said(match: Match | None) -> set[ReasonCode]:
    assert match is not None
    return {reason.code for reason in (*match.reasons, *match.doubts)}


def test_the_same_day_country_and_guest() -> None:
    match = compare(ONE, OTHER)
    assert match is not None
    assert match.score > SUGGESTED
    assert match.grade is Grade.SAME_EVENT
    assert said(match) == {ReasonCode.SAME_DAY, ReasonCode.COUNTRIES, ReasonCode.PEOPLE, ReasonCode.CITY}


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        ({"people": (person("كارلو روسيني", "سفير", home=False),)}, ReasonCode.OTHER_PEOPLE),
        ({"countries": frozenset({"IT"})}, ReasonCode.OTHER_COUNTRIES),
        ({"days": days(20)}, ReasonCode.OTHER_DAY),
        ({"days": None}, ReasonCode.DATE_OPEN),
    ],
)
def test_what_contradicts_lowers_the_score(change: dict[str, object], doubt: ReasonCode) -> None:
    changed = replace(OTHER, **change)  # type: ignore[arg-type]
    assert doubt in said(compare(ONE, changed))
    assert score(ONE, changed) < SUGGESTED


def test_more_than_three_days_apart_only_a_copy_is_suggested() -> None:
    later = replace(OTHER, days=days(25))
    passage = Passage(shingles=frozenset(range(40)))
    assert compare(ONE, later) is None
    match = compare(ONE, later, passage, passage)
    assert match is not None
    assert match.grade is Grade.NEAR_COPY
    assert match.score > SUGGESTED


def test_the_minister_alone_makes_no_event() -> None:
    inside = replace(ONE, countries=frozenset(), people=ONE.people[1:], topics=frozenset())
    assert score(inside, replace(inside, outlet="الجريدة")) < SUGGESTED


def test_who_is_only_named_counts_too() -> None:
    silent = replace(OTHER, people=(), countries=frozenset())
    heard = Passage(countries=frozenset({"JP"}), names=frozenset({1}))
    assert score(ONE, silent, Passage(), heard) > score(ONE, silent)


def test_a_form_filled_in_for_another_guest_is_no_copy() -> None:
    passage = Passage(shingles=frozenset(range(50)))
    other = replace(
        ONE,
        outlet="الجريدة",
        countries=frozenset({"ES"}),
        people=(person("كارلو روسيني", "سفير", home=False),),
    )
    assert compare(ONE, other, passage, passage) is None
    assert compare(ONE, replace(other, people=ONE.people), passage, passage) is not None


def test_an_outlet_repeats_itself_without_telling_the_same() -> None:
    mine = Passage(shingles=frozenset(range(50)))
    theirs = Passage(shingles=frozenset(range(25, 75)))
    next_day = replace(ONE, days=days(19))
    assert ReasonCode.SAME_OUTLET in said(compare(ONE, next_day, mine, theirs))
    assert score(ONE, next_day, mine, theirs) < score(ONE, replace(next_day, outlet="الجريدة"), mine, theirs)
    assert least_share("الوزارة", "الوزارة") == least_share("الوزارة", "") > least_share("الوزارة", "الجريدة")


facts = st.builds(
    Facts,
    days=st.none() | st.builds(days, st.integers(15, 20), sure=st.booleans()),
    kind=st.sampled_from(["", "meeting", "call", "visit"]),
    countries=st.frozensets(st.sampled_from(["JP", "IT"])),
    city=st.sampled_from(["", "طرابلس", "روما"]),
    people=st.lists(
        st.builds(
            person, st.sampled_from(["كينجي موراكامي", "كارلو روسيني"]), st.just("سفير"), home=st.booleans()
        ),
        max_size=2,
        unique=True,
    ).map(tuple),
    language=st.sampled_from(["ar", "en"]),
    outlet=st.sampled_from(["", "الوزارة"]),
)
passages = st.builds(
    Passage,
    shingles=st.frozensets(st.integers(0, 40), max_size=40),
    matter=st.frozensets(st.integers(0, 20), max_size=20),
    countries=st.frozensets(st.sampled_from(["JP", "IT"])),
)


@given(facts, facts, passages, passages)
def test_every_score_is_a_share_and_has_no_direction(
    one: Facts, other: Facts, mine: Passage, theirs: Passage
) -> None:
    match, back = compare(one, other, mine, theirs), compare(other, one, theirs, mine)
    assert (match is None) == (back is None)
    if match and back:
        assert 0 <= match.score <= 1
        assert match.score == pytest.approx(back.score)
        assert match.grade is back.grade
