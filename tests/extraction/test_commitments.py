"""What is a task, where it ends, who is to do it; most cases show what must not be taken."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extraction.commitments import find_commitments
from ingest.extraction.document import EventScope, Home
from ingest.extraction.opening import open_document
from ingest.extraction.pipeline import MENTION_STAGES
from ingest.extraction.schema import Commitment

EVENT = date(2026, 3, 10)
LEAD = (
    "وزير الصناعة يستقبل وفد الشركة الكورية\n\n"
    "استقبل وزير الصناعة اليوم وفد الشركة الكورية بمكتبه في طرابلس لبحث أوجه العمل المشترك بين البلدين "
    "في مجال تجديد خطوط الإنتاج المتوقفة منذ سنوات طويلة.\n\n"
)


def tasks(text: str, day: date | None = EVENT) -> tuple[Commitment, ...]:
    doc = open_document(LEAD + text + "\n", Home("LY"), EVENT)
    for stage in MENTION_STAGES:
        stage(doc)
    return find_commitments(doc, EventScope("meeting", doc.sentences, doc.sentences[0], 0), (), day)


def told(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(c.kind.value, c.text.value, tuple(o.value for o in c.owners)) for c in tasks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "واتفق الجانبان على تشكيل لجنة فنية لمراجعة العقود.",
            [("agreed", "تشكيل لجنة فنية لمراجعة العقود", ("الجانبان",))],
        ),
        ("وتم الاتفاق على تشكيل لجنة فنية.", [("agreed", "تشكيل لجنة فنية", ())]),
        (
            "واتفق الطرفان على إنشاء مختبر مشترك، وعلى إيفاد خبيرين إلى سبها.",
            [
                ("agreed", "إنشاء مختبر مشترك", ("الطرفان",)),
                ("agreed", "إيفاد خبيرين إلى سبها", ("الطرفان",)),
            ],
        ),
        (
            "ووجه الوزير مدير مركز البحوث بإعداد تقرير عن المخزون.",
            [("directed", "إعداد تقرير عن المخزون", ("مدير مركز البحوث",))],
        ),
        (
            "وأوعز الوزير إلى إدارة التخطيط بحصر المصانع المتوقفة.",
            [("directed", "حصر المصانع المتوقفة", ("إدارة التخطيط",))],
        ),
        (
            "ودعا الوزير الشركات الكورية إلى المشاركة في المعرض الصناعي.",
            [("requested", "المشاركة في المعرض الصناعي", ("الشركات الكورية",))],
        ),
        (
            "وطلب السفير من الجانب الليبي تخصيص قطعة أرض للمشروع.",
            [("requested", "تخصيص قطعة أرض للمشروع", ("الجانب الليبي",))],
        ),
        (
            "وتعهد السفير بتمويل دراسة جدوى، وبإيفاد خبيرين إلى سبها.",
            [
                ("pledged", "تمويل دراسة جدوى", ("السفير",)),
                ("pledged", "إيفاد خبيرين إلى سبها", ("السفير",)),
            ],
        ),
        (
            "وأعلن المدير أن الوكالة ستوفد ثلاثة خبراء إلى مصراتة.",
            [("pledged", "ستوفد ثلاثة خبراء إلى مصراتة", ("الوكالة",))],
        ),
        (
            "ووقع الوزير مع السفير مذكرة تفاهم بشأن التدريب.",
            [("signed", "مذكرة تفاهم بشأن التدريب", ("الوزير", "السفير"))],
        ),
        (
            "وكلف الوزير إدارة المناجم بإعداد خريطة، وإدارة الشؤون القانونية بصياغة العقد.",
            [
                ("directed", "إعداد خريطة", ("إدارة المناجم",)),
                ("directed", "صياغة العقد", ("إدارة الشؤون القانونية",)),
            ],
        ),
    ],
)
def test_tasks_are_read_with_kind_and_owners(
    text: str, expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "وأكد الجانبان أهمية تعزيز التعاون بين البلدين.",
        "واتفق الجانبان على تعزيز التعاون في كافة المجالات.",
        "واتفق الجانبان على أهمية استمرار التواصل.",
        "وأعرب السفير عن تطلع بلاده إلى توسيع حضورها.",
        "وأعرب الوزير عن أمله في أن تستأنف الشركة عملها.",
        "وقال إن بلاده لن تدخر جهدا في دعم الأشقاء.",
        "وأشاد بالمشروع الذي ستنفذه الشركة في الجنوب.",
        "وقع الحادث قرب الميناء مساء أمس.",
        "ووقع المذكرة عن الوزارة وكيلها للشؤون الفنية.",
        "وتقع المنطقة على مسافة عشرين كيلومترا من المدينة.",
        "وذلك قبل توقيع اتفاقية التعاون بين البلدين.",
        "وسيكون للمشروع أثر طيب في المنطقة.",
        "ناشد الوزير المواطنين ترشيد الاستهلاك.",
        "علي حسن مدير الشركة حضر اللقاء.",
        "وجه الوزير كلمة شكر إلى الحاضرين.",
        "بناء على طلب الشركة جرى تأجيل الزيارة.",
        "وشدد على ضرورة احترام مواعيد العمل الرسمي.",
    ],
)
def test_talk_is_no_commitment(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وتعهد السفير بتمويل الدراسة، كما أشاد بالعلاقات القائمة.", "تمويل الدراسة"),
        ("وتعهد السفير بتمويل الدراسة فيما شكره الوزير على جهوده.", "تمويل الدراسة"),
        ("وتعهد السفير بتمويل الدراسة، مشيرا إلى عمق العلاقات.", "تمويل الدراسة"),
        ("وتعهد السفير بتمويل الدراسة في حين شكره الوزير.", "تمويل الدراسة"),
        ("وتعهد السفير بتمويل الدراسة، ودعا إلى مزيد من الحوار.", "تمويل الدراسة"),
        ("وتعهد السفير بتمويل الدراسة قبل نهاية العام.", "تمويل الدراسة"),
        ("وتعهد السفير بتمويل الدراسة، الأمر الذي رحب به الوزير.", "تمويل الدراسة"),
    ],
)
def test_the_text_of_a_task_is_its_clause(text: str, expected: str) -> None:
    assert [task.text.value for task in tasks(text)] == [expected]


def test_a_list_of_results_gives_its_items() -> None:
    text = "وخلص الاجتماع إلى ما يلي:\n- تشكيل لجنة متابعة.\n- قيام المركز بتوفير المعدات.\n"
    assert told(text) == [
        ("agreed", "تشكيل لجنة متابعة", ()),
        ("agreed", "توفير المعدات", ("المركز",)),
    ]


def test_values_are_copied_from_the_source() -> None:
    source = LEAD + "وتعهَّد السفيرُ بتمويلِ «الدراسة» الأُولى.\n"
    for task in tasks("وتعهَّد السفيرُ بتمويلِ «الدراسة» الأُولى."):
        for value in (task.text, *task.owners):
            assert value.evidence is not None
            assert source[value.evidence.start : value.evidence.end] == value.value


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("قبل 15 يونيو 2026", "2026-06-15"),
        ("في موعد أقصاه 30 أبريل", "2026-04-30"),
        ("بحلول الأول من يناير 2027", "2027-01-01"),
        ("قبل نهاية الشهر", "2026-03-31"),
        ("قبل نهاية العام", "2026-12-31"),
        ("قبل نهاية شهر سبتمبر", "2026-09-30"),
        ("قبل متم أكتوبر المقبل", "2026-10-31"),
        ("خلال أسبوعين", "2026-03-24"),
        ("خلال ثلاثة أسابيع", "2026-03-31"),
        ("خلال 45 يوما", "2026-04-24"),
        ("خلال شهر", "2026-04-10"),
        ("في سبتمبر المقبل", "2026-09"),
        ("خلال المرحلة القادمة", None),
        ("في أقرب وقت ممكن", None),
        ("لتدريب 30 مهندسا", None),
        ("نهاية العام", None),
        ("خلال 21 يوما من تاريخ الإفراج عنها", None),
    ],
)
def test_deadlines(words: str, due: str | None) -> None:
    [task] = tasks(f"وتعهد السفير بتسليم المعدات الفنية {words}.")
    assert task.due.value == due


def test_a_relative_deadline_needs_the_day_of_the_event() -> None:
    [task] = tasks("وتعهد السفير بتسليم المعدات الفنية خلال أسبوعين.", None)
    assert task.due.value is None


@pytest.mark.parametrize("words", ["قبل 15 نوفمبر", "قبل نهاية نوفمبر", "خلال أسبوعين", "قبل نهاية العام"])
def test_without_any_day_to_count_from_nothing_is_made_up(words: str) -> None:
    doc = open_document(LEAD + f"وتعهد السفير بتسليم المعدات الفنية {words}.\n", Home("LY"), None)
    for stage in MENTION_STAGES:
        stage(doc)
    [task] = find_commitments(doc, EventScope("meeting", doc.sentences, doc.sentences[0], 0), (), None)
    assert task.due.value is None
