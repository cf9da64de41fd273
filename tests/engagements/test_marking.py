"""Painting words never changes them."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagements.record.marking import Mark, marked

TEXT = "استقبل الوزير بديوان الوزارة سفير اليابان.\n\nواتفقا على التدريب\nوالتعدين."


def words(shown: str) -> str:
    return html.unescape(re.sub("<[^>]+>", "", shown.replace("</p>\n", "\n\n").replace("<br>", "\n")))


def mark(quote: str, link: str = "#f-0") -> Mark:
    start = TEXT.index(quote)
    return Mark(start, start + len(quote), (link,))


def test_text_without_marks_is_paragraphs() -> None:
    assert words(marked(TEXT, [])).strip() == TEXT
    assert marked(TEXT, []).count("<p ") == 2


def test_whole_words_are_painted_and_exact_offsets_kept() -> None:
    shown = marked(TEXT, [mark("ديوان")])
    start = TEXT.index("ديوان")
    assert f'id="w-{start}-{start + 5}"' in shown
    assert '<a href="#f-0">بديوان</a>' in shown


def test_nested_marks_are_nested() -> None:
    shown = marked(TEXT, [mark("سفير اليابان", "#f-1"), mark("اليابان", "#f-2")])
    assert re.search(r'#f-1">سفير </a><mark[^>]*><a href="#f-2">اليابان</a></mark></mark>', shown)


def test_marks_that_cross_are_cut_and_carry_their_id_once() -> None:
    shown = marked(TEXT, [mark("الوزير بديوان"), mark("بديوان الوزارة", "#f-9")])
    assert len(re.findall('data-fields="f-9"', shown)) == 2
    assert len(re.findall(' id="w-', shown)) == 2


def test_values_from_the_same_words_share_a_mark() -> None:
    shown = marked(TEXT, [mark("اليابان", "#f-1"), mark("اليابان", "#f-2")])
    assert 'data-fields="f-1 f-2"' in shown
    assert shown.count("<mark") == 1


def test_a_mark_over_two_paragraphs_is_painted_in_both() -> None:
    shown = marked(TEXT, [mark("اليابان.\n\nواتفقا")])
    assert shown.count("<mark") == 2
    assert shown.count(' id="w-') == 1


@pytest.mark.parametrize("bounds", [(-1, 4), (5, 5), (6, 2), (0, 10_000)])
def test_marks_outside_the_text_are_left_out(bounds: tuple[int, int]) -> None:
    assert "<mark" not in marked(TEXT, [Mark(*bounds)])


@given(
    st.text(alphabet="ابتو ة\n<&\"'.،ab\u064b", max_size=80),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=8),
)
def test_any_marks_leave_any_text_as_it_was(text: str, spans: list[tuple[int, int]]) -> None:
    shown = marked(text, [Mark(start, end, ("#x",)) for start, end in spans])
    assert "".join(words(shown).split()) == "".join(text.split())
    assert shown.count("<mark") == shown.count("</mark>")
    identities = re.findall(' id="([^"]+)"', shown)
    assert len(identities) == len(set(identities))
    assert "<a" not in re.sub(r"<a [^>]*>[^<]*(<br>[^<]*)*</a>", "", shown)
