"""Dates: what they are resolved to, and what is no date of the event."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extraction import Home, read
from ingest.extraction.dates import find_dates
from ingest.extraction.opening import open_document

DAY = date(2025, 3, 4)  # a Tuesday


def dates(text: str, published: date | None = DAY) -> list[str]:
    doc = open_document(text, Home("LY"), published)
    find_dates(doc)
    return [mention.value for mention in doc.dates]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("زار الوفد المصنع أمس", "2025-03-03"),
        ("زار الوفد المصنع أول أمس", "2025-03-02"),
        ("زار الوفد المصنع يوم الخميس الماضي", "2025-02-27"),
        ("يزور الوفد المصنع الأحد المقبل", "2025-03-09"),
        ("عقد اللقاء في 15 جانفي 2025 بالمقر", "2025-01-15"),
        ("عقد اللقاء في ٢٠ كانون الثاني بالمقر", "2025-01-20"),
        ("عقد اللقاء في 22 شتنبر 2024 بالمقر", "2024-09-22"),
        ("عقد اللقاء يوم 9 هانيبال 2024 بالمقر", "2024-08-09"),
        ("عقد اللقاء يوم 22 شوال 1446هـ بالمقر", "2025-04-20"),
        ("عقد اللقاء يومي 20 و21 مايو بالمقر", "2025-05-20/2025-05-21"),
        ("عقد اللقاء يومي 21/20 مايو بالمقر", "2025-05-20/2025-05-21"),
        ("عقد اللقاء من 28 فبراير إلى 2 مارس 2025 بالمقر", "2025-02-28/2025-03-02"),
        ("عقد اللقاء في الأول من يناير 2026 بالمقر", "2026-01-01"),
        ("عقد اللقاء في 2024/12/10 بالمقر", "2024-12-10"),
        ("عقد اللقاء في 5-6/11/2024 بالمقر", "2024-11-05/2024-11-06"),
        ("عقد اللقاء خلال نوفمبر الماضي", "2024-11"),
        ("يصل الوفد غدا الأربعاء", "2025-03-05"),
        ("يصل الوفد بعد غد الخميس", "2025-03-06"),
        ("زار الوفد المصنع قبل يومين", "2025-03-02"),
        ("زار الوفد المصنع الليلة الماضية", "2025-03-03"),
        ("عقد اللقاء في الثالث من الشهر الجاري", "2025-03-03"),
        ("عقد اللقاء يوم 28 من الشهر الماضي", "2025-02-28"),
        ("يعقد اللقاء يوم 12 الجاري بالمقر", "2025-03-12"),
        ("عقد اللقاء يومي الأحد والاثنين بالمقر", "2025-03-02/2025-03-03"),
        ("عقد اللقاء يومي الأحد والاثنين المقبلين بالمقر", "2025-03-09/2025-03-10"),
        ("أقيم المعرض من الأحد إلى الثلاثاء بالمقر", "2025-03-02/2025-03-04"),
        ("أقيم المعرض أيام 1 و2 و3 مارس بالمقر", "2025-03-01/2025-03-03"),
        ("أقيم المعرض للفترة من 1 ولغاية 3 مارس بالمقر", "2025-03-01/2025-03-03"),
        ("The two sides met on 19 February 2025 in Tunis", "2025-02-19"),
        ("The two sides met two days ago in Tunis", "2025-03-02"),
        ("The fair ran from February 27 to March 2 in Tunis", "2025-02-27/2025-03-02"),
        ("The two sides met on Sunday and Monday in Tunis", "2025-03-02/2025-03-03"),
        ("The fair opens this Thursday in Tunis", "2025-03-06"),
        ("The two sides met on March 3, 2025 in Tunis", "2025-03-03"),
    ],
)
def test_words_become_a_date(text: str, value: str) -> None:
    assert dates(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "تواصلت الأعمال لليوم التالي",
        "في وقت سابق من اليوم نفسه",
        "في مساء اليوم ذاته",
        "بعد غداء العمل",
        "تستمر قبل ثلاثة أيام من موعدها",
        "الليلة الأولى من المهرجان",
        "three days later",
        "نشرت صحيفة عين اليوم الخبر",
        "جرى اللقاء بين الاثنين",
    ],
)
def test_words_that_only_look_like_a_date(text: str) -> None:
    assert dates(text) == []


def test_a_date_said_twice_is_one() -> None:
    assert dates("عقد اليوم الثلاثاء 4 رمضان 1446هـ الموافق 4 مارس اجتماع") == ["2025-03-04"]


def test_a_weekday_against_its_date_is_flagged() -> None:
    text = "استقبل وزير النقل السيد سالم عمر، يوم الأحد 27 فبراير 2025، سفير مالطا السيد جون بورغ."
    (engagement,) = read(text, home=Home("LY"), published=DAY).engagements
    assert engagement.date.value == "2025-02-27"
    assert engagement.flags == ("weekday_conflict",)


def test_a_deadline_is_not_the_day_of_the_event() -> None:
    text = "استقبل وزير النقل السيد سالم عمر سفير مالطا السيد جون بورغ، واتفقا على إعداد دراسة قبل 15 فبراير 2025."
    (engagement,) = read(text, home=Home("LY"), published=DAY).engagements
    assert engagement.date.value is None


@pytest.mark.parametrize(
    "head",
    [
        "#مصراتة_2_مارس",
        "مصراتة_2مارس",
        "مصراتة 2 مارس",
        "مصراتة في 2 مارس / وال /",
        "مصراتة - 2 مارس (وال) -",
    ],
)
def test_a_dateline_gives_day_and_city(head: str) -> None:
    text = (
        f"{head}\nاستقبل وزير النقل السيد سالم عمر سفير مالطا السيد جون بورغ وبحثا خطوط العبّارات بين البلدين."
    )
    (engagement,) = read(text, home=Home("LY"), published=DAY).engagements
    assert (engagement.date.value, engagement.city.value) == ("2025-03-02", "مصراتة")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("استقبل يوم الأحد الماضي وزير النقل السيد سالم عمر سفير مالطا السيد جون بورغ.", "2025-03-02"),
        ("قابل يوم أمس وزير النقل السيد سالم عمر السفير المالطي، واستقبل أمس السيد جون بورغ.", "2025-03-03"),
        ("استقبل وزير النقل السيد سالم عمر السفير المالطي، وبحثا فتح الخط قبل يوم 1 مارس الجاري.", None),
        ("استقبل وزير النقل السيد سالم عمر السفير المالطي، وبحثا ما تم وقبل الأحد الماضي.", None),
    ],
)
def test_a_word_that_ends_like_one_of_a_deadline_is_none(text: str, value: str | None) -> None:
    (engagement,) = read(text, home=Home("LY"), published=DAY).engagements
    assert engagement.date.value == value


def test_the_first_sentence_dates_what_the_next_tells() -> None:
    text = (
        "حضر وزير النقل السيد سالم عمر أمس بمقر الوزارة مراسم تسليم الحافلات للبلديات.\n"
        "ووقع الوزير ورئيس شركة «ألفا» المالطية السيد جون بورغ عقد الصيانة."
    )
    assert [one.date.value for one in read(text, home=Home("LY"), published=DAY).engagements] == [
        "2025-03-03"
    ]
