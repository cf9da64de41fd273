"""Lines that recognition passed over are found by their ink; lines that it read twice are kept once."""

from __future__ import annotations

from PIL import Image, ImageDraw

from ingest.reading.overlooked import Word, put_in, strips, without_twins

HEIGHT = 40


def word(text: str, left: int, top: int, *, width: int = 100, confidence: float = 90.0) -> Word:
    return Word(text, left, top, left + width, top + HEIGHT, confidence)


def page(*words: Word) -> Image.Image:
    """White paper with a dark block where each word stands."""
    image = Image.new("L", (1000, 600), 255)
    draw = ImageDraw.Draw(image)
    for each in words:
        draw.rectangle((each.left, each.top, each.right - 1, each.bottom - 1), fill=0)
    return image


FIRST = [word("استقبل", 800, 50), word("الوزير", 650, 50)]
LOST = [word("سفير", 480, 50), word("اليابان", 300, 50, width=150)]
SECOND = [word("في", 800, 250), word("مكتبه", 650, 250)]


def texts(lines: list[list[Word]]) -> list[str]:
    return [" ".join(each.text for each in line) for line in lines]


def test_nothing_is_looked_for_where_all_was_read() -> None:
    assert strips(page(*FIRST, *SECOND), [FIRST, SECOND]) == []
    assert strips(page(*FIRST), []) == []


def test_the_end_of_a_line_is_found_and_put_where_it_stands() -> None:
    (strip,) = strips(page(*FIRST, *LOST, *SECOND), [FIRST, SECOND])
    assert strip.left <= 300
    assert strip.left + strip.image.width >= 580
    lines = put_in([FIRST, SECOND], LOST, right_to_left=True)
    assert texts(lines) == ["استقبل الوزير سفير اليابان", "في مكتبه"]


def test_a_line_of_its_own_is_put_between_the_others() -> None:
    line = [word("وبحث", 800, 150), word("معه", 680, 150)]
    assert len(strips(page(*FIRST, *line, *SECOND), [FIRST, SECOND])) == 1
    assert texts(put_in([FIRST, SECOND], line, right_to_left=True))[1] == "وبحث معه"


def test_lines_from_left_to_right_are_filled_from_the_left() -> None:
    line = [word("The", 100, 50), word("said", 600, 50)]
    (filled,) = put_in([line], [word("Minister", 300, 50, width=200)], right_to_left=False)
    assert texts([filled]) == ["The Minister said"]


def test_words_that_were_read_are_not_put_in_again() -> None:
    lines = [[*FIRST, *LOST], SECOND]
    assert put_in(lines, [word("سفير", 480, 60), word("اليابان", 300, 60)], right_to_left=True) == lines


def test_marks_and_pictures_are_no_lines() -> None:
    dot, picture = word("", 300, 56, width=10), Word("", 100, 300, 900, 590, 0)
    assert strips(page(*FIRST, dot, picture), [FIRST]) == []


def test_of_twins_the_surer_one_is_kept() -> None:
    worse = [word("استقيل", 800, 55, confidence=50), word("الوزير", 650, 55, confidence=60)]
    assert without_twins([worse, FIRST, SECOND]) == [FIRST, SECOND]
    assert without_twins([FIRST, worse, SECOND]) == [FIRST, SECOND]
    assert without_twins([FIRST, LOST, SECOND]) == [FIRST, LOST, SECOND]
