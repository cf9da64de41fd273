"""The samples in html, docx and pdf are read as the text that they were made from."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from rapidfuzz.distance import Levenshtein

from ingest.extraction import Home
from ingest.extraction import read as extract
from ingest.reading import ReadText, read_in_subprocess
from samples.make_files import FOLDER, Sample, html_page, load, standing_text

SAMPLES = load()
HOME = Home("LY", ("وزارة الصناعة والمعادن",), "طرابلس")
# Characters wrong per character, white space not counted: what PDFs with a text layer have to reach.
MAX_ERROR_RATE = 0.03


def normal(text: str) -> str:
    return " ".join(text.split())


@cache
def read_once(name: str) -> ReadText:
    """For both tests of a sample: starting a reader takes longer than what they do."""
    return read_in_subprocess(FOLDER / name, name)


def values(text: str, sample: Sample) -> list[Any]:
    """All that extraction finds in `text`, without the places where it was found."""
    found = extract(text, home=HOME, published=sample.published_on).engagements
    return [placeless(engagement.to_json()) for engagement in found]


def placeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: placeless(each) for key, each in value.items() if not key.endswith("evidence")}
    if isinstance(value, list):
        return [placeless(each) for each in value]
    return normal(value) if isinstance(value, str) else value


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.slug}.{sample.format}")
def test_a_rendered_sample_is_read_as_its_text(sample: Sample) -> None:
    name = f"{sample.slug}.{sample.format}"
    read = read_once(name)
    before, after = standing_text(sample)
    expected = normal("\n".join([*before, sample.text, *after]))
    assert Levenshtein.distance(expected, normal(read.text)) <= MAX_ERROR_RATE * len(expected)
    assert (read.format, read.language, read.warnings) == (sample.format, sample.say("ar", "en"), ())
    if sample.format == "html":
        assert (read.title, read.outlet) == (sample.title, sample.outlet)
        assert (read.published_on, read.url) == (sample.published_on, sample.url)
    else:
        assert (read.published_on, read.url) == (None, "")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.slug}.{sample.format}")
def test_a_rendered_sample_gives_the_values_of_its_text(sample: Sample) -> None:
    """Line wraps, pages and letterheads cost no value: only places in the text differ."""
    name = f"{sample.slug}.{sample.format}"
    text = read_once(name).text
    assert values(text, sample) == values(sample.text, sample)


def test_every_format_is_there() -> None:
    assert {sample.format for sample in SAMPLES} == {"html", "docx", "pdf"}


def test_the_committed_pages_are_what_the_texts_give() -> None:
    """A text that was changed without rendering it again shows here; docx and pdf show in their error rate."""
    for sample in SAMPLES:
        if sample.format == "html":
            assert (FOLDER / f"{sample.slug}.html").read_text(encoding="utf-8") == html_page(sample)
