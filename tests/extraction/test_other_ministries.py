"""Releases of other ministries: bare names of institutions, country offices, councils, terms; half show limits."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ingest.extraction import Home, read
from ingest.extraction.schema import Engagement
from tests.extraction.people_reading import institutions_of, people
from tests.extraction.test_commitments import told as told_tasks

if TYPE_CHECKING:
    from collections.abc import Callable


def event(text: str, home: str = "LY", published: date | None = date(2024, 2, 9)) -> Engagement:
    return read(text, home=Home(home), published=published).engagements[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("التقى وزير النفط سالم عمر ممثلين عن شركات توتال وإيني الإيطالية.", ["توتال", "إيني الإيطالية"]),
        ("وقعت الوزارة اتفاقا مع اليونيسف.", ["اليونيسف"]),
        ("ناقش الوزير سالم عمر إيفاد فريق من الأطباء.", []),
        ("قال الوزير سالم عمر إن الموعد حدد في توتالي.", []),
    ],
)
def test_an_institution_without_a_word_for_its_kind_is_known_by_name(text: str, expected: list[str]) -> None:
    assert institutions_of(text) == expected


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("استقبل وزير المالية سالم عمر المدير القطري للبنك الإسلامي للتنمية إدريس سيسي.", []),
        ("استقبل وزير المالية سالم عمر السفير القطري خالد الدوسري.", ["QA"]),
    ],
)
def test_a_country_office_is_not_of_qatar(text: str, partners: list[str]) -> None:
    assert [partner.value for partner in event(text).partner_countries] == partners


def test_a_mission_of_the_bank_stands_for_no_country() -> None:
    told = event("التقى وزير الزراعة سالم عمر اليوم بعثة البنك الدولي برئاسة السيدة ساندرا ميلر.")
    assert told.kind.value == "meeting"
    assert [person.country.value for person in told.participants] == ["LY", None]


def test_a_council_of_an_agency_sits_at_home() -> None:
    text = "ترأس وزير النقل سالم عمر اليوم الخميس بالرباط أشغال المجلس الإداري للوكالة الوطنية للموانئ."
    told = event(text, "MA")
    assert (told.kind.value, told.city.value, told.country.value) == ("internal", "الرباط", "MA")
    indoors = event("اجتمع وزير التعليم سالم عمر اليوم مع مدير إدارة المناهج علي خالد.")
    assert (indoors.kind.value, indoors.city.value, indoors.country.value) == ("internal", None, "LY")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ووقع المذكرة سالم عمر وزير الاستثمار، ونورلان أحمدجانوف الرئيس التنفيذي للصندوق، في مسقط.",
            [("سالم عمر", "وزير الاستثمار"), ("نورلان أحمدجانوف", "الرئيس التنفيذي للصندوق")],
        ),
        (
            "اجتمع رئيس المركز الوطني لضمان جودة واعتماد المعاهد سالم عمر.",
            [("سالم عمر", "رئيس المركز الوطني لضمان جودة واعتماد المعاهد")],
        ),
        (
            "حضرت الندوة رئيسة الصندوق الوطني للتأمين على المرض سعاد علي.",
            [("سعاد علي", "رئيسة الصندوق الوطني للتأمين على المرض")],
        ),
        (
            "شارك خبير من مؤسسة التمويل الدولية السيد توماس فيشر.",
            [("توماس فيشر", "خبير من مؤسسة التمويل الدولية")],
        ),
        ("غادر المدينة، وقالت الصحيفة المدير العام للشركة.", []),
    ],
)
def test_titles_of_other_houses(text: str, expected: list[tuple[str, str]]) -> None:
    assert [person for person in people(text) if person[0]] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "وطلب الوزير من الصندوق أن يقدم خطة سنوية.",
            [("requested", "يقدم خطة سنوية", ("الصندوق",))],
        ),
        ("وطلب الوزير أن يقدم المركز خطة سنوية.", [("requested", "يقدم المركز خطة سنوية", ("المركز",))]),
        ("وطلب الوزير أن يكون الجميع بخير.", []),
        (
            "وشدد الوزير على ضرورة أن تقدم المصلحة خطة سنوية.",
            [("directed", "تقدم المصلحة خطة سنوية", ("المصلحة",))],
        ),
        ("وشدد الوزير على ضرورة أن تكون المصلحة قريبة من الناس.", []),
        (
            "وقررت اللجنة بناء مدرسة في المدينة، وتكليف البلدية بتجهيز الأرض.",
            [("agreed", "بناء مدرسة في المدينة", ("اللجنة",)), ("directed", "تجهيز الأرض", ("البلدية",))],
        ),
    ],
)
def test_what_is_asked_with_a_verb(text: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert told_tasks(text) == expected


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        ("قبل نهاية الربع الأول من العام", "2024-03-31"),
        ("قبل نهاية النصف الأول من العام المقبل", "2025-06-30"),
        ("بحلول نهاية الثلاثي الثالث من سنة 2026", "2026-09-30"),
        ("خلال الربع الأخير من العام", None),
        ("قبل نهاية شهر مارس", "2024-03-31"),
    ],
)
@pytest.mark.parametrize("published", [date(2024, 2, 9), None])
def test_the_end_of_a_part_of_the_year(deadline: str, due: str | None, published: date | None) -> None:
    """Where nothing says when the release came out, the day that its first lines state does."""
    text = f"اجتمع الوزير سالم عمر يوم الخميس 8 فبراير 2024 مع المدير علي خالد، واتفقا على إعداد دليل {deadline}."
    assert [task.due.value for task in event(text, published=published).commitments] == [due]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "استقبل وزير النفط ووزير الكهرباء والماء المهندس بدر خالد السفير.",
            ("بدر خالد", "وزير النفط ووزير الكهرباء والماء"),
        ),
        ("بحضور وزير النفط سالم عمر ووزير الكهرباء علي خالد.", ("علي خالد", "وزير الكهرباء")),
        (
            "التقى الوزير أمين عام سلطة وادي الأردن المهندسة منال سالم.",
            ("منال سالم", "أمين عام سلطة وادي الأردن"),
        ),
        ("التقى الوزير مدير الوكالة لوران بيريه والوفد المرافق له.", ("لوران بيريه", "مدير الوكالة")),
        ("التقى الوزير المدير سالم عمر بيوم الشجرة.", ("سالم عمر", "المدير")),
    ],
)
def test_offices_and_names_of_other_houses(text: str, expected: tuple[str, str]) -> None:
    assert expected in people(text, "JO")


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("استقبل وزير النفط سالم عمر اليوم نائب رئيس شركة بتروناس السيد عثمان خالد.", ["MY"]),
        ("وقعت المؤسسة الوطنية للنفط اليوم في طرابلس اتفاقا مع شركة إيني لحفر بئرين.", ["IT"]),
        ("استقبل وزير النفط سالم عمر اليوم محافظ الكويت لدى أوبك هيثم خالد.", ["KW"]),
        ("استقبل وزير النفط سالم عمر اليوم ممثل اليونيسف هيثم خالد.", []),
    ],
)
def test_a_firm_known_by_name_brings_its_country(text: str, partners: list[str]) -> None:
    assert [partner.value for partner in event(text).partner_countries] == partners


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "وشدد الوزير على ضرورة قيام الشركة بزيادة ورديات العمل.",
            [("directed", "زيادة ورديات العمل", ("الشركة",))],
        ),
        (
            "وأسدى الوزير تعليمات للمدير بتسريع التموين، وأمر بتنصيب لجنة يقظة.",
            [("directed", "تسريع التموين", ("للمدير",)), ("directed", "تنصيب لجنة يقظة", ())],
        ),
        (
            "وطالب الوزير بإنشاء مراكز للألبان، ووافق الوفد على تمويل خمسة منها.",
            [("requested", "إنشاء مراكز للألبان", ()), ("agreed", "تمويل خمسة منها", ("الوفد",))],
        ),
        ("وعرض معه أوضاع السياحة وتقديم الخدمات للزوار.", []),
    ],
)
def test_who_is_to_do_it(text: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert told_tasks(text) == expected


def test_a_conference_that_somebody_is_asked_to_is_no_event() -> None:
    text = (
        "اجتمع وزير المعادن سالم عمر اليوم في طشقند مع وزير التعدين الأوزبكي علي خالد. "
        "ووجه الوزير الدعوة لنظيره للمشاركة في مؤتمر التعدين المقرر عقده في الرياض في مارس القادم."
    )
    events = read(text, home=Home("SA"), published=date(2024, 2, 9)).engagements
    assert [one.kind.value for one in events] == ["meeting"]
    assert [task.due.value for task in events[0].commitments] == ["2024-03"]


def test_english_titles_with_letters_in_brackets_and_bodies_in_titles() -> None:
    text = (
        "TRIPOLI, 8 February 2024 - The Minister of Electricity, Mr. Ali Salem, received on Thursday a delegation from "
        "the Turkish company Ova Enerji, led by Mr. Kemal Yildiz, in the presence of the Chairman of the General "
        "Electricity Company of Libya (GECOL), Mr. Omar Khaled, and Ms. Sara Brown, Regional Director for Arab States "
        "of the International Labour Organization. The two agencies will exchange data on outages."
    )
    told = event(text)
    offices = {person.name.value: person.role.value for person in told.participants}
    assert offices["Omar Khaled"] == "Chairman of the General Electricity Company of Libya"
    assert {organization.value for organization in told.organizations} == {
        "Ova Enerji",
        "General Electricity Company of Libya",
        "International Labour Organization",
    }
    assert [owner.value for owner in told.commitments[0].owners] == ["The two agencies"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("ي", "ی").replace("ك", "ک"),
        lambda text: text.replace(" ", "\u202b \u2067"),
        lambda text: text.replace("ا", "\ufe8d").replace("م", "\ufee3"),
        lambda text: text.replace(" ", "&nbsp;"),
        lambda text: text.replace(" ", " 🇱🇾 "),
        lambda text: text[: len(text) // 3],
        lambda text: text[::-1],
        lambda text: "\n" * 9 + text.replace(" ", "\n"),
    ],
)
def test_spoilt_text_is_quoted_as_it_stands(spoil: Callable[[str], str]) -> None:
    text = spoil(
        "طرابلس 8 فبراير 2024: استقبل وزير النفط المهندس سالم عمر اليوم نائب رئيس شركة إيني السيد ماركو روسي، "
        "وطلب الوزير من الشركة أن تقدم خطة قبل نهاية الربع الأول من العام."
    )
    for one in read(text, home=Home("LY"), published=None).engagements:
        for value in (*(person.name for person in one.participants), *one.organizations):
            if value.evidence is not None:
                assert value.value == text[value.evidence.start : value.evidence.end]
