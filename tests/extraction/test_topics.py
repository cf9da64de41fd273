"""Which topics a text is about, and words that must not make one."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extraction.document import EventScope, Home
from ingest.extraction.opening import open_document
from ingest.extraction.tables import rows
from ingest.extraction.topics import find_topics

GUIDE = [
    "industry",
    "mining",
    "oil_gas",
    "renewables",
    "energy",
    "trade",
    "investment",
    "finance",
    "training",
    "research",
    "technology",
    "education",
    "culture",
    "health",
    "agriculture",
    "environment",
    "transport",
    "housing",
    "labour",
    "tourism",
    "media",
    "religion",
    "humanitarian",
    "security",
    "defence",
    "justice",
    "politics",
    "sport",
    "standards",
]


def topics(text: str) -> list[str]:
    doc = open_document(text, Home("LY"), date(2026, 3, 10))
    scope = EventScope("meeting", doc.sentences, doc.sentences[0], 0)
    return [topic.value for topic in find_topics(doc, scope)]


def test_every_topic_has_words_and_no_other_code_is_used() -> None:
    assert {row[0].replace(" ", "_") for row in rows("topics")} == set(GUIDE)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("بحث الوزير مع السفير تصدير التمور والأسماك وزيادة المحاصيل ودعم المزارعين.", "agriculture"),
        ("بحث الوزير مع السفير توريد الأدوية إلى المستشفيات وعلاج المرضى.", "health"),
        ("تناول اللقاء سباقات كرة القدم وإعداد المنتخب للبطولة.", "sport"),
        ("تناول اللقاء الأوقاف وبناء المساجد وشؤون الحج.", "religion"),
        ("ناقش الجانبان شهادات المطابقة والمواصفات القياسية.", "standards"),
        ("ناقش الجانبان قطاع السياحة والفنادق.", "tourism"),
        ("The two sides discussed solar energy and green hydrogen.", "renewables"),
        ("The minister discussed the phosphate mines and the geological survey.", "mining"),
    ],
)
def test_words_make_a_topic(text: str, topic: str) -> None:
    assert topics(text)[0] == topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("استقبل الوزير السفير والوفد المرافق وبحثا تصدير السلع.", "housing"),
        ("طالب الوزير الشركة بتصدير السلع إلى الأسواق.", "education"),
        ("بحث الوزير في مكتبه تصدير السلع.", "culture"),
        ("بحث مع السفير لدى جامعة الدول العربية تصدير السلع.", "education"),
        ("ناقشا الأمن الغذائي وزراعة القمح.", "security"),
        ("ناقشا خارطة الطريق لتصدير السلع عن طريق البحر.", "transport"),
        ("The minister met an olive oil exporter.", "oil_gas"),
    ],
)
def test_words_that_make_no_topic(text: str, topic: str) -> None:
    assert topic not in topics(text)


def test_what_is_said_to_be_discussed_counts_far_down() -> None:
    lead = "استقبل وزير الزراعة السفير في مكتبه. وأشاد الوزير بزراعة القمح وبمحاصيل الحبوب. "
    assert "training" in topics(lead + "وجرى بحث التعاون في مجالات التدريب.")
    assert "training" not in topics(lead + "ويضم الوفد كوادر.")


def test_never_more_than_five() -> None:
    text = "النفط والزراعة والصحة والتعليم والسياحة والرياضة والأوقاف والجيش والثقافة."
    assert 1 <= len(topics(text)) <= 5


def test_nothing_is_said_of_nothing() -> None:
    assert topics("اجتمع الطرفان صباح اليوم.") == []
