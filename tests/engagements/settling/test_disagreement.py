"""When two values say different things, and when the same in other words."""

from __future__ import annotations

import pytest

from engagements.record.disagreement import agree
from engagements.record.numbers import numbers_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("تدريب 24 فنيًا", {24}),
        ("تدريب ٢٤ فنيا", {24}),
        ("تدريب أربعة وعشرين فنيًا", {24}),
        ("تدريب أربعة و عشرين فنيًا", {24}),
        ("ثلاثة آلاف طن و5 مصانع", {3000, 5}),
        ("خمسة عشر يومًا", {15}),
        ("مئة وخمسون مليونا", {150}),
        ("150 مليون دينار", {150_000_000}),
        ("1,200,000 طن و2.5 مليار", {1_200_000, 2_500_000_000}),
        ("خمسة مصانع وعشرة", {5, 10}),
        ("وواحد فقط", {1}),
        ("تشكيل فريق", set()),
    ],
)
def test_numbers_are_read_in_digits_and_in_words(text: str, numbers: set[float]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("field", "one", "other", "same"),
    [
        ("date", "2026-11", "2026-11-18", True),
        ("date", "2026-11-17", "2026-11-18", False),
        ("due_on", "2026-02", "2026-02-28", True),
        ("due_on", "2026", "2026-12-31", True),
        ("due_on", "2026-02", "2026-02-01", False),
        ("city", "مصراتة", "مصراته", True),
        ("city", "مصراتة", "طرابلس", False),
        ("kind", "meeting", "visit", False),
        ("name", "د. أحمد أبو هيبة", "أحمد أبوهيبه", True),
        ("name", "كينجي موراكامي", "كنجي موراكاوا", False),
        ("role", "السفير", "سفير اليابان لدى ليبيا", True),
        ("role", "سفير اليابان", "القائم بالأعمال", False),
        ("role", "السفير الكوري لدى ليبيا", "سفير جمهورية كوريا لدى ليبيا", True),
        ("role", "السفير الكوري", "سفير جمهورية كوريا لدى دولة ليبيا", True),
        ("role", "السفير الياباني لدى ليبيا", "سفير اليابان", True),
        ("role", "السفيرة الإيطالية", "سفيرة إيطاليا", True),
        ("role", "القنصل التركي في مصراتة", "قنصل تركيا في مصراتة", True),
        ("role", "السفير الياباني", "سفير كوريا", False),
        ("role", "سفير الولايات المتحدة", "سفير المملكة المتحدة", False),
        ("role", "سفير كوريا الجنوبية", "سفير كوريا الشمالية", False),
        ("role", "سفير النيجر", "سفير نيجيريا", False),
        ("role", "السفير الإيطالي", "القنصل الإيطالي", False),
        ("role", "المدير المالي", "مدير مال", False),
        ("text", "تقديم عشر منح", "تقديم اثنتي عشرة منحة", False),
        ("text", "تدريب عشرين فنيًا", "إيفاد 20 فنيًا للتدريب", True),
        ("text", "تدريب عشرين فنيًا", "تدريب 24 فنيًا", False),
        ("text", "تدريب عشرين فنيًا", "تدريب فنيين", True),
    ],
)
def test_what_is_a_disagreement(field: str, one: str, other: str, same: bool) -> None:
    assert agree(field, one, other) is same
    assert agree(field, other, one) is same
