"""The furniture around a release (menus, related headlines, share bars, forms) ends up in no value."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.scoring import load_drafts
from ingest.extraction import Home, read

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
GOLD = load_drafts(SAMPLES)
FURNITURE = [
    (slug, words)
    for line in (Path(__file__).parent / "noise.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for slug, words in [line.split("\t")]
]


@cache
def text_of(slug: str) -> str:
    return (SAMPLES / f"{slug}.txt").read_text(encoding="utf-8")


@cache
def evidence(slug: str) -> list[tuple[str, int, int]]:
    """Field, start and end of every value that the reader takes from the release, topics left out."""
    row = GOLD[slug]
    published = date.fromisoformat(row["published"]) if row["published"] else None
    reading = read(text_of(slug), home=Home(country=row["home"]), published=published)
    return list(_evidence(reading.to_json()))


def _evidence(node: Any) -> Iterator[tuple[str, int, int]]:
    if isinstance(node, list):
        for child in node:
            yield from _evidence(child)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key == "topics_evidence" or not key.endswith("_evidence"):
            yield from _evidence(value)
        elif value:
            for start, end in value if isinstance(value[0], list) else [value]:
                yield key.removesuffix("_evidence"), start, end


@pytest.mark.parametrize(("slug", "words"), FURNITURE)
def test_no_value_lies_on_furniture(slug: str, words: str) -> None:
    start = text_of(slug).index(words)
    end = start + len(words)
    assert [span for span in evidence(slug) if span[1] < end and start < span[2]] == []


@pytest.mark.parametrize("slug", GOLD)
def test_values_rest_on_words_of_the_text(slug: str) -> None:
    text = text_of(slug)
    assert bool(evidence(slug)) == bool(GOLD[slug]["engagements"])
    assert all(0 <= start < end <= len(text) and text[start:end].strip() for _, start, end in evidence(slug))
