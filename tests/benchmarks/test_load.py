"""The crowd of `bench load` sends forms as browsers do, and counts as errors what people would call so."""

from __future__ import annotations

import pytest

from benchmarks.load import _answers
from benchmarks.loading.browsing import Answer, form_as_shown

PAGE = """<form id="other"><input name="no" value="1"></form>
<form id="review"><input type="hidden" name="seen" value="now"><textarea name="text">
سطر
آخر</textarea><select name="kind"><option value="a">A</option><option value="b" selected>B</option></select>
<select name="first"><option value="1">1</option><option value="2">2</option></select>
<select name="many" multiple><option>x</option></select><input type="checkbox" name="off">
<input type="radio" name="on" value="2" checked><input name="lost" disabled><input type="file" name="file">
<button name="go">Go</button><input name="elsewhere" value="1" form="other"></form>
<input name="outside" value="2" form="review">""".encode()


def test_a_form_is_sent_as_it_stands() -> None:
    assert form_as_shown(b"<meta charset=utf-8>" + PAGE, "review") == [
        ("seen", "now"),
        ("text", "سطر\nآخر"),
        ("kind", "b"),
        ("first", "1"),
        ("on", "2"),
        ("outside", "2"),
    ]
    assert form_as_shown(b"<p>", "review") == []


@pytest.mark.parametrize(
    ("status", "error"), [(200, False), (302, False), (409, False), (404, True), (0, True)]
)
def test_an_error_is_what_people_would_call_one(status: int, error: bool) -> None:
    assert Answer("page", status, 0.1, 0.0).is_error is error


def test_times_are_told_of_each_sort_and_of_all_pages_together() -> None:
    answers = [
        Answer("home", 200, 0.1, 0.0),
        Answer("home", 500, 0.3, 0.0),
        Answer("export csv", 200, 9.0, 0.0),
    ]
    said = "\n".join(_answers("nothing killed", answers, answers[1:2], 10))
    assert "| all pages | 2 | 200 |" in said
    assert "| export csv | 1 | 9000 |" in said
    assert "Errors: 1 of 3 answers (0.3 a second)" in said
