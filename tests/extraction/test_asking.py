"""Requests, offers and signatures in turns of phrase of other ministries; half of the cases must give nothing."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extraction import Home, read
from tests.extraction.test_commitments import tasks, told
from tests.extraction.test_english_people import people as english_people

TODAY = date(2024, 2, 9)
LONG_SIGNING = (
    "وقعت وزيرة السياحة، هدى سالم، ووزير النقل السنغالي، مامادو ندياي، اليوم الأربعاء بالرباط، "
    "مذكرة تفاهم لتكوين المرشدين."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ودعا السيد الوكيل الشركات الكورية للمشاركة في معرض التعدين.",
            [("requested", "مشاركة في معرض التعدين", ("الشركات الكورية",))],
        ),
        ("ودعا الوزير للمشاركة في المعرض.", []),
        ("ووجه الوزير رسالة للمشاركين في المعرض.", []),
        (
            "واقترح السفير إيفاد خبراء كوريين إلى مصنع الحديد.",
            [("pledged", "إيفاد خبراء كوريين إلى مصنع الحديد", ("السفير",))],
        ),
        ("واقترح مندوب الجمارك تخصيص مسار سريع للسلع.", []),
        (
            "وأكد المبعوث التزام بلاده بتقديم دعم للمتضررين من السيول.",
            [("pledged", "تقديم دعم للمتضررين من السيول", ("بلاده",))],
        ),
        ("وأكد المبعوث التزام بلاده بتعزيز العلاقات.", []),
        (
            "وذكر البيان أن الجانبين اتفقا خلال اللقاء على تأسيس مجلس أعمال مشترك.",
            [("agreed", "تأسيس مجلس أعمال مشترك", ("الجانبين",))],
        ),
        (
            "وأذن الوزير بإحداث لجنة فنية لمراجعة العقود.",
            [("directed", "إحداث لجنة فنية لمراجعة العقود", ())],
        ),
        (
            "وشدد الوزير على ضرورة استكمال تسجيل الطلبة في موعد أقصاه 20 مارس، وكلف الإدارة بحصر المدارس.",
            [
                ("directed", "استكمال تسجيل الطلبة", ()),
                ("directed", "حصر المدارس", ("الإدارة",)),
            ],
        ),
        (
            "وأوصى الوكيل بضرورة توفير قطع الغيار للمصنع.",
            [("agreed", "توفير قطع الغيار للمصنع", ())],
        ),
        ("وأوصى الوكيل بضرورة الصبر.", []),
        (
            "وقال مدير المكتب إن الوزير تعهد بصرف المرتبات المتأخرة للعمال.",
            [("pledged", "صرف المرتبات المتأخرة للعمال", ("الوزير",))],
        ),
        (
            "ووقع وزير المياه سالم عمر، والسفيرة الأمريكية ماري بيكر، اتفاقية لإدارة المياه.",
            [("signed", "اتفاقية لإدارة المياه", ("وزير المياه سالم عمر", "السفيرة الأمريكية ماري بيكر"))],
        ),
        (
            "وتلقى الوزير دعوة للمشاركة في معرض الغذاء، نقلها إليه السفير.",
            [("requested", "مشاركة في معرض الغذاء", ("الوزير",))],
        ),
        (
            "واعتمد المجلس خطة العمل للنصف الثاني.",
            [("agreed", "خطة العمل للنصف الثاني", ("المجلس",))],
        ),
        (
            "وأكد المدير أن الشركة ستبدأ الإنتاج في الحقل الجديد.",
            [("pledged", "ستبدأ الإنتاج في الحقل الجديد", ("الشركة",))],
        ),
        (
            "ووقع الجانبان محضر الدورة الذي نص على إنشاء خط ملاحي، وتسوية ديون الشركات.",
            [
                ("signed", "محضر الدورة", ("الجانبان",)),
                ("agreed", "إنشاء خط ملاحي", ()),
                ("agreed", "تسوية ديون الشركات", ()),
            ],
        ),
        (
            "وأعلن رئيس الوفد عزم الاتحاد إرسال فريق لدراسة التربة.",
            [("pledged", "إرسال فريق لدراسة التربة", ("الاتحاد",))],
        ),
        (
            "وتمت الموافقة على تخصيص قطعة أرض لسوق جملة.",
            [("agreed", "تخصيص قطعة أرض لسوق جملة", ())],
        ),
        ("وينتظر المصنع الموافقة على تخصيص قطعة أرض لسوق جملة.", []),
        ("ووقع العقد المهندسة منى رزق رئيس الشركة.", []),
    ],
)
def test_what_is_asked_and_offered(text: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert told(text) == expected


def test_a_noun_of_the_letters_of_a_verb_has_no_subject() -> None:
    """«في نقل خبراتها»: what she brings does not speak."""
    text = "وأعرب المدير عن رغبة الشركة في نقل خبراتها إلى البلاد، مبينا أنها ستقدم دراسة جدوى."
    assert [owner for _, _, owners in told(text) for owner in owners] == ["المدير"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LONG_SIGNING, ["مذكرة تفاهم لتكوين المرشدين"]),
        ("وقع الوزير سالم عمر، بحضور السفير، اتفاقية لتدريب البحارة.", ["اتفاقية لتدريب البحارة"]),
        ("وقعت الوزيرة اتفاقية لتدريب البحارة، مذكرة بعمق العلاقات.", ["اتفاقية لتدريب البحارة"]),
        ("وقع الحادث أمس، مذكرة بما جرى في العام الماضي.", []),
    ],
)
def test_the_paper_may_stand_far_behind_its_signers(text: str, expected: list[str]) -> None:
    assert [task.text.value for task in tasks(text) if task.kind.value == "signed"] == expected


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        ("خلال الربع الأول من عام 2027", "2027-03-31"),
        ("في النصف الثاني من العام المقبل", "2027-12-31"),
        ("خلال الربع الأخير من العام", None),
        ("مع بداية الربع الأول من عام 2027", "2027"),
    ],
)
def test_a_part_of_a_named_year_ends_on_its_last_day(deadline: str, due: str | None) -> None:
    (task,) = tasks(f"واتفق الجانبان على افتتاح مكتب للشركة {deadline}.")
    assert task.due.value == due


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        ("in the first quarter of 2027", "2027-03-31"),
        ("by the end of the second half of next year", "2025-12-31"),
        ("in the first room of the building", None),
    ],
)
def test_a_quarter_in_english(deadline: str, due: str | None) -> None:
    met = "The Minister of Trade, Salem Omar, met the Ambassador of Kenya, John Otieno, in Tripoli on 8 February 2024."
    text = f"{met} The Ambassador pledged to open an office for exporters {deadline}."
    (event,) = read(text, home=Home("LY"), published=TODAY).engagements
    assert [task.due.value for task in event.commitments] == [due]


def test_a_portfolio_is_no_institution_of_a_country() -> None:
    """«Malta … maritime transport» lends its country to no minister of transport."""
    text = (
        "Libya and Malta discuss maritime transport\n\nTripoli, 8 February 2024 - The Minister of Transport, "
        "Salem Omar, received on Thursday the Ambassador of Malta to Libya, Mario Borg."
    )
    assert [(name, land) for name, _, land in english_people(text)] == [
        ("Salem Omar", "LY"),
        ("Mario Borg", "MT"),
    ]
