"""The bench of faults sees what is lost and what is doubled, or its zeros would mean nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from benchmarks import faults
from benchmarks.faulty.stand import Stand

CONTENT = b"a release"
PRINT = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "one.txt").write_bytes(CONTENT)
    return cast("Stand", SimpleNamespace(home=tmp_path))


@pytest.mark.parametrize(
    ("row", "lost", "doubled"),
    [
        ((PRINT, "one.txt", "drafted", 1, 1), 0, 0),
        ((PRINT, "gone.txt", "drafted", 1, 1), 1, 0),
        ((PRINT, "one.txt", "received", 0, 0), 1, 0),
        ((PRINT, "one.txt", "failed", 0, 0), 1, 0),
        (("0" * 64, "one.txt", "drafted", 1, 1), 1, 0),
        ((PRINT, "one.txt", "drafted", 2, 1), 0, 1),
        ((PRINT, "one.txt", "drafted", 1, 2), 0, 1),
    ],
)
def test_what_is_lost_or_doubled(
    stand: Stand, row: tuple[str, str, str, int, int], lost: int, doubled: int
) -> None:
    assert faults.judge(stand, faults.Tally(accepted={PRINT}), [row]) == (lost, doubled)


def test_other_bytes_are_a_loss(stand: Stand) -> None:
    (stand.home / "files" / "one.txt").write_bytes(CONTENT + b"!")
    row = (PRINT, "one.txt", "drafted", 1, 1)
    assert faults.judge(stand, faults.Tally(accepted={PRINT}), [row]) == (1, 0)


def test_the_same_release_twice_is_doubled(stand: Stand) -> None:
    row = (PRINT, "one.txt", "drafted", 1, 1)
    assert faults.judge(stand, faults.Tally(accepted={PRINT}), [row, row]) == (0, 1)
