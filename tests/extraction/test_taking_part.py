"""Who takes part, and on whose side, in turns of phrase that no earlier exam held; half of the cases are limits."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extraction import Home, read
from ingest.extraction.schema import Engagement
from tests.extraction.people_reading import institutions_of, people

TODAY = date(2024, 2, 9)


def events(text: str, home: str = "LY") -> tuple[Engagement, ...]:
    return read(text, home=Home(home), published=TODAY).engagements


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "التقى الوزير سالم عمر بمدير إدارة التعاون التقني بالشركة، وناقشا المشروع.",
            [("سالم عمر", "الوزير"), (None, "مدير إدارة التعاون التقني بالشركة")],
        ),
        (
            "التقى سالم عمر مدير إدارة التعاون بالشركة السفير كمال علي.",
            [("سالم عمر", "مدير إدارة التعاون بالشركة")],
        ),
    ],
)
def test_whom_somebody_met_is_not_his_own_office(
    text: str, expected: list[tuple[str | None, str | None]]
) -> None:
    assert people(text)[: len(expected)] == expected


def test_the_country_of_a_capital() -> None:
    (event,) = events("شارك المدير العام عماد علي في ورشة العمل الإقليمية حول التدوير بالعاصمة التونسية.")
    assert (event.country.value, event.city.value) == ("TN", None)


def test_who_meets_on_the_margin_of_a_session_abroad_is_of_home() -> None:
    text = "على هامش مؤتمر الطاقة في فيينا، التقى رئيس المؤسسة سالم عمر مدير الشركة كمال علي."
    assert events(text)[0].participants[0].country.value == "LY"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("اجتمع الوزير سالم عمر مع المدير كمال علي، بحسب بيان تلقته وكالة الأنباء العراقية.", []),
        ("استقبل الوزير سالم عمر بديوان رئاسة الوزراء السفير كمال علي.", []),
        ("وقعت وكالة الأنباء العراقية عقدا مع الوزير سالم عمر.", ["وكالة الأنباء العراقية"]),
    ],
)
def test_who_brings_the_news_does_not_act(text: str, expected: list[str]) -> None:
    assert institutions_of(text, "IQ") == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The Minister of Health, Salem Omar, received WHO Representative in Egypt Huda Ali in Cairo.",
            ("Huda Ali", "WHO Representative in Egypt", None),
        ),
        (
            "The Minister of Labour, Salem Omar, met ILO Regional Director for Arab States Huda Ali in Cairo.",
            ("Huda Ali", "ILO Regional Director for Arab States", None),
        ),
        (
            "The Minister of Transport, Salem Omar, met HE Ambassador of the Republic of Kazakhstan to the State of "
            "Qatar Arman Alimov in Doha.",
            ("Arman Alimov", "Ambassador of the Republic of Kazakhstan to the State of Qatar", "KZ"),
        ),
    ],
)
def test_english_offices(text: str, found: tuple[str, str, str | None]) -> None:
    (event,) = events(text, "EG")
    person = event.participants[1]
    assert (person.name.value, person.role.value, person.country.value) == found


def test_who_is_present_at_a_signing_abroad_in_english() -> None:
    (event,) = events(
        "The Libyan Coastal Company signed a contract with Brega Yards in Paris on Saturday, in the presence of Oil "
        "Minister Salem Omar."
    )
    assert [person.country.value for person in event.participants] == ["LY"]


def test_those_who_attended_stand_behind_where_it_was_held() -> None:
    text = (
        "بحث الوزير سالم عمر مع السفير كمال علي التعاون. وحضر اللقاء الذي عقد بديوان الوزارة في طرابلس، مدير إدارة "
        "الاستخدام ومدير مكتب التعاون الدولي."
    )
    assert [role for _, role in people(text)][2:] == ["مدير إدارة الاستخدام", "مدير مكتب التعاون الدولي"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("بحث الوزير سالم عمر خلال اتصال مرئي مع نظيره المالطي إيان بورغ حركة الشحن.", "call"),
        ("بحث الوزير سالم عمر مع نظيره المالطي إيان بورغ إقامة خط اتصال مرئي.", "meeting"),
    ],
)
def test_talks_in_a_call(text: str, kind: str) -> None:
    assert events(text)[0].kind.value == kind


def test_a_surname_that_is_a_town_after_an_unknown_first_name() -> None:
    assert people("حضر المنتدى القنصل العام الإيطالي فيليبو كولومبو.")[0][0] == "فيليبو كولومبو"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "نظم الاتحاد العام للغرف بالتعاون مع السفارة الإيطالية ملتقى.",
            ["الاتحاد العام للغرف", "السفارة الإيطالية"],
        ),
        ("نظم الاتحاد العام للغرف بالتعاون مع السفارة الليبية ملتقى.", ["الاتحاد العام للغرف"]),
    ],
)
def test_an_embassy_that_helps(text: str, expected: list[str]) -> None:
    assert institutions_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "حضر اللقاء منى رزق رئيس شركة نقل الكهرباء، والمدير كمال علي.",
            [("منى رزق", "رئيس شركة نقل الكهرباء"), ("كمال علي", "المدير")],
        ),
        (
            "افتتح وزير الصناعة يعرب القضاة، أمس معرض الغذاء.",
            [("يعرب القضاة", "وزير الصناعة")],
        ),
        ("اجتمع وزير الصناعة يعرب عن شكره.", [(None, "وزير الصناعة")]),
    ],
)
def test_words_of_action_in_offices_and_names(
    text: str, expected: list[tuple[str | None, str | None]]
) -> None:
    assert people(text) == expected


def test_an_office_s_field_is_not_what_it_is_told_to_do() -> None:
    text = "اجتمع الوزير سالم عمر مع السفير كمال علي، وكلف إدارة التعاون الدولي بمخاطبة السفارة."
    assert institutions_of(text) == ["إدارة التعاون الدولي"]


def test_who_receives_a_visiting_delegation_is_of_home() -> None:
    (event,) = events(
        "زار وفد من شركة هيونداي الكورية يضم المدير الإقليمي كيم سونغ مين محطة كهرباء طبرق، وكان في استقبالهم رئيس "
        "مجلس إدارة الشركة العامة للكهرباء سالم عمر."
    )
    assert [person.country.value for person in event.participants] == ["KR", "LY"]


def test_whose_board_sits() -> None:
    text = "ترأس وزير التموين سالم عمر اجتماع مجلس إدارة جهاز تنمية التجارة الداخلية."
    assert institutions_of(text) == ["جهاز تنمية التجارة الداخلية"]


@pytest.mark.parametrize(
    ("text", "lands"),
    [
        ("التقى الوزير سالم عمر بمقر السفارة الليبية في تونس السفير الفرنسي لدى ليبيا جان مورو.", ["FR"]),
        ("التقى الوزير سالم عمر السفير الفرنسي في تونس جان مورو.", ["FR"]),
        ("التقى الوزير سالم عمر وزير الصحة في تونس كمال علي.", ["TN"]),
    ],
)
def test_where_an_envoy_lives_is_no_party(text: str, lands: list[str]) -> None:
    assert [land.value for land in events(text)[0].partner_countries] == lands


def test_two_ministries_of_one_name() -> None:
    (event,) = events(
        "وقعت وزارة الأوقاف ووزارة الأوقاف بالمملكة المغربية، اليوم، مذكرة تفاهم لتأهيل الأئمة."
    )
    assert [body.value for body in event.organizations] == [
        "وزارة الأوقاف",
        "وزارة الأوقاف بالمملكة المغربية",
    ]


@pytest.mark.parametrize(
    ("guests", "kind"),
    [("ممثلين عن البنك الأوروبي للاستثمار", "meeting"), ("ممثلين عن البنك الليبي الخارجي", "internal")],
)
def test_a_world_body_at_the_table_is_from_outside(guests: str, kind: str) -> None:
    (event,) = events(f"عقد الوزير سالم عمر اليوم جلسة عمل حول الطريق، بحضور المدير كمال علي و{guests}.")
    assert event.kind.value == kind
