"""The topic tables: what they must hold, and in which forms a word of them is found."""

from __future__ import annotations

import pytest

from arabic.folding import fold
from ingest.extraction.tables import raw_rows, rows, words
from ingest.extraction.topic_words import topic_words
from ingest.extraction.words import Words


def codes(text: str) -> set[str]:
    return {code for match in topic_words().find(Words(fold(text))) for code, _ in match.value.topics}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("وصناعاتها", "industry"),
        ("بمصانعنا", "industry"),
        ("مصنعين جديدين", "industry"),
        ("للمستشفيات", "health"),
        ("مزارعو المنطقة", "agriculture"),
        ("مهربي البشر", "security"),
        ("بالطاقة الشمسية", "renewables"),
        ("طاقة شمسية", "renewables"),
        ("الخطوط الجوية", "transport"),
        ("قرضا", "finance"),
        ("two airports", "transport"),
        ("three factories", "industry"),
    ],
)
def test_a_word_is_found_in_its_forms(text: str, code: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "خارطة الطريق",
        "عن طريق البحث",
        "البيئة التشريعية",
        "جامعة الدول العربية",
        "بيان صحفي",
        "وزير الدولة",
        "خادم الحرمين الشريفين",
        "a road map",
        "purchasing power",
        "of course",
        "طالب الوزير الشركة",
        "في مكتبه",
        "كرم الضيافة",
        "مدينة بورصة",
        "شبكة",
        "whose report",
    ],
)
def test_words_that_speak_of_no_topic(text: str) -> None:
    assert codes(text) == set()


def test_a_word_may_speak_of_two_topics() -> None:
    assert codes("زيت الزيتون") == {"agriculture"}
    assert {"training", "education"} <= codes("المعاهد التقنية")


def test_an_exception_is_not_a_word_as_well() -> None:
    written = {term for name in ("topics", "topics_en") for row in rows(name) for term in row[2].split("|")}
    assert not written & words("topic_exceptions")


def test_each_word_stands_once_with_a_topic() -> None:
    listed = [
        (row[0], term) for name in ("topics", "topics_en") for row in rows(name) for term in row[2].split("|")
    ]
    assert len(listed) == len(set(listed))


def test_weights_and_cues_are_known() -> None:
    assert {row[1] for name in ("topics", "topics_en") for row in raw_rows(name)} <= {"1", "2", "3", "4"}
    assert {row[0] for row in raw_rows("topic_cues")} == {"talks", "about", "present", "aside", "courtesy"}
