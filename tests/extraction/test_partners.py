"""Partner countries of lists and round-ups, events put off or hosted, and places that are only talked about."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extraction import Home, Reading, read


def reading(text: str, home: str = "LY") -> Reading:
    return read(text, home=Home(home), published=date(2025, 3, 4))


def partners(text: str) -> list[list[str]]:
    return [[code.value for code in one.partner_countries] for one in reading(text).engagements]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "استقبل وزير النقل السيد سالم عمر سفراء كل من مالطا جون بورغ وتونس علي بن صالح وغانا كوفي مينسا.",
            ["GH", "MT", "TN"],
        ),
        (
            "استقبل وزير النقل السيد سالم عمر سفراء مالطا وتونس، وبحث معهم الوضع في السودان وتشاد.",
            ["MT", "TN"],
        ),
        (
            "عقد وزير النقل السيد سالم عمر اجتماعا مع سفيري مالطا وتونس حول الأوضاع في غانا والنيجر.",
            ["MT", "TN"],
        ),
    ],
)
def test_each_state_of_a_list_of_envoys_took_part(text: str, codes: list[str]) -> None:
    assert [sorted(found) for found in partners(text)] == [codes]


def test_a_list_of_guests_in_the_headline_belongs_to_the_receptions() -> None:
    text = (
        "وزير النقل يستقبل سفراء مالطا وتونس\n"
        "استقبل وزير النقل السيد سالم عمر أمس بمكتبه سفير مالطا لدى ليبيا السيد جون بورغ.\n"
        "كما استقبل الوزير سفير تونس لدى ليبيا السيد علي بن صالح."
    )
    assert partners(text) == [["MT"], ["TN"]]


def test_a_delegation_without_names_opens_an_event() -> None:
    head = "استقبل وزير النقل السيد سالم عمر أمس بمكتبه سفير مالطا لدى ليبيا السيد جون بورغ."
    assert partners(f"{head}\nكما التقى الوزير وفد شركة «ألفا» الإسبانية المنفذة للميناء.") == [
        ["MT"],
        ["ES"],
    ]
    assert partners(f"{head}\nوأكد الوزير أن وفد الشركة الإسبانية وصل إلى الميناء.") == [["MT"]]


@pytest.mark.parametrize(
    ("text", "kind", "status", "day"),
    [
        (
            "أعلنت وزارة النقل تأجيل منتدى الموانئ الذي كان مقررا عقده في طرابلس يوم 9 مارس إلى يوم 20 أبريل المقبل "
            "بمشاركة وفود من مالطا.",
            "conference",
            "planned",
            "2025-04-20",
        ),
        (
            "تستضيف مدينة بنغازي يومي 10 و11 أبريل القادم معرض النقل بمشاركة شركات من مالطا.",
            "conference",
            "planned",
            "2025-04-10",
        ),
        (
            "تلقى وزير النقل السيد سالم عمر دعوة رسمية لزيارة فاليتا، سلمها له سفير مالطا السيد جون بورغ "
            "خلال لقائهما اليوم.",
            "meeting",
            "held",
            "2025-03-04",
        ),
    ],
)
def test_what_is_put_off_hosted_or_brought(text: str, kind: str, status: str, day: str) -> None:
    (event,) = reading(text).engagements
    assert (event.kind.value, event.status.value, event.date.value) == (kind, status, day)
    assert [code.value for code in event.partner_countries] == ["MT"]


@pytest.mark.parametrize(
    "text",
    [
        "أعلنت وزارة النقل تأجيل منتدى الموانئ المقرر عقده في طرابلس إلى إشعار آخر.",
        "أعلنت وزارة النقل إلغاء منتدى الموانئ الذي كان مقررا عقده في طرابلس يوم 9 مارس.",
        "دعا وزير النقل السيد سالم عمر إلى تأجيل سداد الرسوم إلى يوم 20 أبريل.",
    ],
)
def test_what_is_put_off_without_a_day_is_none(text: str) -> None:
    assert reading(text).engagements == ()


@pytest.mark.parametrize(
    ("more", "city"),
    [
        ("اتفاقية لإنشاء محطة في مدينة مصراتة", "طرابلس"),
        ("اتفاقية لإنشاء محطة، وذلك بمدينة مصراتة", "مصراتة"),
    ],
)
def test_where_something_is_to_be_built_is_not_where_they_signed(more: str, city: str) -> None:
    text = f"طرابلس 4 مارس 2025 - وقع وزير النقل السيد سالم عمر والسفير المالطي السيد جون بورغ {more}."
    (event,) = reading(text).engagements
    assert event.city.value == city


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("شارك وزير النقل السيد سالم عمر في أعمال المعرض الدولي للموانئ بمدينة إسطنبول التركية.", "LY"),
        ("استقبل وزير النقل السيد سالم عمر بمكتبه ممثل صندوق النقد تحضيرا لاجتماعات واشنطن.", "LY"),
    ],
)
def test_a_minister_abroad_stays_of_his_country(text: str, code: str) -> None:
    (event,) = reading(text).engagements
    assert event.participants[0].country.value == code


def test_who_is_met_alone_is_met_by_somebody() -> None:
    text = (
        "شارك وفد من وزارة النقل في قمة الموانئ بمدينة دبي.\n"
        "وعقد على هامشها اجتماعا مع الرئيس التنفيذي لشركة ألفا الإيطالية كلاوديو روسي."
    )
    assert [one.kind.value for one in reading(text).engagements][-1] == "meeting"


@pytest.mark.parametrize(
    ("goal", "codes"),
    [("العاصمة القبرصية نيقوسيا", ["CY"]), ("نيويورك", []), ("مدينة مصراتة", [])],
)
def test_who_travels_to_a_country_meets_its_hosts(goal: str, codes: list[str]) -> None:
    text = f"توجه وزير النقل السيد سالم عمر أمس إلى {goal} للمشاركة في اجتماع اللجنة الفنية."
    assert partners(text) == [codes]


def test_meetings_with_somebody_are_no_conference() -> None:
    text = "عقد وزير النقل السيد سالم عمر في بكين سلسلة من الاجتماعات مع المسؤولين في جمهورية الصين الشعبية."
    assert [one.kind.value for one in reading(text).engagements] == ["meeting"]
    text = "شارك وزير النقل السيد سالم عمر في الاجتماعات السنوية للبنك الأفريقي بمشاركة وفود من تونس."
    assert [one.kind.value for one in reading(text).engagements] == ["conference"]


@pytest.mark.parametrize(
    ("text", "status", "day"),
    [
        (
            "أعلنت وزارة النقل اليوم أن الوزير السيد سالم عمر سيزور أنقرة الأسبوع المقبل.",
            "planned",
            "2025-03",
        ),
        (
            "أعلنت وزارة النقل اليوم أن الوزير السيد سالم عمر سيزور أنقرة يوم الأحد المقبل.",
            "planned",
            "2025-03-09",
        ),
        ("أعلنت وزارة النقل أن الوزير السيد سالم عمر زار أنقرة أمس.", "held", "2025-03-03"),
    ],
)
def test_the_day_of_an_announcement_is_not_that_of_the_event(text: str, status: str, day: str) -> None:
    (event,) = reading(text).engagements
    assert (event.status.value, event.date.value) == (status, day)


def test_an_island_is_a_place() -> None:
    text = (
        "أشرف وزير النقل السيد سالم عمر بجزيرة جربة على افتتاح المنتدى الدولي للموانئ بمشاركة وفود من مالطا."
    )
    assert [one.city.value for one in reading(text).engagements] == ["جربة"]


def test_who_turns_to_people_with_thanks_goes_nowhere() -> None:
    assert partners("توجه وزير النقل السيد سالم عمر بالشكر إلى السفير المالطي على دعم بلاده.") == []
