"""Events of English releases: which sentences tell one, when and where; days counted and put off."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extraction import Home, Reading, read

HEAD = "Amman, March 4 - Minister of Transport Salem Omar met on Tuesday in Amman with Ambassador of Malta John Borg."


def reading(text: str) -> Reading:
    return read(text, home=Home("JO"), published=date(2025, 3, 4))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        (
            "In Irbid the day before, the Minister had opened a school, accompanied by Governor Adel Hani.",
            "2025-03-03",
        ),
        ("On the following day, the Minister had toured Irbid with Governor Adel Hani.", "2025-03-05"),
    ],
)
def test_a_day_is_counted_from_the_other_event(words: str, day: str) -> None:
    first, second = reading(f"{HEAD}\n\n{words}").engagements
    assert first.date.value == "2025-03-04"
    assert (second.date.value, second.city.value, second.kind.value) == (day, "Irbid", "visit")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("next Sunday", "2025-03-09"),
        ("last Sunday", "2025-03-02"),
        ("last Tuesday", "2025-02-25"),
        ("next Tuesday", "2025-03-11"),
    ],
)
def test_next_and_last_weekdays(words: str, day: str) -> None:
    verb = "will visit" if "next" in words else "visited"
    (engagement,) = reading(
        f"Minister of Transport Salem Omar {verb} Valletta {words} with Adel Hani."
    ).engagements
    assert (engagement.date.value, engagement.city.value) == (day, "Valletta")


def test_who_goes_abroad_meets_its_hosts() -> None:
    lead = "A delegation headed by Minister of Transport Salem Omar arrived in Ankara on Monday on an official visit."
    (engagement,) = reading(lead).engagements
    assert [code.value for code in engagement.partner_countries] == ["TR"]
    (engagement,) = reading("Minister Salem Omar met in Ankara on Monday with expert Adel Hani.").engagements
    assert [code.value for code in engagement.partner_countries] == []


@pytest.mark.parametrize(
    "text",
    [
        "The Ministry of Transport denied reports that Minister Salem Omar met a Maltese delegation in Amman.",
        "The Ministry of Transport has cancelled the ports conference that was due to be held in Amman on March 15.",
        "The Ministry of Transport postponed until further notice the ports conference in Amman.",
    ],
)
def test_a_denial_or_a_cancellation_tells_no_event(text: str) -> None:
    assert reading(text).engagements == ()


def test_what_is_put_off_is_planned_for_the_new_day() -> None:
    text = (
        "The Ministry of Transport postponed the ports conference, which was to be held in Amman on March 15, "
        "until 7 June 2025."
    )
    (engagement,) = reading(text).engagements
    assert (engagement.status.value, engagement.date.value) == ("planned", "2025-06-07")


def test_a_place_that_a_guest_talks_about_is_not_where_they_met() -> None:
    text = "Minister Salem Omar received Ambassador of Malta John Borg, who invited him to attend the fair in Valletta."
    (engagement,) = reading(text).engagements
    assert engagement.city.value is None
