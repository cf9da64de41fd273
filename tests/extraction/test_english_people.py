"""Names, offices, institutions and sides in English releases; most cases show where they end."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extraction import Home, read
from ingest.extraction.schema import Engagement


def event(text: str, home: str = "LY") -> Engagement:
    return read(
        f"Minister meets guest\n\n{text}\n", home=Home(home), published=date(2026, 3, 11)
    ).engagements[0]


def people(text: str, home: str = "LY") -> list[tuple[str | None, str | None, str | None]]:
    return [
        (person.name.value, person.role.value, person.country.value)
        for person in event(text, home).participants
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The Minister of Trade, Salem al-Wafi, met the Maltese Minister of Trade, Carla Vella.",
            [
                ("Salem al-Wafi", "Minister of Trade", "LY"),
                ("Carla Vella", "Maltese Minister of Trade", "MT"),
            ],
        ),
        (
            "The Minister of Trade, Salem Omar, met the president of the Italian Marble and Glass Federation, "
            "Marco Rossi.",
            [
                ("Salem Omar", "Minister of Trade", "LY"),
                ("Marco Rossi", "president of the Italian Marble and Glass Federation", "IT"),
            ],
        ),
        (
            "Minister of Trade Salem Omar received Chairman of the Export Development Authority Huda Nasr.",
            [
                ("Salem Omar", "Minister of Trade", "LY"),
                ("Huda Nasr", "Chairman of the Export Development Authority", "LY"),
            ],
        ),
        (
            "Dr. Sultan bin Rashid Al Noor, Minister of Industry and Advanced Technology, met Mr. Marco Rossi, "
            "Italian Ambassador.",
            [
                ("Sultan bin Rashid Al Noor", "Minister of Industry and Advanced Technology", "LY"),
                ("Marco Rossi", "Italian Ambassador", "IT"),
            ],
        ),
        (
            (
                "Deputy Prime Minister and Minister of Defense Salem Omar received the "
                "Maltese Ambassador, Ms. Carla Vella."
            ),
            [
                ("Salem Omar", "Deputy Prime Minister and Minister of Defense", "LY"),
                ("Carla Vella", "Maltese Ambassador", "MT"),
            ],
        ),
        (
            "The Minister of Foreign Affairs, Migration and Citizens Abroad, Mr Salem Omar, met Ms. Carla Vella, "
            "Maltese Ambassador.",
            [
                ("Salem Omar", "Minister of Foreign Affairs, Migration and Citizens Abroad", "LY"),
                ("Carla Vella", "Maltese Ambassador", "MT"),
            ],
        ),
        (
            (
                "The Minister of Trade, Salem Omar, met the Minister of Trade of "
                "Malta, Carla Vella, and the Sultan of Oman."
            ),
            [
                ("Salem Omar", "Minister of Trade", "LY"),
                ("Carla Vella", "Minister of Trade of Malta", "MT"),
                (None, "Sultan of Oman", "OM"),
            ],
        ),
    ],
)
def test_names_and_offices(text: str, found: list[tuple[str | None, str | None, str | None]]) -> None:
    assert people(text) == found


def test_a_colleague_abroad_does_not_lend_his_country() -> None:
    text = (
        "The Minister of Defense, Salem Omar, received the Ambassador of "
        "Malta, Ms. Carla Vella, who delivered a letter "
        "from the Maltese Minister of Defense."
    )
    assert [side for _, _, side in people(text)] == ["LY", "MT"]


def test_a_firm_of_a_country_lends_it_to_its_officers() -> None:
    text = (
        "The National Oil Company and Italy's Enertec signed a contract in Tripoli on 10 March 2026. The contract was "
        "signed by the company's chairman, Mr. Salem Omar, and Enertec Chief Executive Marco Rossi."
    )
    assert [side for _, _, side in people(text)] == ["LY", "IT"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The talks were attended by officials of the Marble and Glass Federation.",
            ["Marble and Glass Federation"],
        ),
        ("The talks were attended by Chairman of the Export Authority Huda Nasr.", ["Export Authority"]),
        ("The minister met the Maltese Minister of Trade and Industry.", []),
        ("The minister recalled figures of the Marble and Glass Federation.", []),
    ],
)
def test_institutions(text: str, expected: list[str]) -> None:
    lead = "The Minister of Trade, Salem Omar, met the Maltese Ambassador, Ms. Carla Vella, in Tripoli. "
    assert [organization.value for organization in event(lead + text).organizations] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Minister tasked Ms. Nasr with preparing a draft memorandum.",
            [("directed", "preparing a draft memorandum")],
        ),
        (
            "The Ambassador said that Malta would open a visa office in Benghazi.",
            [("pledged", "open a visa office in Benghazi")],
        ),
        ("The fair will open on Monday.", []),
        (
            "The Ambassador conveyed an invitation from the Maltese Minister to attend the Valletta fair.",
            [("requested", "attend the Valletta fair")],
        ),
    ],
)
def test_tasks(text: str, expected: list[tuple[str, str]]) -> None:
    lead = "The Minister of Trade, Salem Omar, met the Maltese Ambassador, Ms. Carla Vella, in Tripoli. "
    assert [(task.kind.value, task.text.value) for task in event(lead + text).commitments] == expected
