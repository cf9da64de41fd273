"""Offices that only point to their institution, and whose side they are on; most cases show what stays as it is."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extraction import Home, read
from ingest.extraction.schema import Participant
from tests.extraction.people_reading import countries, institutions_of, people


def guests(text: str, home: str = "LY") -> tuple[Participant, ...]:
    events = read(text, home=Home(home), published=date(2025, 3, 4)).engagements
    return events[0].participants


@pytest.mark.parametrize(
    ("text", "role", "body"),
    [
        (
            "استقبل وزير النقل سالم عمر أمس وفد شركة الأمواج المالطية برئاسة مديرها العام جون بورغ.",
            "مديرها العام",
            "شركة الأمواج المالطية",
        ),
        (
            "استقبل وزير النقل سالم عمر أمس وفد الغرفة التجارية الإيطالية، وضم الوفد مديرته العامة لورا بيانكي.",
            "مديرته العامة",
            "الغرفة التجارية الإيطالية",
        ),
    ],
)
def test_the_institution_is_given_with_the_office(text: str, role: str, body: str) -> None:
    person = next(one for one in guests(text) if one.role.value == role)
    assert person.organization.value == body
    assert person.organization.evidence is not None


@pytest.mark.parametrize(
    "text",
    [
        "استقبل وزير النقل سالم عمر أمس مديرة المركز الوطني هدى نصر.",
        "استقبل وزير النقل سالم عمر أمس نظيره المالطي جون بورغ.",
        "التقت وزيرة النقل هدى نصر أمس رئيسة الغرفة التجارية لورا بيانكي.",
        "استقبل وزير النقل سالم عمر أمس سفير مالطا لدى ليبيا جون بورغ.",
    ],
)
def test_an_office_that_says_whose_it_is_needs_no_institution(text: str) -> None:
    assert [one.organization.value for one in guests(text)] == [None, None]


def test_whose_pronoun_it_is() -> None:
    text = (
        "وقعت الهيئة العامة للموانئ وشركة الأمواج المالطية أمس مذكرة تفاهم. ووقع المذكرة عن الهيئة مديرها العام "
        "سالم عمر وعن الشركة رئيسها التنفيذي جون بورغ."
    )
    assert [(one.name.value, one.country.value) for one in guests(text)] == [
        ("سالم عمر", "LY"),
        ("جون بورغ", "MT"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "التقى نائب رئيس مجلس الوزراء ووزير الخارجية الإيطالي ماريو فيردي الوفد.",
            [("ماريو فيردي", "نائب رئيس مجلس الوزراء ووزير الخارجية الإيطالي")],
        ),
        (
            "اجتمع رئيس مجلس الوزراء سالم عمر ووزير المالية علي حسن.",
            [("سالم عمر", "رئيس مجلس الوزراء"), ("علي حسن", "وزير المالية")],
        ),
        (
            "اجتمع نائب رئيس الهيئة سالم عمر ووزير المالية علي حسن.",
            [("سالم عمر", "نائب رئيس الهيئة"), ("علي حسن", "وزير المالية")],
        ),
    ],
)
def test_a_deputy_premier_with_a_ministry_is_one_person(text: str, found: list[tuple[str, str]]) -> None:
    assert people(text) == found


def test_an_undersecretary_of_the_ministry_is_of_the_ministers_side() -> None:
    text = "استقبل وزير النقل سالم عمر سفير مالطا لدى ليبيا جون بورغ. وحضر اللقاء وكيل الوزارة علي حسن."
    assert countries(text) == ["LY", "MT", "LY"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("عقد اجتماع مع البنك الإفريقي للتنمية.", "البنك الإفريقي للتنمية"),
        ("عقد اجتماع مع غرفة الصناعة بمدينة غدامس.", "غرفة الصناعة بمدينة غدامس"),
    ],
)
def test_the_field_and_the_town_of_an_institution(text: str, name: str) -> None:
    assert institutions_of(text) == [name]


def test_the_town_of_the_meeting_is_no_part_of_a_company() -> None:
    assert institutions_of("عقد اجتماع مع شركة الأمواج للملاحة بمدينة غدامس.") == ["شركة الأمواج للملاحة"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "استقبل وزير النفط نائب رئيس شركة الأمواج خوسيه لوبيز.",
            [(None, "وزير النفط"), ("خوسيه لوبيز", "نائب رئيس شركة الأمواج")],
        ),
        (
            "استقبل وزير المالية رئيس مجلس إدارة البنك الوطني سالم عمر الوفد.",
            [("سالم عمر", "وزير المالية رئيس مجلس إدارة البنك الوطني")],
        ),
        ("التقى الرئيس التنفيذي لألفاتراك رشيد عمر الوفد.", [("رشيد عمر", "الرئيس التنفيذي لألفاتراك")]),
        (
            "اجتمع مع المدير الإقليمي للمنظمة في شمال إفريقيا باسل عمر ومديرة المشاريع آنا ماريا لوبيز.",
            [
                ("باسل عمر", "المدير الإقليمي للمنظمة في شمال إفريقيا"),
                ("آنا ماريا لوبيز", "مديرة المشاريع"),
            ],
        ),
        ("وقعت وزارة النقل، ممثلة في مصلحة الموانئ، المذكرة مع سالم عمر.", [("سالم عمر", None)]),
    ],
)
def test_where_an_office_ends(text: str, found: list[tuple[str | None, str | None]]) -> None:
    assert people(text) == found


def test_who_signs_for_an_institution_is_of_its_country() -> None:
    text = (
        "وقعت وزارة النقل وشركة الأمواج الدنماركية أمس مذكرة تفاهم. وقعها عن الوزارة وكيلها علي حسن، "
        "وعن الشركة نائب الرئيس لارس ينسن."
    )
    assert [one.country.value for one in guests(text)] == ["LY", "DK"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "التقى الوزير سالم عمر القاضي في محكمة النقض الفرنسية جان لوك مورو.",
            ("جان لوك مورو", "القاضي في محكمة النقض الفرنسية"),
        ),
        (
            "بحث الوزير ذلك مع مستشار القائد اللواء الركن السعودي سعيد بن عوض.",
            ("سعيد بن عوض", "مستشار القائد"),
        ),
        (
            "استقبل الوزير عمر رئيس مجلس إدارة شركة الأمواج التركية سردار كايا.",
            ("سردار كايا", "رئيس مجلس إدارة شركة الأمواج التركية"),
        ),
        (
            "التقى سفير جمهورية تركيا بالخرطوم السيد سردار كايا.",
            ("سردار كايا", "سفير جمهورية تركيا بالخرطوم"),
        ),
        (
            "حضر المدير العام للعلاقات الثنائية السفير أحمد عمر.",
            ("أحمد عمر", "المدير العام للعلاقات الثنائية"),
        ),
        ("حضر المدير العام للمركز جان كريستوف كاريه.", ("جان كريستوف كاريه", "المدير العام للمركز")),
        ("زار رئيس الهيئة العامة للتعدين اليوم سالم عمر.", ("سالم عمر", None)),
        ("حضر السيد باولو كوستا القنصل الفخري للرأس الأخضر.", ("باولو كوستا", "القنصل الفخري للرأس الأخضر")),
    ],
)
def test_offices_before_and_after_names(text: str, found: tuple[str, str]) -> None:
    assert found in people(text)


def test_the_head_to_be_of_a_new_body_is_not_there() -> None:
    assert people("اتفق وزير النقل سالم عمر مع الوفد على تشكيل لجنة برئاسة وكيل الوزارة.") == [
        ("سالم عمر", "وزير النقل")
    ]


def test_a_delegation_of_a_foreign_ministry_is_headed_from_abroad() -> None:
    text = "بحث وزير النقل سالم عمر ذلك مع وفد من وزارة النقل الأردنية برئاسة الأمين العام للوزارة علي حسن."
    assert countries(text) == ["LY", "JO"]
