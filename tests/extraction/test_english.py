"""Releases written in English give the same record; most cases show what must not be taken."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extraction import Home, read
from ingest.extraction.schema import Engagement

OPENING = "Minister receives Maltese ambassador\n\n"
LEAD = (
    "TRIPOLI, 10 March 2026 - The Minister of Trade, Mr. Salem Omar, received in Tripoli on Tuesday, 10 March 2026, "
    "the Maltese Ambassador to Libya, Ms. Carla Vella, in the presence of Dr. Huda Nasr, Director of Planning.\n\n"
)


def events(text: str, home: str = "LY") -> tuple[Engagement, ...]:
    return read(text, home=Home(home), published=date(2026, 3, 11)).engagements


def first(text: str = "", home: str = "LY") -> Engagement:
    return events(OPENING + LEAD + text + "\n", home)[0]


def told(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (task.kind.value, task.text.value, tuple(owner.value for owner in task.owners))
        for task in first(text).commitments
    ]


def test_the_record_of_a_meeting() -> None:
    event = first("The two sides discussed exports of olive oil.")
    assert (event.kind.value, event.date.value, event.city.value, event.country.value) == (
        "meeting",
        "2026-03-10",
        "Tripoli",
        "LY",
    )
    assert [(p.name.value, p.role.value, p.country.value) for p in event.participants] == [
        ("Salem Omar", "Minister of Trade", "LY"),
        ("Carla Vella", "Maltese Ambassador to Libya", "MT"),
        ("Huda Nasr", "Director of Planning", "LY"),
    ]
    assert [code.value for code in event.partner_countries] == ["MT"]
    assert event.title == "Meeting of the Minister of Trade with the Maltese Ambassador to Libya – Tripoli"


def test_evidence_quotes_the_source() -> None:
    source = OPENING + LEAD + "Ms. Vella offered to host ten Libyan trainees.\n"
    for event in events(source):
        for person in event.participants:
            for value in (person.name, person.role):
                if value.value is not None and value.evidence is not None:
                    assert source[value.evidence.start : value.evidence.end] == value.value
        for task in event.commitments:
            assert task.text.evidence is not None
            assert source[task.text.evidence.start : task.text.evidence.end] == task.text.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The two sides agreed to set up a joint committee on customs.",
            [("agreed", "set up a joint committee on customs", ("The two sides",))],
        ),
        (
            "Ms. Vella offered to host ten Libyan trainees, and invited the Minister to visit the Valletta fair.",
            [
                ("pledged", "host ten Libyan trainees", ("Ms. Vella",)),
                ("requested", "visit the Valletta fair", ("the Minister",)),
            ],
        ),
        (
            "The Minister instructed the Customs Department to publish the new tariff.",
            [("directed", "publish the new tariff", ("the Customs Department",))],
        ),
        (
            "It was agreed that the company would repair the two cranes.",
            [("agreed", "repair the two cranes", ("the company",))],
        ),
        (
            "The Embassy announced that it will fund forty places in Malta.",
            [("pledged", "fund forty places in Malta", ("The Embassy",))],
        ),
        (
            "The Planning Council and the Ports Authority signed a protocol on dredging.",
            [("signed", "a protocol on dredging", ("The Planning Council", "the Ports Authority"))],
        ),
        (
            "Under the deal, Malta will finance the road, while Libya will supply the stone.",
            [
                ("pledged", "finance the road", ("Malta",)),
                ("pledged", "supply the stone", ("Libya",)),
            ],
        ),
        (
            "The two ministers decided to set up a committee on fisheries and to open an office in Sirte.",
            [
                ("agreed", "set up a committee on fisheries", ("The two ministers",)),
                ("agreed", "open an office in Sirte", ("The two ministers",)),
            ],
        ),
        (
            "Ms. Vella offered ten scholarships to Libyan nurses.",
            [("pledged", "ten scholarships to Libyan nurses", ("Ms. Vella",))],
        ),
        (
            "Ms. Vella said Malta would send two divers to Tobruk.",
            [("pledged", "send two divers to Tobruk", ("Malta",))],
        ),
        (
            "The Planning Office was asked to draw up a list of firms.",
            [("requested", "draw up a list of firms", ("The Planning Office",))],
        ),
    ],
)
def test_commitments(text: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The two sides agreed to strengthen cooperation.",
        "They agreed on the importance of trade.",
        "The Minister hoped that exports would grow.",
        "He said that no effort would be spared.",
        "She praised the plan, which will help farmers.",
        "The Minister will pay a visit to Malta next month.",
        "The agreement signed last year covers fisheries.",
        "Both sides reviewed the progress made so far.",
        "The ambassador thanked the Minister for his welcome.",
    ],
)
def test_talk_is_no_commitment(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("by 30 April 2026", "2026-04-30"),
        ("before the end of the year", "2026-12-31"),
        ("by the end of this month", "2026-03-31"),
        ("within two weeks", "2026-03-24"),
        ("no later than June 30, 2026", "2026-06-30"),
        ("for thirty firms", None),
        ("within thirty days of receiving the licence", None),
        ("as soon as possible", None),
    ],
)
def test_deadlines(words: str, due: str | None) -> None:
    [task] = first(f"Ms. Vella undertook to open a visa office {words}.").commitments
    assert task.due.value == due


@pytest.mark.parametrize(
    "text",
    [
        "The Minister thanked the Governor of Misrata, Mr. Adel Karim, for his help.",
        "Ms. Vella conveyed the greetings of the Prime Minister of Malta, Mr. Paul Borg.",
        "He spoke on behalf of the Minister of Finance, Mr. Khaled Badr.",
        "The session comes days after a call with the Italian Minister of Energy, Ms. Lucia Neri.",
        "She recalled her phone conversation with the Italian Minister of Energy, Ms. Lucia Neri.",
        "The Minister instructed the Director of Ports to publish the tariff.",
    ],
)
def test_people_only_mentioned_took_no_part(text: str) -> None:
    assert len(first(text).participants) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Exports to Jordan and Georgia have grown over the past year.",
        "A delegation expected from Oman was unable to travel.",
        "The Minister recalled the experience of Korea and Malaysia.",
    ],
)
def test_countries_only_mentioned_are_no_partners(text: str) -> None:
    assert [code.value for code in first(text).partner_countries] == ["MT"]


def test_a_first_name_is_no_country() -> None:
    text = (
        "Minister meets envoy\n\n"
        "The Minister of Trade, Mr. Salem Omar, met Ms. Georgia Hall, the British Ambassador.\n"
    )
    assert [code.value for code in events(text)[0].partner_countries] == ["GB"]


def test_an_earlier_meeting_is_background() -> None:
    told_after = "On 4 February the Minister had met in Valletta with his Maltese counterpart, Mr. Paul Borg."
    main, earlier = events(OPENING + LEAD + told_after + "\n")
    assert (main.primary, earlier.primary) == (True, False)
    assert (earlier.date.value, earlier.city.value) == ("2026-02-04", "Valletta")


def test_two_guests_are_two_events() -> None:
    text = (
        "Chairman receives two delegations\n\n"
        "The chairman of the Tripoli Chamber of Commerce, Mr. Tarek Ali, welcomed two delegations in Tripoli on "
        "Monday.\n\n"
        "In the morning he met the Polish consul, Ms. Ewa Nowak.\n\n"
        "In the afternoon he held talks with the Indian ambassador, Mr. Ravi Menon.\n"
    )
    assert [[code.value for code in event.partner_countries] for event in events(text)] == [["PL"], ["IN"]]


@pytest.mark.parametrize(
    "text",
    [
        "Steel prices ease\n\n"
        "Prices eased for the second month in Tripoli, traders said. Cement moved the other way.\n",
        "Nothing\n",
        "The weather will be fine on Monday in Malta and in the south of the country too.\n",
    ],
)
def test_a_text_without_an_encounter_has_no_event(text: str) -> None:
    assert events(text) == ()


@pytest.mark.parametrize(
    "tail", ["Fituri told reporters", "officials said", "the ministry said", "Ms. Huda Nasr says"]
)
def test_a_task_ends_before_who_said_it(tail: str) -> None:
    text = (
        "The Minister of Industry, Mr. Salem Omar, received the Polish consul, Ms. Ewa Nowak, in Tripoli on Monday. "
        f"The centre is to hand over maps and rock samples by June 15, {tail}.\n"
    )
    [task] = events(text)[0].commitments
    assert task.text.value == "hand over maps and rock samples by June 15"


def test_the_head_of_a_body_named_before_is_on_its_side() -> None:
    text = (
        "Libya's Industrial Survey Office and the Polish Salt and Lime Federation signed an agreement in Tripoli on "
        "Monday.\n\nIt was signed by the office's director general, Salem Omar, and the federation's president, "
        "Ewa Nowak.\n"
    )
    assert [person.country.value for person in events(text)[0].participants] == ["LY", "PL"]


@pytest.mark.parametrize("end", [".", "", ".\n", ". They discussed cooperation."])
def test_a_release_of_one_sentence(end: str) -> None:
    [event] = events(
        f"The Minister of Industry received the Ambassador of Japan in Tripoli on 3 March 2025{end}"
    )
    assert (event.kind.value, event.date.value, event.city.value) == ("meeting", "2025-03-03", "Tripoli")
    assert [person.country.value for person in event.participants] == ["LY", "JP"]


@pytest.mark.parametrize(
    "text", ["Minister meets ambassador", "The Minister of Industry welcomed the report."]
)
def test_a_line_without_parties_is_no_event(text: str) -> None:
    assert events(text) == ()


def test_an_own_meeting_is_internal() -> None:
    text = (
        "Minister reviews stores\n\n"
        "The Minister of Industry, Mr. Salem Omar, held a meeting in Tripoli on Tuesday with the Director of Stores, "
        "Mr. Adel Karim, and the head of the Legal Office, Ms. Huda Nasr.\n"
    )
    [event] = events(text)
    assert (event.kind.value, event.partner_countries) == ("internal", ())


def test_international_bodies_are_no_country() -> None:
    text = (
        "Minister meets Bank director\n\n"
        "The Minister of Finance, Mr. Salem Omar, met in Tripoli on Tuesday Ms. Ana Ruiz, Country Director of the "
        "World Bank.\n"
    )
    [event] = events(text)
    assert event.participants[1].country.value is None
    assert event.partner_countries == ()
