"""Scores drafts: compares them with gold drafts, field by field, as the annotation guide defines."""

from benchmarks.scoring.rows import DraftRow, load_drafts
from benchmarks.scoring.sheet import Sheet, score

__all__ = ["DraftRow", "Sheet", "load_drafts", "score"]
