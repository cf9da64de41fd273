"""Who took part, and for which country; most cases show who did not."""

from __future__ import annotations

import pytest

from tests.extraction.people_reading import countries, opened, participants, people

LEAD = "استقبل وزير الصناعة سالم الورفلي في طرابلس السفير التركي كمال يلدز لبحث التعاون. "


@pytest.mark.parametrize(
    "sentence",
    [
        "ونقل السفير تحيات الرئيس التركي إلى ليبيا.",
        "وأشاد السفير بجهود خادم الحرمين الشريفين الملك سلمان بن عبدالعزيز.",
        "ويأتي اللقاء بتوجيهات رئيس الحكومة عمر الزوي.",
        "وعقد اللقاء على هامش زيارة وزير النفط عمر الزوي.",
        "ونقلت وكالة الأنباء عن وزير النفط عمر الزوي خبرا.",
        "وحضر اللقاء عدد من المسؤولين وأعضاء اللجنة.",
        "وقال المتحدث باسم الوزارة إن اللقاء كان مثمرا.",
        "وجاء ذلك بموافقة رئيس الحكومة.",
    ],
)
def test_people_only_spoken_of_are_no_participants(sentence: str) -> None:
    assert people(LEAD + sentence) == people(LEAD)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("وحضر اللقاء مدير المكتب القانوني.", [(None, "مدير المكتب القانوني")]),
        (
            "وحضر اللقاء كل من وكيل الوزارة عمر الزوي، ومدير إدارة التعاون الدولي.",
            [("عمر الزوي", "وكيل الوزارة"), (None, "مدير إدارة التعاون الدولي")],
        ),
        ("ومن الجانب التركي حضر المستشار التجاري بالسفارة.", [(None, "المستشار التجاري بالسفارة")]),
        ("وأوضح مدير المركز عمر الزوي خلال اللقاء أن العمل مستمر.", [("عمر الزوي", "مدير المركز")]),
    ],
)
def test_attendance_adds_people(sentence: str, expected: list[tuple[str | None, str]]) -> None:
    assert people(LEAD + sentence)[2:] == expected


def test_a_person_named_again_is_one_person() -> None:
    text = LEAD + "وقال الورفلي خلال اللقاء إن التعاون قائم، وأكد السفير يلدز ذلك، وشكر الوزير السفير التركي."
    assert people(text) == people(LEAD)


def test_the_fuller_mention_gives_name_and_title() -> None:
    text = "التقى وزير الصناعة السفير التركي. وحضر اللقاء وزير الصناعة والمعادن سالم الورفلي."
    assert ("سالم الورفلي", "وزير الصناعة والمعادن") in people(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LEAD, ["LY", "TR"]),
        ("استقبل وزير الصناعة سالم الورفلي سفير ليبيا لدى تركيا عمر الزوي.", ["LY", "LY"]),
        (
            "استقبل وزير الصناعة سالم الورفلي ممثلة منظمة الأغذية والزراعة للأمم المتحدة ليلى حداد.",
            ["LY", None],
        ),
        ("اجتمع سالم الورفلي وزير الصناعة مع وفد الشركة التركية برئاسة كمال يلدز.", ["LY", "TR"]),
        (LEAD + "وحضر اللقاء الملحق التجاري بالسفارة.", ["LY", "TR", "TR"]),
        (LEAD + "وحضر اللقاء مدير المكتب القانوني.", ["LY", "TR", "LY"]),
        (LEAD + "وحضر اللقاء مندوب روسيا الدائم لدى المنظمة إيفان بيتروف.", ["LY", "TR", "RU"]),
    ],
)
def test_sides(text: str, expected: list[str | None]) -> None:
    assert countries(text) == expected


def test_two_ministers_of_one_field_are_of_two_countries() -> None:
    text = "استقبل وزير خارجية روسيا إيفان بيتروف وزير الخارجية سالم الورفلي."
    assert countries(text) == ["RU", "LY"]


@pytest.mark.parametrize(
    "noise",
    [
        "رئيس التحرير: سالم الورفلي",
        "كتب: سالم الورفلي",
        "تصوير: سالم الورفلي",
        "شاهد أيضا: وزير المالية عمر الزوي يستقبل السفير",
        "أضف تعليقا - الاسم - البريد الإلكتروني",
    ],
)
def test_noise_after_a_release_adds_nobody(noise: str) -> None:
    text = "استقبل وزير الصناعة عادل بن صالح وفدا من شركة تركية لبحث التعاون بين الجانبين في طرابلس.\n\n"
    assert people(text + noise + "\n") == people(text)


def test_every_value_quotes_its_source() -> None:
    text = LEAD + "وحضر اللقاء كل من وكيل الوزارة المهندس عمر الزوي، ومدير إدارة التعاون الدولي."
    for person in participants(text):
        for value in (person.name, person.role):
            if value.value is not None and value.evidence is not None:
                assert text[value.evidence.start : value.evidence.end] == value.value


def test_a_list_without_end_costs_no_more_than_its_length() -> None:
    doc = opened("وحضر وزير الصناعة سالم الورفلي " * 2000)
    assert len(doc.persons) == 2000


def test_the_side_told_after_a_name() -> None:
    text = "عقد اجتماع برئاسة وكيل التجارة ماجد العتيبي عن الجانب السعودي، ووكيل الصناعة كمال يلدز عن الجانب التركي."
    assert countries(text) == ["SA", "TR"]


def test_somebody_only_given_a_task_was_not_there() -> None:
    assert people(LEAD + "وأوعز الوزير إلى مدير المصنع عمر الزوي بتجهيز المعدات.") == people(LEAD)
