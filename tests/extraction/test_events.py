"""Events: what opens one, what goes on with it, and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extraction import Home, Reading, read

DAY = date(2025, 3, 4)
HEAD = "استقبل وزير النقل السيد سالم عمر، أمس بمكتبه في طرابلس، سفير مالطا لدى ليبيا السيد جون بورغ."


def reading(text: str) -> Reading:
    return read(text, home=Home("LY"), published=DAY)


def kinds(text: str) -> list[str]:
    return [engagement.kind.value for engagement in reading(text).engagements]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (HEAD, "meeting"),
        ("اجتمع وزير النقل السيد سالم عمر مع وكيل وزارة المالية السيد علي حسن بمقر الوزارة.", "internal"),
        ("تلقى وزير النقل السيد سالم عمر اتصالا هاتفيا من وزير النقل المالطي السيد جون بورغ.", "call"),
        ("شارك وزير النقل السيد سالم عمر، عبر تقنية الاتصال المرئي، في اجتماع مع نظيره المالطي.", "call"),
        ("قام وزير النقل السيد سالم عمر ووكيل الوزارة السيد علي حسن بزيارة إلى ميناء الخمس.", "visit"),
        ("افتتح وزير النقل السيد سالم عمر مؤتمر الطرق الأول بمشاركة وفود من تونس.", "conference"),
        (
            "انعقد الاجتماع الثالث للجنة الليبية المالطية المشتركة برئاسة وزير النقل السيد سالم عمر.",
            "conference",
        ),
        (
            "وقع وزير النقل السيد سالم عمر مع نظيره المالطي السيد جون بورغ مذكرة تفاهم للنقل البحري.",
            "signing",
        ),
    ],
)
def test_the_kind_is_what_the_first_verb_tells(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "نفت وزارة النقل ما تردد عن أن الوزير السيد سالم عمر التقى وفدا مالطيا في طرابلس.",
        "استقبلت مطارات البلاد خلال العطلة 100 ألف راكب، بحسب وزير النقل السيد سالم عمر.",
        "أدان وزير الخارجية السيد سالم عمر التفجير الذي وقع أمس في مدينة إسطنبول التركية.",
        "توجه وزير النقل السيد سالم عمر بالشكر إلى العاملين في الموانئ.",
        "قال وزير النقل السيد سالم عمر إن الوزارة ستنجز الطريق هذا العام.",
        "قرأت قبل أيام خبرا طريفا. وكل وزير عندنا استقبل السفراء ووقع المذكرات.",
        "سيلتقي وزير النقل السيد سالم عمر قريبا عددا من المستثمرين.",
        "",
    ],
)
def test_no_encounter_no_engagement(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "more",
    [
        "وحضر اللقاء وكيل الوزارة السيد علي حسن.",
        "وعقد الجانبان جلسة مباحثات موسعة.",
        "وفي ختام اللقاء اتفق الجانبان على تشكيل فريق عمل.",
        "ودعا الوزير الشركات المالطية إلى المشاركة في المعرض.",
        "والتقى الوزير خلال اللقاء مدير الميناء السيد علي حسن.",
    ],
)
def test_what_goes_on_with_the_same_event(more: str) -> None:
    assert len(kinds(f"{HEAD}\n{more}")) == 1


@pytest.mark.parametrize(
    "opening",
    ["كما استقبل", "من جانب آخر، التقى الوزير", "وفي لقاء آخر، استقبل الوزير", "بعد ذلك، التقى الوزير"],
)
def test_a_round_up_carries_host_day_and_city(opening: str) -> None:
    found = reading(f"{HEAD}\n{opening} سفير إيطاليا لدى ليبيا السيد ماركو روسي.").engagements
    assert [[code.value for code in one.partner_countries] for one in found] == [["MT"], ["IT"]]
    second = found[1]
    assert second.participants[0].name.value == "سالم عمر"
    assert (second.date.value, second.city.value, second.primary) == ("2025-03-03", "طرابلس", True)


@pytest.mark.parametrize(
    "opening",
    [
        "واستقبل معاليه",
        "واستقبل الوزير بعد ذلك",
        "وفي وقت سابق من اليوم نفسه، استقبل الوزير",
        "والتقى على هامش اللقاء",
    ],
)
def test_who_acts_again_was_named_before(opening: str) -> None:
    first, second = reading(f"{HEAD}\n{opening} سفير إيطاليا لدى ليبيا السيد ماركو روسي.").engagements
    assert (first.primary, second.primary) == (True, True)
    assert {person.name.value for person in second.participants} == {"سالم عمر", "ماركو روسي"}
    assert (second.kind.value, second.city.value) == ("meeting", "طرابلس")


@pytest.mark.parametrize(
    "more",
    [
        "واستقبل وزير النقل المالطي السيد بول غريك وفدا من رجال الأعمال في فاليتا.",
        "واستقبل الوزير الإيطالي الوفد.",
    ],
)
def test_another_who_acts_takes_no_host(more: str) -> None:
    for event in reading(f"{HEAD}\n{more}").engagements[1:]:
        assert "سالم عمر" not in [person.name.value for person in event.participants]


def test_a_second_clause_with_another_guest_is_apart() -> None:
    more = HEAD.rstrip(".") + "، فيما التقى معاليه في لقاء منفصل سفير إيطاليا لدى ليبيا السيد ماركو روسي."
    assert [[code.value for code in one.partner_countries] for one in reading(more).engagements] == [
        ["MT"],
        ["IT"],
    ]


def test_a_meeting_on_the_margins_is_background_and_took_place_there() -> None:
    text = (
        "شارك وزير النقل السيد سالم عمر أمس في أعمال المؤتمر العربي للموانئ بمدينة جدة.\n"
        "وعلى هامش المؤتمر التقى الوزير وزير النقل العماني السيد سيف ناصر."
    )
    first, second = reading(text).engagements
    assert [one.primary for one in (first, second)] == [True, False]
    assert (second.date.value, second.city.value) == ("2025-03-03", "جدة")


@pytest.mark.parametrize(
    "more", ["وعقد اللقاء صباح اليوم بمقر الوزارة.", "وجرى الاجتماع مساء أمس في جو ودي."]
)
def test_a_later_sentence_dates_the_event_and_opens_none(more: str) -> None:
    text = "التقى وزير النقل السيد سالم عمر سفير مالطا لدى ليبيا السيد جون بورغ."
    (engagement,) = reading(f"{text}\n{more}").engagements
    assert engagement.date.value in ("2025-03-03", "2025-03-04")


def test_the_reception_by_the_minister_is_told_by_its_noun() -> None:
    text = (
        "أكد وزير النقل السيد سالم عمر أهمية النقل البحري، جاء ذلك لدى استقبال الوزير بمكتبه في طرابلس "
        "سفير مالطا السيد جون بورغ."
    )
    assert kinds(text) == ["meeting"]
    assert kinds("أكد وزير النقل السيد سالم عمر أهمية الميناء لدى استقبال السفن والبضائع.") == []


def test_an_earlier_meeting_told_in_passing_is_background() -> None:
    more = "وكان الوزير قد التقى الخميس الماضي في تونس وزير النقل التونسي السيد رشيد عامري."
    first, second = reading(f"{HEAD}\n{more}").engagements
    assert (first.primary, second.primary) == (True, False)
    assert (second.date.value, second.country.value) == ("2025-02-27", "TN")


@pytest.mark.parametrize(
    "text",
    [
        "استقبل وزير الصناعة سفير تونس لدى ليبيا في طرابلس.",
        "استقبل وزير الصناعة سفير تونس لدى ليبيا في طرابلس",
        "استقبل وزير الصناعة سفير تونس لدى ليبيا في طرابلس. وبحثا التعاون.",
        "التقى وزير الصناعة سفير تونس لدى ليبيا في طرابلس أمس الأحد وبحث معه التعاون",
        "وزير الصناعة يستقبل سفير تونس\nاستقبل وزير الصناعة سفير تونس لدى ليبيا في طرابلس.",
    ],
)
def test_a_release_of_one_sentence(text: str) -> None:
    [event] = reading(text).engagements
    assert (event.kind.value, event.city.value) == ("meeting", "طرابلس")
    people = [(person.role.value, person.country.value) for person in event.participants]
    assert people == [("وزير الصناعة", "LY"), ("سفير تونس لدى ليبيا", "TN")]


@pytest.mark.parametrize(
    "text",
    ["التعاون الصناعي بين ليبيا وتونس", "استقبال العام الجديد في طرابلس", "السفير التونسي: نريد المزيد"],
)
def test_a_headline_alone_is_no_event(text: str) -> None:
    assert reading(text).engagements == ()


def test_what_is_announced_is_planned() -> None:
    text = "يصل وزير النقل المالطي السيد جون بورغ إلى طرابلس الأحد المقبل في زيارة رسمية."
    (engagement,) = reading(text).engagements
    assert (engagement.status.value, engagement.date.value) == ("planned", "2025-03-09")


def test_who_received_is_named_above() -> None:
    text = (
        "أشاد وزير النقل السيد سالم عمر بالعلاقات مع مالطا.\n"
        "جاء ذلك لدى استقبال معاليه اليوم سفير مالطا لدى ليبيا السيد جون بورغ."
    )
    (engagement,) = reading(text).engagements
    assert [person.name.value for person in engagement.participants] == ["سالم عمر", "جون بورغ"]


NOISE = """صحيفة المرفأ
الرئيسية / أخبار / اقتصاد
#طرابلس_3_مارس

{}

شاهد أيضا
وزير المالية يستقبل سفير الصين
اترك تعليقا
جميع الحقوق محفوظة © aGVsbG8gd29ybGQgdGhpcyBpcyBhIGxvbmcgdG9rZW4="""


def test_the_furniture_of_a_page_gives_no_value() -> None:
    (engagement,) = reading(NOISE.format(HEAD)).engagements
    assert [code.value for code in engagement.partner_countries] == ["MT"]
    assert "الصين" not in str(engagement.to_json())
    assert "المرفأ" not in str(engagement.to_json())
