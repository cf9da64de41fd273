"""Where the words of a proof stand in the text of its release."""

from __future__ import annotations

import re
import time

import pytest

from engagements.follow_ups.quotations import place_of

TEXT = "  قال الوزير\n\nإن  المشروع\u00a0سيبدأ غدًا، قال الوزير أيضًا. "


@pytest.mark.parametrize(
    "quote",
    [
        "قال الوزير",
        " قال\tالوزير\n",
        "إن المشروع سيبدأ",
        "وزير إن",
        "الوزير أيضًا.",
        "قال الوزير أيضًا",
        "ق",
        "غيرها",
        "قال  وزير",
    ],
)
def test_words_are_found_at_their_first_place_whatever_space_is_between(quote: str) -> None:
    expected = re.search(r"\s+".join(map(re.escape, quote.split())), TEXT)
    assert place_of(quote, TEXT) == (expected.span() if expected else None)


@pytest.mark.parametrize("text", ["", " ", TEXT])
def test_no_words_are_nowhere(text: str) -> None:
    assert place_of(" \n", text) is None
    assert place_of("كلمة", text) is None


def test_the_work_grows_with_the_text_and_not_with_what_is_sought_times_it() -> None:
    """Words that almost are there from every word on: ten times as much of both would be a hundred times the work."""

    def work(size: int) -> float:
        text, quote = "ا " * (20 * size), "ا " * size + "ب"
        taken = []
        for _try in range(3):
            begun = time.process_time()
            assert place_of(quote, text) is None
            taken.append(time.process_time() - begun)
        return min(taken)

    assert work(5_000) < 35 * work(500)
