"""Reads the register's own tables: TSV files in data/, in which # begins a comment."""

from __future__ import annotations

import csv
from pathlib import Path

_DATA = Path(__file__).resolve().parent / "data"


def rows(name: str) -> list[list[str]]:
    """The rows of data/`name` as lists of cells, without comments and empty lines."""
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader((line for line in file if line[0] != "#"), delimiter="\t") if row]
