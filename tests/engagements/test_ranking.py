"""How well a name fits what is typed."""

from __future__ import annotations

import pytest

from engagements.names.ranking import FITS, Typed


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("مح", "محمد علي"),
        ("علي مح", "محمد علي"),
        ("ورفل", "سالم الورفلي"),
        ("اليا", "اليابان"),
        ("السنغ", "سنغافورة"),
        ("kenji mur", "كينجي موراكامي"),
        ("كنجى مور", "كينجي موراكامي"),
        ("Abu Hayba", "أحمد أبو هيبة"),
        ("ابوهيبه", "Ahmed Abu Hayba"),
        ("Almansuri", "خالد المنصوري"),
        ("jappan", "Japan"),
        ("فرانسا", "فرنسا"),
        ("موركامي", "كينجي موراكامي"),
        ("شعيد", "سعيد"),
    ],
)
def test_what_is_typed_fits_a_name_however_it_is_spelt(typed: str, name: str) -> None:
    assert Typed(typed).fit([name]).score >= FITS


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("", "محمد"),
        ("؟!", "محمد"),
        ("سعاد", "محمد علي"),
        ("محمد سالم", "محمد علي"),
        ("محمد محمد", "محمد علي"),
        ("tanaka", "كينجي موراكامي"),
        ("مد", "محمد"),
        ("Germany", "فرنسا"),
    ],
    ids=[
        "nothing",
        "no word",
        "another",
        "one of two",
        "a word twice",
        "Latin",
        "the end of a word",
        "a country",
    ],
)
def test_what_is_typed_does_not_fit_another_name(typed: str, name: str) -> None:
    assert Typed(typed).fit([name]).score < FITS


def test_the_nearer_the_better() -> None:
    names = ["محمود علي", "علي محمد", "محمد عليوة", "محمد علي", "محمد علي سالم"]
    scores = {name: Typed("محمد علي").fit([name]).score for name in names}
    assert scores["محمد علي"] == 100
    assert scores["محمد علي"] > scores["محمد عليوة"] == scores["محمد علي سالم"]
    assert scores["محمد علي سالم"] > scores["علي محمد"] > scores["محمود علي"]


def test_a_fit_says_which_spelling_fits_best() -> None:
    assert Typed("abu").fit(["أحمد أبو هيبة", "Ahmed Abu Hayba"]).spelling == 1
    assert Typed("ابو").fit(["أحمد أبو هيبة", "أحمد أبو هيبه"]).spelling == 0, "the first of two alike"
    assert Typed("ابو").fit([]).score == 0
