"""Results named as nouns, duties «على أن», what a document lays down, and who is to do it; most cases show limits."""

from __future__ import annotations

import pytest

from tests.extraction.test_commitments import tasks, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "وخرج المؤتمر بعدد من التوصيات، من أبرزها إنشاء مركز للمعايرة، وتحديث خارطة الخامات.",
            [("agreed", "إنشاء مركز للمعايرة", ()), ("agreed", "تحديث خارطة الخامات", ())],
        ),
        ("وتضمنت التوصيات إعداد قانون للصيد.", [("agreed", "إعداد قانون للصيد", ())]),
        ("وأوصى المشاركون بإنشاء مركز للمعايرة.", [("agreed", "إنشاء مركز للمعايرة", ())]),
        (
            "ونصت الاتفاقية على أن تتولى مالطا تدريب عشرين مفتشا، وأن توفر ليبيا مقر الدورة.",
            [
                ("agreed", "تتولى مالطا تدريب عشرين مفتشا", ("مالطا",)),
                ("agreed", "توفر ليبيا مقر الدورة", ("ليبيا",)),
            ],
        ),
        (
            "واتفق الجانبان على إعداد دراسة للميناء، على أن تقدم الشركة خطة التنظيم.",
            [
                ("agreed", "إعداد دراسة للميناء", ("الجانبان",)),
                ("agreed", "تقدم الشركة خطة التنظيم", ("الشركة",)),
            ],
        ),
        (
            "ومن المقرر أن يوقع الطرفان اتفاقية إطار الأسبوع المقبل.",
            [("pledged", "يوقع الطرفان اتفاقية إطار الأسبوع المقبل", ("الطرفان",))],
        ),
        (
            "وكلف الوزير المدير العام إعداد لائحة بالأضرار.",
            [("directed", "إعداد لائحة بالأضرار", ("المدير العام",))],
        ),
    ],
)
def test_what_is_taken(text: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "وناقش المؤتمر محاور عديدة، من أبرزها إنشاء المراكز.",
        "وأشار إلى أن المشاريع كثيرة، من بينها تطوير الموانئ.",
        "ومن المقرر أن يزور الوفد المصنع غدا.",
        "وأكد أن على الجميع أن يعلم ذلك.",
        "وشملت الجولة تفقد الميناء.",
    ],
)
def test_what_is_none(text: str) -> None:
    assert told(text) == []


def test_the_condition_on_a_new_body_stays_with_it() -> None:
    assert told("واتفق الجانبان على تشكيل لجنة فنية على أن تعقد اللجنة أول اجتماعاتها في مايو.") == [
        ("agreed", "تشكيل لجنة فنية على أن تعقد اللجنة أول اجتماعاتها في مايو", ("الجانبان",))
    ]


def test_each_duty_has_its_own_deadline() -> None:
    found = tasks(
        "واتفق الجانبان على إعداد دراسة قبل 15 أبريل 2026، على أن تقدم الشركة خطة التنظيم قبل 20 مايو 2026."
    )
    assert [one.due.value for one in found] == ["2026-04-15", "2026-05-20"]


def test_a_task_begins_with_no_preposition() -> None:
    found = told("وأبدى السفير استعداد بلاده للمشاركة في تأهيل المصنع.")
    assert found == [("pledged", "مشاركة في تأهيل المصنع", ("السفير",))]


def test_the_city_of_the_signing_is_no_part_of_the_signer() -> None:
    found = told("ووقعت الهيئة العامة للمعارض وشركة الأمواج بطرابلس مذكرة تفاهم لتنظيم معرض.")
    assert found[0][2] == ("الهيئة العامة للمعارض", "شركة الأمواج")
