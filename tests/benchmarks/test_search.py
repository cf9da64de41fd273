"""The search finds what the judged queries look for, far better than `icontains`, on the samples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.searching import corpus
from benchmarks.searching.measuring import load_queries, ndcg, score
from benchmarks.searching.ways import ways
from ingest.reading import ReadText, read_file
from ingest.services import parsing

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

FLOOR = 0.9


def test_ndcg_is_what_it_is_called() -> None:
    assert ndcg(["a", "b"], {"a": 2, "b": 1}) == 1
    assert ndcg(["x", "a"], {"a": 2}) == pytest.approx(0.6309, abs=1e-4)
    assert ndcg(["b", "a"], {"a": 2, "b": 1}) == pytest.approx(0.7967, abs=1e-4)
    assert ndcg([], {"a": 1}) == 0


def _read_here(path: Path | str, name: str) -> ReadText:
    """In this process: that each sample is read in one of its own is shown in tests/ingest/test_samples.py."""
    return read_file(Path(path).read_bytes(), name)


@pytest.mark.django_db
def test_the_samples_are_found(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(parsing, "read_in_subprocess", _read_here)
    corpus.fill()
    queries = load_queries()
    known = set(corpus.names().values())
    assert len(queries) >= 60
    assert {name for query in queries for name in query.answers} <= known
    ours, plain = (score(queries, find)[0].ndcg for find in ways().values())
    held = score([query for query in queries if query.held], next(iter(ways().values())))[0].ndcg
    assert ours >= FLOOR
    assert held >= FLOOR - 0.02, "a third of the queries is few: what the reader writes differently moves it"
    assert ours > plain + 0.3
