"""Turns of phrase of further ministries and agencies: credentials, surnames, quoted names, papers; half show limits."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extraction import Home, read
from ingest.extraction.schema import Engagement
from tests.extraction.people_reading import people
from tests.extraction.test_commitments import told as told_tasks

TODAY = date(2024, 2, 9)


def events(text: str, home: str = "LY") -> tuple[Engagement, ...]:
    return read(text, home=Home(home), published=TODAY).engagements


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "تسلم وزير الخارجية سالم عمر أوراق اعتماد السيد كارلوس رويث بصفته سفيرا لمملكة إسبانيا لدى ليبيا.",
            ("كارلوس رويث", "سفيرا لمملكة إسبانيا لدى ليبيا"),
        ),
        (
            "تسلم وزير الخارجية سالم عمر أوراق اعتماد ماريا لوبيز سفيرة فوق العادة ومفوضة لجمهورية البرازيل.",
            ("ماريا لوبيز", "سفيرة فوق العادة ومفوضة لجمهورية البرازيل"),
        ),
        ("التقى الوزير سالم عمر سفيرا التشاد والنيجر.", None),
    ],
)
def test_an_office_in_the_accusative_is_its_bearers(text: str, expected: tuple[str, str] | None) -> None:
    assert expected is None or people(text)[1] == expected
    assert len(people(text)) == (2 if expected else 1)


def test_the_envoy_in_the_accusative_stands_for_his_state() -> None:
    text = "تسلم وزير الخارجية سالم عمر اليوم أوراق اعتماد السيد كارلوس رويث سفيرا لمملكة إسبانيا لدى ليبيا."
    assert [person.country.value for person in events(text)[0].participants] == ["LY", "ES"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("أشرف وزير النقل، السيد معز بالشيخ، على جلسة عمل.", "معز بالشيخ"),
        ("التقى الوزير السيد فراس النجار.", "فراس النجار"),
        ("التقى الوزير سالم بالشيخ علي الصلابي رئيس الرابطة.", "سالم"),
    ],
)
def test_a_surname_with_a_letter_before_it(text: str, name: str) -> None:
    assert people(text)[0][0] == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'اجتمع الوزير سالم عمر مع نائب رئيس شركة سيمنس "كلاوس بريمر".',
            ("كلاوس بريمر", "نائب رئيس شركة سيمنس"),
        ),
        (
            'اجتمع الوزير سالم عمر مع رئيس الاتحاد "عبد الحكيم الورفلي".',
            ("عبد الحكيم الورفلي", "رئيس الاتحاد"),
        ),
        ('اجتمع الوزير سالم عمر مع رئيس جامعة "عمر المختار".', (None, 'رئيس جامعة "عمر المختار"')),
        ('حضر اللقاء المهندس المشرف على المشروع "سالم بن يزة".', ("سالم بن يزة", "المشرف على المشروع")),
        ("اجتمع الوزير سالم عمر مع نقيبة الممرضات هيلين نويهض.", ("هيلين نويهض", "نقيبة الممرضات")),
    ],
)
def test_a_name_in_quotation_marks_is_no_part_of_the_office(
    text: str, expected: tuple[str | None, str]
) -> None:
    assert people(text)[-1] == expected


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("بحث الوزير سالم عمر مع السفير التركي المنح، وآلية معادلة الشهادات.", 2),
        ("اجتمع الوزير سالم عمر مع السفير التركي، ووالية نابل سنية المبروك.", 3),
    ],
)
def test_a_mechanism_is_no_governor(text: str, offices: int) -> None:
    assert len(people(text)) == offices


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ونصت المذكرة على تنفيذ خط سككي بين المدينتين، وعلى إيفاد خبيرين إلى سبها.",
            [("agreed", "تنفيذ خط سككي بين المدينتين", ()), ("agreed", "إيفاد خبيرين إلى سبها", ())],
        ),
        ("وينص القانون على معاقبة المخالفين.", []),
        ("ونص الخطاب على الشكر.", []),
        (
            "والتمس رئيس الوفد تخصيص حصة إضافية من المقاعد لفائدة الرابطة.",
            [("requested", "تخصيص حصة إضافية من المقاعد لفائدة الرابطة", ())],
        ),
        (
            "وطلب السفير من الوزارة تخصيص مقعدين للمتدربين.",
            [("requested", "تخصيص مقعدين للمتدربين", ("الوزارة",))],
        ),
        ("وطلب السفير من الوزير نقل تحياته إلى رئيس الحكومة.", []),
        ("وشدد الوزير على ضرورة تسليم المباني قبل يوم 5 يونيو.", [("directed", "تسليم المباني", ())]),
        ("وشدد الوزير على ضرورة احترام القانون.", []),
    ],
)
def test_tasks_of_papers_and_with_a_day(text: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert told_tasks(text) == expected


@pytest.mark.parametrize(
    ("further", "count"),
    [
        ("ووقع السيدان عمر ولوبيز بالمناسبة اتفاقية توأمة تنظم معرضا في شهر مايو 2024.", 1),
        ("ووقع الوزير في 3 فبراير مع سفير مالطا تشارلز صليبا اتفاقية أخرى.", 2),
    ],
)
def test_a_paper_signed_on_the_same_occasion_is_no_event_of_its_own(further: str, count: int) -> None:
    lead = "استقبل رئيس الغرفة سالم عمر يوم 7 فبراير في طرابلس السيد خوان لوبيز رئيس الاتحاد الإسباني. "
    assert len(events(lead + further)) == count


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("استقبل وزير الصحة سالم عمر اليوم وفدا من بلدية مصراتة برئاسة علي خالد.", None),
        ("استقبل وزير الصحة سالم عمر اليوم بمقر بلدية مصراتة السفير التركي.", "مصراتة"),
    ],
)
def test_whence_the_guests_came_is_not_where_they_met(text: str, city: str | None) -> None:
    assert events(text)[0].city.value == city


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("استقبل وزير الصحة سالم عمر يوم 5 فبراير 2024 السفير التركي كمال يلدز.", "meeting"),
        ("استقبل وزير الصحة سالم عمر، الاثنين 5/2/2024، السفير التركي كمال يلدز.", "meeting"),
        ("استقبل الميناء برئاسة مديره سالم عمر 12 سفينة محملة بالقمح.", None),
        ("تم اليوم بمدينة بنغازي توقيع مذكرة تفاهم بين جامعة بنغازي وجامعة القاهرة.", "signing"),
        ("تم رفع العلم على مبنى الوزارة بحضور الوزير سالم عمر.", None),
        ("كان لوزير التشغيل سالم عمر، اليوم، لقاء مع سفيرة إيطاليا بتونس أليسندرا باتروني.", "meeting"),
        ("كان وزير التشغيل سالم عمر قد استقبل الضيوف.", None),
        ("تحول وزير الصحة سالم عمر، صباح اليوم، إلى المستشفى الجهوي بقفصة.", "visit"),
        ("تحول الاقتصاد في عهد الوزير سالم عمر إلى اقتصاد السوق.", None),
        ("تنقل وزير الأشغال العمومية سالم عمر اليوم إلى ولاية تيبازة.", "visit"),
        ("افتتح وزير الشباب سالم عمر، اليوم الخميس، ملعب الحلة الدولي.", "visit"),
        ("افتتح وزير الشباب سالم عمر كلمته بالشكر.", None),
    ],
)
def test_what_opens_an_event(text: str, kind: str | None) -> None:
    assert [event.kind.value for event in events(text)] == ([kind] if kind else [])


def test_credentials_taken_on_the_day_are_no_plan() -> None:
    told = events("تسلم رئيس المجلس سالم عمر، اليوم الجمعة، أوراق اعتماد سفيرة جمهورية بنغلاديش.")[0]
    assert (told.status.value, told.date.value) == ("held", "2024-02-09")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "استقبل معالي السيد وزير الداخلية السفير البريطاني.",
            [(None, "وزير الداخلية"), (None, "السفير البريطاني")],
        ),
        (
            "استقبل الوزير الأمين العام لرئاسة الجمهورية سالم ولد عمر اليوم السفير البريطاني.",
            [("سالم ولد عمر", "الأمين العام لرئاسة الجمهورية"), (None, "السفير البريطاني")],
        ),
        ("قام اللواء سالم عمر محافظ جنوب سيناء بجولة تفقدية.", [("سالم عمر", "محافظ جنوب سيناء")]),
        (
            "بحث محافظ حلب عزام الغريب مع القنصل التركي واقع المدينة.",
            [("عزام الغريب", "محافظ حلب"), (None, "القنصل التركي")],
        ),
        ("مندوبا عن رئيس الوزراء، افتتح وزير الصناعة سالم عمر المعرض.", [("سالم عمر", "وزير الصناعة")]),
    ],
)
def test_who_bears_an_office(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert people(text) == expected


def test_a_name_speaks_of_no_topic() -> None:
    told = events("استقبل وزير التجارة سالم القضاة السفير التركي كمال يلدز لبحث الصادرات.")[0]
    assert [topic.value for topic in told.topics] == ["trade"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "تابع وزير الإسكان سالم عمر اليوم سير العمل بمشروع سكني في زليتن، رفقة عميد البلدية علي خالد.",
            "visit",
        ),
        ("يتابع وزير الإسكان سالم عمر سير العمل بالمشروعات باهتمام.", None),
        ("بحث وزيرا الصحة والتعليم العالي سالم عمر وعلي خالد تدريب الأطباء.", "internal"),
        ("بحث وزير الصحة سالم عمر تدريب الأطباء.", None),
        ("تسلم الوزير سالم عمر دعوة رسمية للمشاركة في منتدى النقل بشنغهاي.", None),
    ],
)
def test_what_is_followed_up_or_only_heard_of(text: str, kind: str | None) -> None:
    assert [event.kind.value for event in events(text)] == ([kind] if kind else [])


def test_who_receives_an_arriving_guest_is_at_home() -> None:
    told = events(
        "وصل اليوم إلى مطار معيتيقة وزير خارجية مالطا إيان بورغ، وكان في استقباله وكيل الوزارة سالم عمر."
    )[0]
    assert [person.country.value for person in told.participants] == ["MT", "LY"]
    assert told.country.value == "LY"
    assert [topic.value for topic in told.topics] == ["politics"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "التقى الوزير سالم عمر سفير الاتحاد الأوروبي لدى ليبيا نيكولا أورلاندو لمناقشة المسار.",
            "نيكولا أورلاندو",
        ),
        ("التقى الوزير سالم عمر وزير التعليم العالي خالد سعيد.", "خالد سعيد"),
        ("التقى الوزير سالم عمر رئيس الغرفة علي خالد في طرابلس.", "علي خالد"),
    ],
)
def test_where_a_name_ends(text: str, expected: str) -> None:
    assert people(text)[-1][0] == expected


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        (
            "بناء على تعليمات معالي الوزير، اجتمعت اللجنة اليوم برئاسة مدير الإدارة سالم عمر.",
            ["مدير الإدارة"],
        ),
        ("اجتمعت اللجنة اليوم برئاسة معالي الوزير سالم عمر.", ["الوزير"]),
    ],
)
def test_by_whose_order_they_met(text: str, offices: list[str]) -> None:
    assert [role for _, role in people(text)] == offices


def test_a_paper_ends_before_those_present() -> None:
    told = told_tasks("ووقع الجانبان اتفاقية توأمة بحضور عميد البلدية سالم عمر.")
    assert [task for _, task, _ in told] == ["اتفاقية توأمة"]
