"""Countries and cities: their many forms, and the words that only look like them."""

from __future__ import annotations

import pytest

from ingest.extraction import Home, read
from ingest.extraction.opening import open_document
from ingest.extraction.places import find_cities, find_countries


def countries(text: str, home: str = "LY") -> list[str]:
    doc = open_document(text, Home(home), None)
    find_countries(doc)
    return [mention.value for mention in doc.countries]


def cities(text: str, home: str = "LY") -> list[str]:
    doc = open_document(text, Home(home), None)
    find_countries(doc)
    find_cities(doc)
    return [mention.value for mention in doc.cities]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("وصل لليابان", "JP"),
        ("الشركات واليابانية منها", "JP"),
        ("رجال أعمال أتراك", "TR"),
        ("جمهورية الكونغو الديمقراطية", "CD"),
        ("غينيا الاستوائية", "GQ"),
        ("سلطنة عُمان", "OM"),
        ("الوفد التركي", "TR"),
        ("the Republic of Korea", "KR"),
    ],
)
def test_a_country_is_found(text: str, code: str) -> None:
    assert countries(f"حضر {text} اللقاء") == [code]


@pytest.mark.parametrize(
    "text",
    ["بلدان المغرب العربي", "المحيط الهندي", "دول أمريكا اللاتينية", "بقيمة دولار أمريكي", "باللغة الإنجليزية",
     "الدعم المالي", "الأمير تركي بن فهد", "مدارس البنين", "الأشهر القمرية"],
)  # fmt: skip
def test_a_word_that_is_no_country(text: str) -> None:
    assert countries(f"شمل التقرير {text} أيضا", "SA") == []


def test_amman_and_oman_are_told_apart_by_the_text() -> None:
    assert countries("زار الوفد الأردني عمان") == ["JO"]
    assert cities("زار الوفد الأردني عمان") == ["JO"]
    assert countries("زار وفد سلطنة عمان ثم عاد إلى عمان") == ["OM", "OM"]


def test_tripoli_is_where_the_text_is_about() -> None:
    assert cities("وصل إلى طرابلس", "LY") == ["LY"]


@pytest.mark.parametrize("text", ["آخر الخبر هنا", "صلاة الخمس", "سأل جده عنه", "اتفقا على هون المسألة"])
def test_a_word_that_is_no_city(text: str) -> None:
    assert cities(text, "SA") == []


@pytest.mark.parametrize(
    ("where", "city", "country"),
    [
        ("بمدينة «بنغازي»", "بنغازي", "LY"),
        ("في العاصمة الإيطالية روما", "روما", "IT"),
        ("بمكتبه في طرابلس", "طرابلس", "LY"),
        ("بمقر الوزارة", None, "LY"),
        ("بمدينة الغريفة", "الغريفة", "LY"),
        ("بمقر السفارة في روما", "روما", "IT"),
        ("بمقر السفارة الليبية في روما", "روما", "IT"),
    ],
)
def test_where_a_meeting_took_place(where: str, city: str | None, country: str) -> None:
    text = f"استقبل وزير النقل السيد سالم عمر {where} سفير مالطا لدى ليبيا السيد جون بورغ."
    (engagement,) = read(text, home=Home("LY"), published=None).engagements
    assert (engagement.city.value, engagement.country.value) == (city, country)


def test_a_call_took_place_nowhere() -> None:
    text = "أجرى وزير النقل السيد سالم عمر من طرابلس اتصالا هاتفيا مع وزير النقل المالطي السيد جون بورغ."
    (engagement,) = read(text, home=Home("LY"), published=None).engagements
    assert (engagement.kind.value, engagement.city.value, engagement.country.value) == ("call", None, None)


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("استقبل وزير النقل السيد سالم عمر السفير المالطي السيد جون بورغ، وبحثا خط غاز من نيجيريا.", ["MT"]),
        ("عقد وزير النقل السيد سالم عمر اجتماعا بمشاركة وفود من تونس والجزائر.", ["TN", "DZ"]),
        (
            "شارك وزير النقل السيد سالم عمر في اجتماع وزراء دول مجلس التعاون.",
            ["AE", "BH", "KW", "OM", "QA", "SA"],
        ),
        ("استقبل وزير النقل السيد سالم عمر وفدا من شركة «ألفا» الإيطالية.", ["IT"]),
    ],
)
def test_who_took_part_is_a_partner_and_who_is_talked_about_is_not(text: str, partners: list[str]) -> None:
    (engagement,) = read(text, home=Home("LY"), published=None).engagements
    assert [partner.value for partner in engagement.partner_countries] == partners


def test_a_word_that_is_a_town_once_is_one_again() -> None:
    assert cities("افتتح مهرجان الحمامات الدولي، ثم التقى الوفد بالحمامات رئيس المهرجان", "TN") == [
        "TN",
        "TN",
    ]
    assert cities("تركيب الأدوات الصحية بالحمامات والمطابخ", "TN") == []


@pytest.mark.parametrize(
    ("lead", "city"),
    [
        (
            "افتتحت وزيرة الثقافة السيدة سعاد نور الدورة العاشرة لمهرجان قرطاج الدولي بحضور والي نابل.",
            "قرطاج",
        ),
        ("افتتح وزير التجارة السيد سالم عمر أمس معرض صفاقس الدولي بحضور سفير مالطا.", "صفاقس"),
        ("ترأس وزير التجارة السيد سالم عمر بسوسة اجتماع لجنة معرض صفاقس الدولي.", "سوسة"),
        ("افتتح وزير التجارة السيد سالم عمر معرض منتجات صفاقس بحضور سفير مالطا.", None),
    ],
)
def test_an_event_named_after_its_city_was_held_there(lead: str, city: str | None) -> None:
    (engagement,) = read(lead, home=Home("TN"), published=None).engagements
    assert engagement.city.value == city


@pytest.mark.parametrize(
    ("more", "partners"),
    [
        ("وتم الاتفاق على تنظيم ملتقى بالتعاون مع الغرفة التجارية الإسبانية", ["MT"]),
        ("واتفق الجانبان على مخاطبة الشركات التركية", ["MT"]),
        ("وحضر اللقاء رئيس الغرفة التجارية الإسبانية", ["MT", "ES"]),
    ],
)
def test_who_is_to_help_with_a_task_was_not_there(more: str, partners: list[str]) -> None:
    text = f"استقبل وزير النقل السيد سالم عمر السفير المالطي السيد جون بورغ، {more}."
    (engagement,) = read(text, home=Home("LY"), published=None).engagements
    assert [partner.value for partner in engagement.partner_countries] == partners


def test_who_organised_the_event_together_was_there() -> None:
    text = (
        "نظمت وزارة التجارة بالتعاون مع الغرفة التجارية الإسبانية ملتقى المصدرين بحضور الوزير السيد سالم عمر."
    )
    (engagement,) = read(text, home=Home("LY"), published=None).engagements
    assert [partner.value for partner in engagement.partner_countries] == ["ES"]
