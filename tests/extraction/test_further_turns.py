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
