"""Institutions made responsible, named in a headline or beside the encounter; most cases show what does not count."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extraction import Home, read

HEAD = "استقبل وزير النقل سالم عمر أمس سفير مالطا لدى ليبيا جون بورغ. "


def organizations(text: str) -> list[str]:
    (event,) = read(text, home=Home("LY"), published=date(2025, 3, 4)).engagements
    return [organization.value for organization in event.organizations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("واتفق الجانبان على أن تتولى الهيئة العامة للموانئ إعداد الدراسة.", ["الهيئة العامة للموانئ"]),
        ("وأعلن السفير أن المعهد الوطني للبحار سيستقبل عشرين متدربا.", ["المعهد الوطني للبحار"]),
        ("وأشاد السفير بدور المعهد الوطني للبحار.", []),
        ("وأكد الوزير أن القطاع الخاص سيوفر التمويل.", []),
    ],
)
def test_who_is_to_do_it_counts(text: str, expected: list[str]) -> None:
    assert organizations(HEAD + text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "زار وزير النقل سالم عمر أمس محافظة الشمال.",
        "بحث وزير النقل سالم عمر أمس مع سفير مالطا جون بورغ أوضاع الطلبة الدارسين في الجامعة الإسلامية.",
        "طلب سفير مالطا جون بورغ خلال لقائه أمس وزير النقل سالم عمر إعادة فتح مكتب بعثة الاتحاد.",
        "التقى وزير النقل سالم عمر أمس نظيره المالطي جون بورغ على هامش اجتماعات اتحاد الموانئ العربية.",
        "زار وزير النقل سالم عمر أمس الميناء، رفقة ممثل الشركة الصينية المكلفة بالتنفيذ ليانغ جون.",
        "اجتمع وزير النقل سالم عمر أمس مع سفير مالطا جون بورغ، بحضور عميد بلدية الواحة علي حسن.",
    ],
)
def test_what_is_only_spoken_of_or_a_place_does_not_count(text: str) -> None:
    assert organizations(text) == []


def test_the_subject_of_the_headline_counts() -> None:
    text = (
        "المؤسسة الوطنية للموانئ تبحث عودة الخطوط المالطية\n\n"
        "التقى عضو مجلس إدارة المؤسسة الوطنية للموانئ السيد سالم عمر، أمس الاثنين، السيد جون بورغ، "
        "نائب الرئيس التنفيذي لشركة الأمواج، لبحث استئناف الرحلات البحرية بين البلدين.\n"
    )
    assert organizations(text) == ["المؤسسة الوطنية للموانئ", "شركة الأمواج"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'استقبل وزير النقل سالم عمر أمس وفدا ضم ممثلي شركات "ألفا" و"بيتا" التركيتين.',
            ['"ألفا"', '"بيتا"'],
        ),
        ('استقبل وزير النقل سالم عمر أمس وفد مختبرات "ألفا" البلجيكية.', ['مختبرات "ألفا" البلجيكية']),
        ("اجتمع وزير النقل سالم عمر أمس مع وفد مجمع النور وشركة الأمواج.", ["مجمع النور", "شركة الأمواج"]),
        ("اجتمع وزير النقل سالم عمر أمس مع وفد من مركز النهوض بالصادرات.", ["مركز النهوض بالصادرات"]),
        ("اجتمع وزير النقل سالم عمر أمس مع وفد غرفة تجارة وصناعة عُمان.", ["غرفة تجارة وصناعة عُمان"]),
        ("عقد وزير النقل سالم عمر أمس اجتماعا عبر الدائرة التلفزيونية المغلقة مع علي حسن.", []),
        ("اجتمع وزير النقل سالم عمر أمس مع علي حسن لبحث تمويل برنامج تدريبي لفائدة العمال.", []),
    ],
)
def test_how_far_an_institution_reaches(text: str, expected: list[str]) -> None:
    assert organizations(text) == expected
