"""What a brief says: which engagements, whose commitments, with which sources, for whom."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from engagements.brief.asking import Period
from engagements.models import Engagement
from engagements.services.recording import CommitmentRecord
from tests.engagements.merging import merge

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagements.brief.blocks import Layout, Paragraph
    from tests.engagements.briefs.conftest import Made
    from tests.engagements.conftest import Register

TODAY = date(2026, 11, 22)


def titles(made: Made) -> list[str]:
    return [one.title for one in made.brief.entries.rows]


def test_engagements_of_the_period_the_last_first(register: Register, make: Callable[..., Made]) -> None:
    for day, title in (
        (date(2025, 11, 22), "before"),
        (date(2025, 11, 23), "first day"),
        (TODAY, "today"),
        (date(2026, 11, 21), "yesterday"),
        (None, "undated"),
    ):
        precision = "day" if day else "none"
        register.engagement(title=title, date=day, date_precision=precision)
    register.engagement(title="of others", partner_countries=("IT",))
    year = make(period=Period(date(2025, 11, 23), TODAY))
    assert titles(year) == ["today", "yesterday", "first day"]
    assert year.brief.numbers.engagements == 3
    assert "1 engagement without a date is in no period." in year.text()
    everything = make()
    assert titles(everything) == ["today", "yesterday", "first day", "before", "undated"]
    assert "without a date" not in everything.text()
    past = make(period=Period(date(2025, 1, 1), date(2025, 12, 31)))
    assert titles(past) == ["first day", "before"]


def test_what_lies_ahead_is_planned_whatever_the_period(
    register: Register, make: Callable[..., Made]
) -> None:
    register.engagement(title="held today", date=TODAY)
    register.engagement(title="later today", date=TODAY, status="planned")
    register.engagement(title="next year", date=date(2027, 3, 1), status="planned")
    register.engagement(title="called off", date=date(2027, 1, 1), status="cancelled")
    made = make(period=Period(date(2020, 1, 1), date(2020, 12, 31)))
    assert titles(made) == []
    assert [one.title for one in made.brief.planned.rows] == ["later today", "called off", "next year"]
    assert [one.status for one in made.brief.planned.rows] == ["Planned", "Cancelled", "Planned"]
    assert made.brief.numbers.next is not None
    assert made.brief.numbers.next.day.first == TODAY
    assert titles(make()) == ["held today"]


def test_an_engagement_is_listed_with_all_that_matters(filled: Engagement, make: Callable[..., Made]) -> None:
    row = make().rows("Engagements of the period")[1]
    day, about, people, sources = row
    assert day.startswith("18 November 2026")
    assert "1448" in day
    assert "لقاء السفير الياباني" in about
    assert "Meeting · طرابلس, Libya" in about
    assert "Sources disagree" not in about
    assert "For the home side: وكيل الوزارة" in people
    assert "For Japan: كينجي موراكامي, السفير" in people
    assert "سفارة اليابان" in people
    assert "وكالة الساحل" in sources
    assert f"release {filled.sources.get().pk}" in sources


@pytest.mark.parametrize("heading", ["Engagements of the period", "Planned", "Ours", "The other side's",
                                     "Of both sides, or not said whose", "Done in the period", "People met",
                                     "Partners"])  # fmt: skip
def test_every_line_has_its_source(filled: Engagement, make: Callable[..., Made], heading: str) -> None:
    rows = make().rows(heading)
    assert rows
    assert [row for row in rows if "release " not in row[-1]] == []


@pytest.mark.usefixtures("no_default_due")
def test_commitments_stand_by_whose_they_are(filled: Engagement, make: Callable[..., Made]) -> None:
    promises = make().brief.promises
    assert [one.text for one in promises.ours] == ["تشكيل لجنة"]
    assert [one.text for one in promises.theirs] == ["تدريب عشرين فنيًا"]
    assert [one.text for one in promises.unsaid] == ["تبادل الزيارات"]
    assert (promises.total, promises.overdue) == (3, 1)
    made = make()
    (theirs,) = made.rows("The other side's")
    assert "«تدريب عشرين فنيًا»" in theirs[0]
    assert "الجانب الياباني" in theirs[1]
    assert "19 November 2026" in theirs[2]
    assert "Stated in the release" in theirs[2]
    assert "3 days late" in theirs[2]
    (ours,) = made.rows("Ours")
    assert ours[2] == "No due date"
    (done,) = made.rows("Done in the period")
    assert "21 November 2026" in done[2]


@pytest.mark.parametrize(
    ("owner", "side"),
    [
        ("الوزارة الليبية", "ours"),
        ("وزارة الصناعة والمعادن", "ours"),
        ("Libyan side", "ours"),
        ("الجانب الياباني", "theirs"),
        ("the Japanese company", "theirs"),
        ("السفير", "theirs"),
        ("موراكامي", "theirs"),
        ("السفارة الليبية في اليابان", "unsaid"),
        ("الوزارة الليبية، الجانب الياباني", "unsaid"),
        ("الجانبان", "unsaid"),
        ("جامعة الجنوب", "unsaid"),
        ("", "unsaid"),
    ],
)
def test_whose_a_commitment_is(register: Register, make: Callable[..., Made], owner: str, side: str) -> None:
    register.engagement(
        participants=(register.participant("كينجي موراكامي"),),
        commitments=(CommitmentRecord("agreed", "نص", owner, None),),
    )
    promises = make().brief.promises
    assert {name: len(getattr(promises, name)) for name in ("ours", "theirs", "unsaid")} == {
        "ours": 0, "theirs": 0, "unsaid": 0, side: 1
    }  # fmt: skip


def test_only_what_was_done_in_the_period_is_done(filled: Engagement, make: Callable[..., Made]) -> None:
    assert make().brief.numbers.done == 1
    assert make(period=Period(TODAY, TODAY)).brief.done.total == 0
    assert make(period=Period(date(2026, 1, 1), TODAY - timedelta(days=2))).brief.done.total == 0


def test_people_are_those_of_the_country_with_their_last_office(
    register: Register, make: Callable[..., Made]
) -> None:
    for day, role in ((1, "السفير"), (9, "وزير الصناعة"), (5, "المستشار")):
        register.engagement(
            date=date(2026, 11, day),
            partner_countries=("JP", "IT"),
            participants=(
                register.participant("كينجي موراكامي", role=role),
                register.participant("ماركو روسي", country="IT"),
                register.participant("سالم القماطي", side="home", country="LY"),
            ),
        )
    (met,) = make().brief.people.rows
    assert (met.name, met.office, met.times) == ("كينجي موراكامي", "وزير الصناعة", 3)
    assert met.last is not None
    assert met.last.first == date(2026, 11, 9)


def test_silence_is_counted_from_the_last_engagement_held(
    register: Register, make: Callable[..., Made]
) -> None:
    assert make().brief.numbers.silent_days is None
    register.engagement(date=TODAY - timedelta(days=133))
    register.engagement(date=TODAY - timedelta(days=3), status="cancelled")
    made = make()
    assert made.brief.numbers.silent_days == 133
    assert "133 days without an engagement since" in made.text()


def test_conflicts_are_told_with_who_says_what(
    register: Register, survivor: Engagement, other: Engagement, make: Callable[..., Made]
) -> None:
    assert "do not contradict" in make().text()
    merge(register, survivor, other)
    made = make()
    (row,) = made.rows("Unsettled conflicts")
    assert survivor.title in row[0]
    said = row[1]
    assert "18 November 2026 · المكتب الإعلامي" in said
    assert "17 November 2026 · وكالة الساحل" in said
    assert (
        f"Sources disagree in {len(made.brief.conflicts.rows[0].points)} point"
        in made.rows("Engagements of the period")[0][1]
    )


def test_restricted_engagements_exist_for_who_may_see_them(
    filled: Engagement, make: Callable[..., Made]
) -> None:
    Engagement.objects.filter(pk=filled.pk).update(confidentiality="restricted")
    hidden = make()
    assert "لقاء السفير الياباني" not in hidden.text()
    assert "تدريب عشرين فنيًا" not in hidden.text()
    assert "كينجي موراكامي" not in hidden.text()
    assert hidden.brief.numbers.engagements == 1
    assert hidden.brief.promises.total == 0
    assert not hidden.brief.restricted
    shown = make(role="manager")
    assert "لقاء السفير الياباني" in shown.text()
    assert "Restricted" in shown.rows("Engagements of the period")[1][1]
    assert "This brief holds restricted engagements." in shown.text()


def test_a_long_list_is_cut_and_says_where_the_rest_is(register: Register, make: Callable[..., Made]) -> None:
    for number in range(23):
        register.engagement(date=TODAY - timedelta(days=number))
    made = make(most=20, period=Period(date(2026, 1, 1), TODAY))
    assert len(made.rows("Engagements of the period")) == 20
    assert made.brief.numbers.engagements == 23
    assert "3 earlier engagements of the period are in the register." in made.text()
    assert made.brief.entries.href == "https://sijill.example/countries/JP/?since=2026-01-01&until=2026-11-22"


def test_a_country_without_engagements_has_a_brief_that_says_so(
    register: Register, make: Callable[..., Made]
) -> None:
    text = make(code="FR").text()
    for words in (
        "No engagement in this period.",
        "Nothing is announced.",
        "Nothing promised is still open.",
    ):
        assert words in text


def test_the_home_country_has_a_brief_of_what_is_within(
    register: Register, make: Callable[..., Made]
) -> None:
    register.engagement(
        title="اجتماع داخلي", partner_countries=(), kind="internal",
        participants=(register.participant("سالم القماطي", side="home", country="LY"),),
    )  # fmt: skip
    made = make(code="LY")
    assert titles(made) == ["اجتماع داخلي"]
    assert [one.name for one in made.brief.people.rows] == ["سالم القماطي"]


def test_all_its_own_words_are_translated(filled: Engagement, make: Callable[..., Made]) -> None:
    """What is not the register's is Arabic in an Arabic brief, Latin in an English one."""
    for language, foreign in (("ar", "[A-Za-z]"), ("en", "[\u0620-\u064a]")):
        layout = make(language=language).layout
        own = [span.text for line in lines(layout) for span in line.spans if not span.said]
        own += [section.heading for section in layout.sections]
        own += [
            column.label for section in layout.sections if section.table for column in section.table.columns
        ]
        own += [words for figure in layout.figures for words in (figure.label, figure.note)]
        own += [name for name, _words in layout.head]
        assert len(own) > 60
        assert [words for words in own if re.search(foreign, words)] == []


def lines(layout: Layout) -> list[Paragraph]:
    found: list[Paragraph] = []
    for section in layout.sections:
        found += [*section.lines, *section.after]
        if section.table:
            found += [line for row in section.table.rows for cell in row for line in cell]
    return found
