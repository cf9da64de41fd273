"""Sentences as agencies and older releases write them: datelines, visits that last, states that sign; half limits."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extraction import Home, read
from ingest.extraction.schema import Engagement
from tests.extraction.people_reading import people
from tests.extraction.test_commitments import tasks
from tests.extraction.test_commitments import told as told_tasks

TODAY = date(2024, 2, 9)


def events(text: str, home: str = "LY") -> tuple[Engagement, ...]:
    return read(text, home=Home(home), published=TODAY).engagements


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("عمان 8 شباط (بترا)-بحث وزير التربية سالم عمر مع السفير التركي كمال يلدز تطوير المناهج.", "عمان"),
        ("بحث وزير التربية (سالم عمر)-في عمان كما في إربد-تطوير المناهج.", None),
    ],
)
def test_a_dash_behind_the_agency_ends_the_dateline(text: str, city: str | None) -> None:
    assert [event.city.value for event in events(text, "JO")] == ([city] if city else [])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "استقبل الوزير سالم عمر أمس السيدة ماري فولان رئيسة البنك التي تزور تونس من 7 إلى 10 فبراير.",
            "2024-02-08",
        ),
        ("زار وزير الصحة سالم عمر تونس من 5 إلى 7 فبراير.", "2024-02-05"),
    ],
)
def test_how_long_the_guest_stays_is_not_when_they_met(text: str, day: str) -> None:
    assert events(text)[0].date.value == day


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("ووقع السودان واليمن اتفاقية لتسليم المجرمين.", ("السودان", "اليمن")),
        ("ووقعت وزارة الصناعة والمعادن اتفاقية للتدريب.", ("وزارة الصناعة والمعادن",)),
        ("واتفق المجتمعون على أن تعد الوزارة والهيئة خطة مشتركة.", ("الوزارة", "الهيئة")),
        ("واتفق المجتمعون على أن تعد الوزارة خطة وبرنامجا.", ("الوزارة",)),
    ],
)
def test_each_of_two_owners(text: str, owners: tuple[str, ...]) -> None:
    assert told_tasks(text)[0][2] == owners


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("وتعهد السفير بتمويل خمسين روضة خلال العام الدراسي المقبل.", None),
        ("وتعهد السفير بتمويل خمسين روضة خلال شهرين.", "2026-05-10"),
    ],
)
def test_a_school_year_is_no_span(text: str, due: str | None) -> None:
    assert tasks(text)[0].due.value == due


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وتولى الجانبان التوقيع على عقد قرض بقيمة مليون دينار.", [("signed", "عقد قرض بقيمة مليون دينار")]),
        ("وتقرر عقد الدورة الثالثة للجنة في طرابلس.", [("agreed", "عقد الدورة الثالثة للجنة في طرابلس")]),
        ("وتقرر مصير العقد.", []),
    ],
)
def test_signed_and_decided(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(kind, task) for kind, task, _ in told_tasks(text)] == expected


@pytest.mark.parametrize(
    ("further", "count"),
    [
        ("ثم ترأس الوزير اجتماعا لمجلس إدارة المؤسسة الوطنية للاستخدام.", 2),
        ("ثم ترأس الوزير الاجتماع.", 1),
        ("كما عقد الوزير مع السفير اجتماعا موسعا.", 1),
    ],
)
def test_what_the_minister_then_presided(further: str, count: int) -> None:
    lead = "التقى وزير العمل سالم عمر أمس في بيروت السفير المصري كمال يلدز. "
    assert len(events(lead + further, "LB")) == count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("اجتمع وزير الحج سالم عمر مع وزير الشؤون الدينية محمد تلحة حسن.", "محمد تلحة حسن"),
        ("اجتمع وزير الحج سالم عمر مع وزير النقل محمد لمناقشة حسن السير.", "محمد"),
    ],
)
def test_an_unknown_name_between_two_known_ones(text: str, expected: str) -> None:
    assert people(text)[-1][0] == expected


def test_a_guest_of_honour_is_nobody() -> None:
    assert people("افتتح الوزير سالم عمر المعرض، وتحل روسيا ضيف شرف على المعرض.") == [("سالم عمر", "الوزير")]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        (
            "استقبل المحافظ سالم عمر بعثة صندوق النقد الدولي التي تزور البلاد حاليا برئاسة كبير الاقتصاديين بيتر دويل.",
            None,
        ),
        ("استقبل المحافظ سالم عمر بعثة صندوق النقد الدولي، وحضر اللقاء مدير الإدارة خالد علي.", "LY"),
    ],
)
def test_the_side_goes_on_behind_a_relative_clause(text: str, country: str | None) -> None:
    assert events(text)[0].participants[-1].country.value == country


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "AMMAN, Feb. 8 (Petra) -- Minister of Transport Issa Ayoub and visiting Iraqi Minister of Transport Ahmad "
            "Murtada on Thursday signed an agreement on land transport.",
            "signing",
        ),
        ("AMMAN, Feb. 8 (Petra) -- Minister of Transport Issa Ayoub is visiting Aqaba.", "visit"),
    ],
)
def test_a_visiting_minister_makes_no_visit(text: str, kind: str) -> None:
    assert events(text, "JO")[0].kind.value == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'حضر اللقاء مدير مكتب التعاون الدولي بالمصلحة العقيد "فهيم الجديد".',
            ("فهيم الجديد", "مدير مكتب التعاون الدولي بالمصلحة"),
        ),
        (
            "التقى الوزير سالم عمر اليوم السفيرة النرويجية غير المقيمة لدى اليمن.",
            (None, "السفيرة النرويجية غير المقيمة لدى اليمن"),
        ),
    ],
)
def test_office_and_name_to_their_ends(text: str, expected: tuple[str | None, str]) -> None:
    assert people(text)[-1] == expected


def test_what_a_body_is_like_is_no_part_of_its_name() -> None:
    told = events("زار الوزير سالم عمر بلدية المفرق الكبرى والممولة من الحكومة الإيطالية.", "JO")[0]
    assert "بلدية المفرق الكبرى" in [body.value for body in told.organizations]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("ووقع الجانبان اتفاقا لتوسعة المصفاة لترتفع طاقتها إلى ألف برميل في اليوم.", None),
        ("ووقع الجانبان اتفاقا لتوسعة المصفاة قبل نهاية العام.", "2026-12-31"),
    ],
)
def test_a_day_of_output_is_no_deadline(text: str, due: str | None) -> None:
    assert tasks(text)[0].due.value == due


def test_a_committee_to_sit_is_a_task_and_no_event() -> None:
    lead = "Doha, February 8 (QNA) - Minister of Transport Jassim Ali met in Doha with Minister of Trade Paul Gatete. "
    further = (
        "The two ministers agreed to set up a committee that will hold its first session in Kigali in May."
    )
    told = events(lead + further, "QA")
    assert [len(event.commitments) for event in told] == [1]
