"""Names, offices, places and events in turns of phrase that no earlier exam held; half of the cases are limits."""

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
            "استقبل الوزير سالم عمر السفير كمال علي، بحضور د. هدى نجيب رئيسة القطاع، ود. عادل سليم المدير العام.",
            ["سالم عمر", "كمال علي", "هدى نجيب", "عادل سليم"],
        ),
        (
            "استقبل الوزير سالم عمر السفير كمال علي، وسادت اللقاء روح ود. وشكره السفير.",
            ["سالم عمر", "كمال علي"],
        ),
        ("والتقى معاليه على هامش المؤتمر وزير الزراعة الإيطالي لورينزو باتيلي.", ["لورينزو باتيلي"]),
        ("استقبل وزير المالية الشيخ على حسن المدير كمال علي.", ["على حسن", "كمال علي"]),
        (
            "أجرى وزير التجهيز والماء، نزار العلمي، أمس مباحثات مع الوزير كمال علي.",
            ["نزار العلمي", "كمال علي"],
        ),
        ("زار الوزير سالم عمر المصنع، وكان في استقباله خلالها المدير خالد علي.", ["سالم عمر", "خالد علي"]),
        ("ناقش الوزير سالم عمر مع رئيس الاتحاد طوني عازار المشاكل القائمة.", ["سالم عمر", "طوني عازار"]),
    ],
)
def test_names(text: str, expected: list[str | None]) -> None:
    assert [name for name, _ in people(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "استقبل وزير الصحة السيد سالم عمر سفير إسبانيا المعتمد لدى بلادنا السيد كمال علي.",
            [("سالم عمر", "وزير الصحة"), ("كمال علي", "سفير إسبانيا المعتمد لدى بلادنا")],
        ),
        (
            "استقبل الوزير سالم عمر السفير كمال علي وزوده بقائمة الفرص المتاحة.",
            [("سالم عمر", "الوزير"), ("كمال علي", "السفير")],
        ),
    ],
)
def test_offices(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert people(text) == expected


def test_who_is_present_at_a_home_company_s_signing_abroad_is_of_home() -> None:
    (event,) = events(
        'وقعت المؤسسة الوطنية للنفط وشركة "بترونور" النرويجية أمس في لندن عقدا لتطوير حقل، بحضور وزير النفط والغاز.'
    )
    assert [person.country.value for person in event.participants] == ["LY"]


@pytest.mark.parametrize(
    ("first", "land"),
    [
        ("شارك وزير الزراعة سالم عمر في مؤتمر منظمة الأغذية والزراعة المنعقد في روما.", None),
        ("شارك وزير الزراعة سالم عمر في مؤتمر منظمة المزارعين الليبيين.", "LY"),
    ],
)
def test_an_organisation_told_of_in_the_first_event(first: str, land: str | None) -> None:
    """«المدير العام للمنظمة»: of that organisation."""
    met = (
        "والتقى معاليه على هامش المؤتمر المدير العام للمنظمة شو تشين، ووزير الزراعة الإيطالي لورينزو باتيلي."
    )
    text = f"{first} {met}"
    told = {
        person.name.value: person.country.value for event in events(text) for person in event.participants
    }
    assert told["شو تشين"] == land


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'وقعت الوزارة مع شركة "سيتكو" الصينية لإنجاز الشطر الثاني من الطريق عقدا جديدا.',
            ['شركة "سيتكو" الصينية'],
        ),
        ("اجتمع الوزير سالم عمر بديوان وزارة المواصلات مع مندوبين عن مصلحة الجمارك.", ["مصلحة الجمارك"]),
        (
            "بحث الوزير سالم عمر مع ممثلة منظمة الأمم المتحدة للطفولة (يونيسف) هدى علي دعم الأسر، "
            "وأكدت استعداد اليونيسف لتدريب العاملين.",
            ["منظمة الأمم المتحدة للطفولة (يونيسف)"],
        ),
    ],
)
def test_institutions(text: str, expected: list[str]) -> None:
    assert institutions_of(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("وضع وزير الصناعة سالم عمر اليوم حجر الأساس لمصنع الأعلاف في سبها.", "visit"),
        ("وضع وزير الصناعة سالم عمر خطة لتطوير المصانع.", None),
        ("عرض وزير الزراعة سالم عمر مع وفد من المزارعين برئاسة كمال علي مشاكل القطاع.", "internal"),
        ("عرض التاجر سالم عمر بضاعته مع الفواكه في السوق.", None),
        (
            "ترأس السيد وزير التعليم د. سالم عمر الاجتماع الثاني للجنة العليا للامتحانات، بحضور المدير كمال علي.",
            "internal",
        ),
        ("ترأس الوزير سالم عمر منتدى الأعمال. وحضر اجتماعاته المدير كمال علي.", "conference"),
    ],
)
def test_kinds(text: str, kind: str | None) -> None:
    assert [event.kind.value for event in events(text)] == ([kind] if kind else [])


