"""The last step of every reader: uniform line ends, no invisible control characters, letters unchanged."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")
# C0 and C1 controls, embeddings, overrides and isolates (a page would show other words than it holds),
# byte order marks, surrogates, noncharacters. The marks U+200E/U+200F and the joiners are spelling: kept.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_TRAILING = re.compile(r"[ \t\u00a0]+(?=\n|\Z)")
_BLANK_LINES = re.compile(r"\n{3,}")


def join_paragraphs(paragraphs: list[str]) -> str:
    """The paragraphs with a blank line between them; items of a list and rows of a table have none."""
    text = ""
    for before, each in zip(["", *paragraphs], paragraphs, strict=False):
        together = (before[:2] == each[:2] == "- ") or (" | " in before and " | " in each)
        text += ("\n" if together else "\n\n" if text else "") + each
    return text


def clean(text: str) -> str:
    """`text` with `\\n` line ends, no controls, no trailing spaces, at most one blank line in a row."""
    text = _DROPPED.sub("", _LINE_ENDS.sub("\n", text))
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("", text)).strip("\n \t\u00a0")
