"""Datelines: the line or the words above the news that say where and when, and lines that only look like one."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extraction import Home, Reading, read
from ingest.extraction.opening import open_document

LEAD = "استقبل وزير النقل السيد سالم عمر في مكتبه سفير مالطا السيد جون بورغ، وبحثا خط النقل البحري."
ENGLISH = (
    "Minister of Transport Salem Omar received in his office on Tuesday the Ambassador of Malta, John Borg."
)


def reading(text: str, home: str = "SA") -> Reading:
    return read(text, home=Home(home), published=date(2025, 3, 4))


def block(line: str) -> str:
    doc = open_document(f"{line}\n{LEAD}\n{LEAD}", Home("SA"), None)
    return doc.blocks[0].kind


@pytest.mark.parametrize(
    "line",
    [
        "الرياض 4 رمضان 1446 هـ الموافق 4 مارس 2025 م واس",
        "جدة 04 رمضان 1446 هـ الموافق 04 مارس 2025م واس",
        "المدينة المنورة 04 رمضان 1446 هـ الموافق 04 مارس 2025 م واس",
        "الدوحة في 04 مارس 2025 الموافق 4 رمضان 1446 هـ قنا",
    ],
)
def test_a_long_line_of_place_and_days_is_a_dateline(line: str) -> None:
    assert block(line) == "dateline"
    (engagement,) = reading(f"وزير النقل يستقبل السفير المالطي\n{line}\n{LEAD}").engagements
    assert engagement.date.value == "2025-03-04"
    assert engagement.city.value
    assert line.startswith(engagement.city.value)


@pytest.mark.parametrize(
    "line",
    [
        "الرياض تستضيف في 4 رمضان 1446 هـ الموافق 4 مارس منتدى النقل البحري",
        "الرياض وجدة تحتفلان في 4 رمضان 1446 هـ الموافق 4 مارس 2025 م بالفوز",
        "وزير النقل في الرياض يستقبل سفير مالطا يوم 4 مارس 2025 م بمكتبه",
        "بدأت في 4 رمضان 1446 هـ الموافق 4 مارس 2025 م أعمال الطريق بين جدة والرياض",
    ],
)
def test_a_headline_with_place_and_day_is_none(line: str) -> None:
    assert block(line) != "dateline"


def test_a_state_is_its_capital_in_a_dateline_only() -> None:
    (engagement,) = reading(f"KUWAIT, March 4 (KUNA) -- {ENGLISH}", "KW").engagements
    assert (engagement.city.value, engagement.country.value) == ("KUWAIT", "KW")
    (engagement,) = reading(f"{ENGLISH} They spoke about ports in Kuwait.", "KW").engagements
    assert engagement.city.value is None


@pytest.mark.parametrize("line", ["// انتهى //", "17:42 ت م", "(النهاية)", "09:15 جمت"])
def test_the_end_mark_of_an_agency_is_no_text(line: str) -> None:
    doc = open_document(f"{LEAD}\n{line}", Home("SA"), None)
    assert doc.blocks[-1].kind == "junk"


@pytest.mark.parametrize(
    ("line", "city"),
    [
        ("العين في 4 مارس / وام /", "العين"),
        ("الموصل 4 آذار (واع) -", "الموصل"),
        ("حلب-سانا\n", "حلب"),
    ],
)
def test_a_dateline_may_name_a_city_that_is_a_word(line: str, city: str | None) -> None:
    (engagement,) = reading(f"{line} {LEAD}", "IQ" if city == "الموصل" else "AE").engagements
    assert engagement.city.value == city
    assert engagement.participants[0].name.value == "سالم عمر"


@pytest.mark.parametrize(
    "words", ["في العين إصابة", "بالخبر السار", "في الخبر تفاصيل", "من الجديدة والقديمة"]
)
def test_the_word_itself_is_no_city(words: str) -> None:
    (engagement,) = reading(LEAD.replace("في مكتبه", f"وتحدث {words}"), "AE").engagements
    assert engagement.city.value is None


def test_such_a_city_counts_in_a_text_about_its_country() -> None:
    (engagement,) = reading(LEAD.replace("في مكتبه", "بالموصل"), "IQ").engagements
    assert (engagement.city.value, engagement.country.value) == ("الموصل", "IQ")
