"""First names that are words of office, and names written with a hyphen; most cases show what is no name."""

from __future__ import annotations

import pytest

from tests.extraction.people_reading import opened, people


def names(text: str) -> list[str]:
    doc = opened(text)
    return [doc.quote(*person.name) for person in doc.persons if person.name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("حضر اللقاء وكيل الوزارة لقطاع الصناعة المهندس سلطان الحميري.", "سلطان الحميري"),
        ("حضر اللقاء وكيل الوزارة المكلف سلطان بن راشد النعيمي.", "سلطان بن راشد النعيمي"),
        ("وقعها المدير العام أمين بن صالح.", "أمين بن صالح"),
        ("حضر اللقاء الشيخ مختار انداي، وزير التجارة.", "مختار انداي"),
        ("حضر اللقاء رئيس الغرفة، مساعد الدوسري، وعدد من التجار.", "مساعد الدوسري"),
        ("استقبل السيد يون كي-جون سفير كوريا.", "يون كي-جون"),
        ("استقبل السفير جان-لوك موريل وزير التجارة.", "جان-لوك موريل"),
        ("وحضر السيد ولد شيخنا با سفير موريتانيا.", "ولد شيخنا با"),
    ],
)
def test_a_name_is_kept_whole(text: str, name: str) -> None:
    assert names(text)[0] == name


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("التقى الوزير أمين العاصمة.", ["الوزير", "أمين العاصمة"]),
        (
            "حضره أمين اللجنة الفنية وقائد الجيش ومساعد الوزير.",
            ["أمين اللجنة الفنية", "قائد الجيش", "مساعد الوزير"],
        ),
        ("حضر اللقاء مساعد وزير الخارجية وسفير إيطاليا.", ["مساعد وزير الخارجية", "سفير إيطاليا"]),
        ("حضر اللقاء سلطان عمان وأمير الكويت.", ["سلطان عمان", "أمير الكويت"]),
        ("حضر اللقاء رائد الأعمال وعميد الكلية.", ["عميد الكلية"]),
        (
            "حضر اللقاء رئيس الهيئة المكلف، قائد القوات البحرية.",
            ["رئيس الهيئة المكلف", "قائد القوات البحرية"],
        ),
    ],
)
def test_an_office_is_no_name(text: str, offices: list[str]) -> None:
    doc = opened(text)
    assert [doc.quote(*person.role) for person in doc.persons if person.role and not person.name] == offices


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("التقى السيد خالد عمر-وزير التجارة الوفد.", "خالد عمر"),
        ("التقى السيد خالد عمر - المدير العام - الوفد.", "خالد عمر"),
        ("وفضيلة الإمام الأكبر شيخ الأزهر الدكتور أحمد الطاهر.", "أحمد الطاهر"),
    ],
)
def test_where_a_name_ends(text: str, name: str) -> None:
    assert names(text) == [name]


def test_a_first_name_beside_a_title_in_the_record() -> None:
    assert people("استقبل وزير النقل سالم عمر مدير الميناء المكلف سلطان بن راشد.") == [
        ("سالم عمر", "وزير النقل"),
        ("سلطان بن راشد", "مدير الميناء المكلف"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('اجتمع وزير الصحة المكلف الدكتور "سالم عمر" مع الوفد.', [("سالم عمر", "وزير الصحة المكلف")]),
        ("افتتح وزير التعاون النرويجي إيفار هالدورن المؤتمر.", [("إيفار هالدورن", "وزير التعاون النرويجي")]),
        ('زار وزير النقل سالم عمر ميدان "أحمد زبانة" أمس.', [("سالم عمر", "وزير النقل")]),
        ("طلب وزير النقل إيفاد بعثة.", []),
    ],
)
def test_quoted_and_foreign_names(text: str, found: list[tuple[str, str]]) -> None:
    assert people(text) == found


def test_a_field_with_a_pronoun_stays_in_the_office() -> None:
    assert people("التقى مدير عام الوكالة الوطنية لتحسين السكن وتطويره السيد طارق عمر الوفد.") == [
        ("طارق عمر", "مدير عام الوكالة الوطنية لتحسين السكن وتطويره")
    ]