def test_a_subject_that_was_at_the_centre_of_a_meeting_is_no_background() -> None:
    (event,) = events(
        "كان التعاون في مجال الدواء محور لقاء جمع اليوم وزير الصحة سالم عمر بسفير كوريا كمال علي.", "TN"
    )
    assert event.primary


@pytest.mark.parametrize(
    ("line", "city"),
    [("نواكشوط،  08/02/2024", "نواكشوط"), ("08/02/2024 - 12:30", None), ("المشاهدات: 08/02/2024", None)],
)
def test_a_line_of_place_and_day(line: str, city: str | None) -> None:
    lead = "استقبل وزير الصحة سالم عمر، أمس الخميس في مكتبه، سفير إسبانيا كمال علي."
    text = f"وزير الصحة يستقبل سفير إسبانيا\n\n{line}\n{lead}"
    (event,) = events(text, "MR")
    assert event.city.value == city


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "اجتمع وزير الإسكان والمرافق والمجتمعات العمرانية سالم عمر مع السفير كمال علي.",
            [("سالم عمر", "وزير الإسكان والمرافق والمجتمعات العمرانية"), ("كمال علي", "السفير")],
        ),
        (
            "اجتمع وزير الإسكان سالم عمر والمرافقون له مع السفير كمال علي.",
            [("سالم عمر", "وزير الإسكان"), ("كمال علي", "السفير")],
        ),
        (
            "بحث الوزير سالم عمر مع مدير مكتب منظمة الأغذية والزراعة “فاو” في سورية الدكتور مايك روبسون مشروع الري.",
            [
                ("سالم عمر", "الوزير"),
                ("مايك روبسون", "مدير مكتب منظمة الأغذية والزراعة “فاو” في سورية"),
            ],
        ),
        (
            "اجتمع الوزير سالم عمر مع المدراء. وقال مدير مكتب الإعلام بالوزارة كمال علي إن اللقاء كان مثمرا.",
            [("سالم عمر", "الوزير")],
        ),
        (
            "اجتمع الوزير سالم عمر مع المدراء، بحضور مدير مكتب الإعلام بالوزارة كمال علي.",
            [("سالم عمر", "الوزير"), ("كمال علي", "مدير مكتب الإعلام بالوزارة")],
        ),
    ],
)
def test_offices_with_an_alias_or_of_the_press(
    text: str, expected: list[tuple[str | None, str | None]]
) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("التقى الوزير سالم عمر السفير كمال علي، وأذن بإحداث لجنة فنية مشتركة للمعادن.", []),
        ("اجتمع الوزير سالم عمر مع اللجنة الفنية المشتركة للمعادن.", ["اللجنة الفنية المشتركة للمعادن"]),
        ("شاركت ليبيا ممثلة في وزارة الاقتصاد والصناعة في أعمال المؤتمر.", ["وزارة الاقتصاد والصناعة"]),
    ],
)
def test_institutions_that_act(text: str, expected: list[str]) -> None:
    assert institutions_of(text) == expected


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("تواصل وزير الخارجية سالم عمر هاتفيا اليوم مع نظيره المالطي إيان بورغ.", ["call"]),
        ("تواصل أعمال الصيانة سيرها في الطريق الساحلي.", []),
    ],
)
def test_who_gets_in_touch_calls(text: str, kinds: list[str]) -> None:
    assert [event.kind.value for event in events(text)] == kinds


def test_where_the_embassy_stands_is_no_party() -> None:
    (event,) = events(
        "ناقش رئيس المؤسسة سالم عمر مع القائم بالأعمال الأمريكي جون بيكر الموانئ بمقر السفارة في تونس."
    )
    assert [land.value for land in event.partner_countries] == ["US"]


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
