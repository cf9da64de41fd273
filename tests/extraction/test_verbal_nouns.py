"""Words that open a task, and their look-alikes."""

from __future__ import annotations

import pytest

from arabic.folding import fold
from ingest.extraction.commitments.verbal_nouns import is_verbal_noun


@pytest.mark.parametrize(
    "word",
    [
        "تشكيل",
        "إيفاد",
        "انشاء",
        "إعادة",
        "المشاركة",
        "الاعتراف",
        "استضافة",
        "تجهيز",
        "افتتاح",
        "متابعة",
        "توحيد",
        "رفعها",
        "وضع",
        "إقامة",
        "تسوية",
        "زيارة",
    ],
)
def test_verbal_nouns(word: str) -> None:
    assert is_verbal_noun(fold(word))


@pytest.mark.parametrize(
    "word",
    [
        "وزير",
        "لجنة",
        "مذكرة",
        "اتفاقية",
        "مركز",
        "خطة",
        "شركة",
        "أعمال",
        "أعضاء",
        "أموال",
        "إدارة",
        "محافظة",
        "تاريخ",
        "الوزارة",
        "طرابلس",
        "اجتماع",
        "أحمد",
    ],
)
def test_look_alikes(word: str) -> None:
    assert not is_verbal_noun(fold(word))
